import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { feedsOf } from '../../../src/config/feeds/feed-settings.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import type { Operations } from '../../../src/operations/context.ts';
import {
  checkMadeFeed,
  listFeeds,
  makeFeed,
  noteFeedSent,
  planFeeds,
  readFeed,
} from '../../../src/operations/numbers/feeds.ts';
import { proposeReleases, releaseNumbers } from '../../../src/operations/numbers/release-numbers.ts';
import { listWork } from '../../../src/operations/oversight/queue/list-work.ts';
import { forgetFeedParts } from '../../../src/store/numbers/feeds.ts';
import { staffNamed, staffPerson } from '../../support/actors.ts';
import { testInstance } from '../../support/instance.ts';

const instance = await testInstance();
const { pool } = instance.operations;
const RND = {
  companyId: 'ACME1',
  headers: ['CompanyID', 'TelephoneNumber', 'DisconnectDate', 'BatchID'],
  dateForm: 'MM/DD/YYYY',
} as const;
/** The operator at noon of a day in its own zone, with all lists. */
const on = (day: string, rnd: Operations['feeds']['rnd'] = RND): Operations => ({
  ...instance.operations,
  feeds: { kinds: ['rnd', 'mnrl', 'range_holder'], rnd },
  clock: { now: () => new Date(`${day}T04:00:00Z`) },
});
const staff = staffNamed('lin');
const make = (op: Operations, kind: string, period: string | null = null, recipient = '') =>
  makeFeed(op, staff, { kind, period, recipient });
async function bytesOf(op: Operations, feedId: string): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of (await readFeed(op, staff, { feedId })).body) parts.push(part);
  return Buffer.concat(parts);
}
const disconnected = (...rows: readonly (readonly [string, string])[]) =>
  pool.query(
    `insert into number_disconnect (msisdn, disconnected_on) select a, b::date from unnest($1::text[], $2::text[]) as o(a, b)`,
    [rows.map(([msisdn]) => msisdn), rows.map(([, day]) => day)],
  );
await disconnected(
  ['+12025550123', '2026-03-04'],
  ['+12025550199', '2026-03-12'],
  ['+12025550111', '2025-12-24'],
  ['+919876543210', '2026-02-14'],
  ['+8617000000001', '2026-03-01'],
);

it('reports permanent disconnects of the NANP, each in one file and in no other, and the same bytes again', async () => {
  await expect(make(on('2026-03-10'), 'rnd')).rejects.toMatchObject({
    ...{ code: 'feed_too_early', facts: { from: '2026-03-11' } },
  });
  const march = await make(on('2026-03-12'), 'rnd');
  expect(march).toMatchObject({ period: '2026-03', dueOn: '2026-03-15', throughOn: '2026-03-11', rows: 2 });
  const bytes = await bytesOf(on('2026-03-12'), march.feedId);
  expect(bytes.toString()).toBe(
    'CompanyID,TelephoneNumber,DisconnectDate\r\nACME1,2025550111,12/24/2025\r\nACME1,2025550123,03/04/2026\r\n',
  );
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(march.sha256);
  await expect(make(on('2026-03-14'), 'rnd')).rejects.toMatchObject({ code: 'feed_made' });
  // One that was noted late, of a day that was covered, is in the next.
  await disconnected(['+12025550177', '2026-03-02']);
  const april = await make(on('2026-04-13'), 'rnd');
  expect((await bytesOf(on('2026-04-13'), april.feedId)).toString().split('\r\n').slice(1, 3)).toEqual([
    'ACME1,2025550177,03/02/2026',
    'ACME1,2025550199,03/12/2026',
  ]);
  expect((await bytesOf(on('2026-05-01'), march.feedId)).equals(bytes)).toBe(true);
});

it('has a nil report for a month without a disconnect', async () => {
  const may = await make(on('2026-05-12'), 'rnd');
  expect(may.rows).toBe(0);
  expect((await bytesOf(on('2026-05-12'), may.feedId)).toString()).toBe(
    'CompanyID,TelephoneNumber,DisconnectDate\r\n',
  );
  expect(await checkMadeFeed(on('2026-05-12'), staff, may)).toMatchObject({ faults: [], sameBytes: true });
});

