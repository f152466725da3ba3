import { expect, it } from 'vitest';
import { noteReceipts, noteTakenParts } from '../../src/store/delivery-receipts.ts';
import { insertNotices } from '../../src/store/outbox.ts';
import { findParty } from '../../src/store/people/parties.ts';
import { seedLines } from '../support/seed.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const { operations: op, vault } = instance;
const [line] = await seedLines(op.pool, vault, 1);
const { partyId, dataKey } = (await findParty(op.pool, vault, line!.partyId))!;
await insertNotices(
  op.pool,
  vault,
  (['code', 'completed', 'completed'] as const).map((kind) => ({
    ...{ caseId: null, partyId, dataKey, kind, text: 'x', to: { msisdn: line!.msisdn } },
  })),
);
await op.pool.query(
  `update outbox set due_at = null, given_up_at = now(), given_up_for = 'deadline' where message_id <>
   (select message_id from outbox where kind = 'completed' order by message_id desc limit 1)`,
);
const reader = await instance.token('reader', ['cases:read']);
const steerer = await instance.token('steerer', ['cases:steer']);
const list = (query: string, token: string) =>
  instance.call({ method: 'GET', url: `/api/v1/notices?${query}`, token });
let key = 0;
const retry = (noticeId: string, token: string) =>
  instance.call({ method: 'POST', url: `/api/v1/notices/${noticeId}/retry`, token, key: `r${key++}` });

it('lists messages that wait and that were given up, a page at a time, to who may read cases', async () => {
  const waiting = (await list('state=waiting', reader)).json();
  expect(waiting).toMatchObject({
    notices: [{ kind: 'completed', channel: 'sms', state: 'waiting', givenUpAt: null, failed: null }],
    next: null,
  });
  const page = await list('state=given_up&limit=1', reader);
  expect(page.json().notices).toHaveLength(1);
  expect(page.headers['link']).toContain('rel="next"');
  const rest = await list(`state=given_up&after=${page.json().next}`, reader);
  expect(rest.json()).toMatchObject({ notices: [{ kind: 'completed', givenUpFor: 'deadline' }], next: null });
  expect((await list('state=given_up&kind=code', reader)).json().notices).toHaveLength(1);
  expect((await list('state=given_up', steerer)).statusCode).toBe(403);
  expect((await list('state=given_up&after=x', reader)).statusCode).toBe(422);
  expect((await list('', reader)).statusCode).toBe(422);
});

it('lists messages of which a message centre says that they did not arrive, with its error', async () => {
  const { notices } = (await list('state=given_up&kind=completed', reader)).json();
  const { noticeId: messageId } = notices[0] as { noticeId: string };
  await noteTakenParts(op.pool, [{ centreId: 'a1', messageId, part: 1, parts: 1 }]);
  await noteReceipts(op.pool, [{ centreId: 'a1', state: 'undeliverable', said: 'EXPIRED/005' }]);
  // It was given up: what is said of a try before is not what became of it.
  expect((await list('state=undeliverable', reader)).json().notices).toEqual([]);
  const sent = await op.pool.query(
    `update outbox set given_up_at = null, given_up_for = null, sent_at = now() where message_id = $1 returning 1`,
    [messageId],
  );
  expect(sent.rowCount).toBe(1);
  expect((await list('state=undeliverable', reader)).json().notices).toMatchObject([
    { noticeId: messageId, state: 'undeliverable', receipt: 'EXPIRED/005', receiptAt: expect.any(String) },
  ]);
  expect((await list('state=undeliverable', steerer)).statusCode).toBe(403);
  await op.pool.query(
    `update outbox set given_up_at = now(), given_up_for = 'deadline', sent_at = null where message_id = $1`,
    [messageId],
  );
});

it('tries one again that was given up, for who may steer cases; never a code', async () => {
  const { notices } = (await list('state=given_up', reader)).json();
  const [code, completed] = notices as { noticeId: string }[];
  expect((await retry(completed!.noticeId, reader)).statusCode).toBe(403);
  expect((await retry(completed!.noticeId, steerer)).statusCode).toBe(204);
  const again = await retry(completed!.noticeId, steerer);
  expect([again.statusCode, again.json().code]).toEqual([409, 'notice_not_retryable']);
  expect((await retry(code!.noticeId, steerer)).statusCode).toBe(409);
  expect((await retry('0198c0de-0000-7000-8000-000000000000', steerer)).statusCode).toBe(404);
  expect((await list('state=waiting', reader)).json().notices).toHaveLength(2);
});