it('leaves out a number of which its recipient takes none, and refuses what lacks an identifier', async () => {
  await disconnected(['+11111111111', '2026-06-01'], ['+12025550166', '2026-06-01']);
  await expect(make(on('2026-06-12', { ...RND, companyId: null }), 'rnd')).rejects.toMatchObject({
    code: 'feed_refused',
  });
  const { rows } = await pool.query(
    `select 1 from number_feed_part p join number_feed f using (feed_id) where f.period = '2026-06'`,
  );
  expect(rows).toEqual([]);
  const june = await make(on('2026-06-12'), 'rnd');
  expect(june).toMatchObject({ rows: 1, omitted: 1 });
  expect((await bytesOf(on('2026-06-12'), june.feedId)).toString()).toContain(
    '\r\nACME1,2025550166,06/01/2026\r\n',
  );
  expect((await make(on('2026-07-12'), 'rnd')).omitted).toBe(1);
  await pool.query(`delete from number_disconnect where msisdn = '+11111111111'`);
  for (const [kind, period, code] of [
    ['other', null, 'field_invalid'],
    ['rnd', '2026-13', 'field_invalid'],
    ['range_holder', null, 'field_missing'],
  ] as const)
    await expect(make(on('2026-06-12'), kind, period)).rejects.toMatchObject({ code });
  // A nil report to a name that somebody mistyped is none.
  const mistyped = () => make(on('2026-06-12'), 'range_holder', null, 'Operator 24');
  await expect(mistyped()).rejects.toMatchObject({ code: 'field_invalid', facts: { field: 'recipient' } });
  await pool.query(
    `insert into number_ledger (msisdn, state, range_holder) values ('+8617055500009', 'ported_in', 'Operator 42')`,
  );
  await expect(mistyped()).rejects.toMatchObject({ facts: { allowed: ['Operator 42'] } });
});

it('notices a file that somebody changed', async () => {
  const [feed] = (await listFeeds(on('2026-06-20'), staff, { limit: 50 })).filter(
    ({ period, kind }) => kind === 'rnd' && period === '2026-03',
  );
  await pool.query(
    `update number_feed_part set body = convert_to(replace(convert_from(body, 'UTF8'), '2025550123', '2025550124'), 'UTF8')
     where feed_id = $1`,
    [feed!.feedId],
  );
  expect(await checkMadeFeed(on('2026-06-20'), staff, feed!)).toMatchObject({ sameBytes: false });
});

it('gives out no empty file when the two years of one are over, and lists it all the same', async () => {
  const op = on('2026-06-20');
  const feeds = await listFeeds(op, staff, { limit: 50 });
  const feed = feeds.find(({ period, kind }) => kind === 'rnd' && period === '2026-06')!;
  await pool.query(`update number_feed set made_at = now() - interval '2 years 1 day' where feed_id = $1`, [
    feed.feedId,
  ]);
  await forgetFeedParts(pool);
  await expect(readFeed(op, staff, feed)).rejects.toMatchObject({ code: 'feed_unknown' });
  await expect(checkMadeFeed(op, staff, feed)).rejects.toMatchObject({ code: 'feed_unknown' });
  expect((await listFeeds(op, staff, { limit: 50 })).map(({ feedId }) => feedId)).toContain(feed.feedId);
});

it('lists the revoked numbers of the month before, and to each range holder its own', async () => {
  const mnrl = await make(on('2026-03-02'), 'mnrl');
  expect((await bytesOf(on('2026-03-02'), mnrl.feedId)).toString()).toBe(
    'Number,RevokedOn\r\n9876543210,2026-02-14\r\n',
  );
  await pool.query(
    `insert into number_ledger (msisdn, state, range_holder, since, release_on, judged_at) values
       ('+8617055500001', 'returned', 'Operator 42', now(), '2026-03-01', now()),
       ('+8617055500002', 'returned', 'Operator 43', now(), '2026-03-01', now()),
       ('+8617055500003', 'ported_in', 'Operator 44', now(), null, null),
       ('+8617055500004', 'returned', 'Operator 45', now(), '2999-03-01', now())`,
  );
  for (const batchId of await proposeReleases(instance.operations, ENGINE))
    await releaseNumbers(instance.operations, staff, { batchId });
  const next = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 7);
  const op = on(`${next}-02`);
  await planFeeds(op, ENGINE);
  const planned = (await listFeeds(op, staff, { limit: 50 })).filter(({ period }) => period === next);
  expect(planned.map(({ kind, recipient }) => `${kind} ${recipient}`.trim()).toSorted()).toEqual([
    'mnrl',
    'range_holder Operator 42',
    'range_holder Operator 43',
    'range_holder Operator 44',
    'range_holder Operator 45',
    'rnd',
  ]);
  const back = await make(op, 'range_holder', null, 'Operator 42');
  expect((await bytesOf(op, back.feedId)).toString()).toMatch(/^Number,ReturnedOn\r\n\+8617055500001,/);
  expect(back.rows).toBe(1);
  // Nothing of the third went back: a nil report.
  const nil = await make(op, 'range_holder', null, 'Operator 44');
  expect([nil.rows, (await bytesOf(op, nil.feedId)).toString()]).toEqual([0, 'Number,ReturnedOn\r\n']);
});

it('reminds operations in the work queue until a file was handed in', async () => {
  const now = new Date();
  const day = now.toISOString().slice(0, 10);
  await pool.query('delete from number_feed_part');
  await pool.query('delete from number_feed');
  await pool.query(
    `insert into number_feed (kind, period, due_on) values ('rnd', '2001-01', current_date - 3), ('rnd', '2099-01', current_date + 30)`,
  );
  const op = on(day);
  const filter = {
    ...{ kind: 'feed' as const, waiting: null, stage: null, jurisdiction: null, province: null },
    ...{ overdue: false, assigned: null, after: null },
  };
  const mei = staffPerson('mei', ['operations']);
  const { work } = await listWork({ ...op, clock: { now: () => now } }, mei, filter);
  expect(work).toEqual([expect.objectContaining({ kind: 'feed', reference: '2001-01', overdue: true })]);
  const [feed] = (await listFeeds(op, staff, { limit: 5 })).filter(({ period }) => period === '2001-01');
  await expect(noteFeedSent(op, staff, feed!)).rejects.toMatchObject({ code: 'feed_not_made' });
  await make(op, 'rnd', '2001-01');
  await noteFeedSent(op, staff, feed!);
  await noteFeedSent(op, staff, feed!);
  expect((await listWork({ ...op, clock: { now: () => now } }, mei, filter)).work).toEqual([]);
});

it('reads its settings, and says which one is wrong', () => {
  const given: Record<string, string> = {
    HANDBACK_FEEDS: 'rnd, mnrl',
    HANDBACK_RND_COMPANY_ID: 'ACME1',
    HANDBACK_RND_HEADERS: 'A,B,C,D',
    HANDBACK_RND_DATE_FORM: 'YYYYMMDD',
  };
  const read = (changed: Record<string, string> = {}) => feedsOf((name) => ({ ...given, ...changed })[name]!);
  expect(read()).toEqual({
    kinds: ['rnd', 'mnrl'],
    rnd: { companyId: 'ACME1', headers: ['A', 'B', 'C', 'D'], dateForm: 'YYYYMMDD' },
  });
  for (const wrong of [
    { HANDBACK_FEEDS: 'rdn' },
    { HANDBACK_RND_COMPANY_ID: 'A!' },
    { HANDBACK_RND_HEADERS: 'A,B,C' },
    { HANDBACK_RND_DATE_FORM: 'DD.MM.YYYY' },
  ])
    expect(() => read(wrong)).toThrow(Object.keys(wrong)[0]);
});
