import { afterEach, beforeEach, expect, it } from 'vitest';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { noteReceipts } from '../../../src/operations/cases/notices/note-receipts.ts';
import type { DeliveryReceipt } from '../../../src/ports/sms.ts';
import { noteTakenParts } from '../../../src/store/delivery-receipts.ts';
import { findNotice, listedNotices } from '../../../src/store/notices.ts';
import { forgetMessages } from '../../../src/store/retention.ts';
import { ReceiptNotes } from '../../../src/workflow/receipt-notes.ts';
import { waitFor } from '../../support/wait-for.ts';
import { LONG, outboxScene } from './scene.ts';

const scene = await outboxScene();
const { op, smsc } = scene;
const { pool } = op;
const sms = scene.driver();
sms.receive!(
  async () => undefined,
  (receipt) => noteReceipts(op, ENGINE, [receipt]),
);
const { sender, told } = scene.sender({ sms });

const undeliverable = () =>
  listedNotices(pool, { state: 'undeliverable', kind: null, confidential: true, after: null, limit: 50 });
const states = async () => {
  const { rows } = await pool.query<{ id: string }>(
    'select message_id as id from outbox order by message_id',
  );
  return Promise.all(rows.map(async ({ id }) => (await findNotice(pool, id))!));
};
const say = (partId: string, state: 'delivered' | 'undeliverable', said = 'X') =>
  noteReceipts(op, ENGINE, [{ partId, state, said }]);

beforeEach(() => pool.query('truncate outbox, delivery_part'));
afterEach(() => {
  smsc.inject({});
  expect(told.faults).toEqual([]);
});

it('a message is delivered once each of its parts is', async () => {
  await scene.put('completed', 1, LONG);
  smsc.inject({ receipt: ({ part }) => (part === 1 ? { stat: 'DELIVRD' } : null) });
  await sender.sendDue();
  await waitFor(async () =>
    expect((await pool.query(`select 1 from delivery_part where state = 'delivered'`)).rowCount).toBe(1),
  );
  expect(await states()).toMatchObject([{ state: 'sent', receipt: null }]);
  const { rows } = await pool.query<{ id: string }>(
    'select centre_id as id from delivery_part where part = 2',
  );
  await say(rows[0]!.id, 'delivered');
  expect(await states()).toMatchObject([{ state: 'delivered', receiptAt: expect.any(Date), receipt: null }]);
});

it('a message did not arrive where one part did not, with the centre’s error, and can be found', async () => {
  await scene.put('completed', 2, LONG);
  smsc.inject({
    receipt: ({ part }) => (part === 2 ? { stat: 'UNDELIV', err: '069' } : { stat: 'DELIVRD' }),
  });
  await sender.sendDue();
  await waitFor(async () => expect(await undeliverable()).toHaveLength(2));
  expect(await undeliverable()).toMatchObject([
    { state: 'undeliverable', receipt: 'UNDELIV/069', receiptAt: expect.any(Date), failed: null },
    { receipt: 'UNDELIV/069' },
  ]);
});

it('stays sent where no receipt comes', async () => {
  await scene.put('completed', 1);
  await sender.sendDue();
  expect(await states()).toMatchObject([{ state: 'sent', receiptAt: null }]);
  expect(await undeliverable()).toEqual([]);
});

it('a receipt that overtakes the note of what it is about counts', async () => {
  await scene.put('completed', 1);
  await sender.sendDue();
  const messageId = (await states())[0]!.noticeId;
  await say('early', 'delivered');
  expect(await states()).toMatchObject([{ state: 'sent' }]);
  await pool.query('delete from delivery_part where message_id is not null');
  await noteTakenParts(pool, [{ centreId: 'early', messageId, part: 1, parts: 1 }]);
  expect(await states()).toMatchObject([{ state: 'delivered' }]);
});

it('what was said of another message of the same name does not count', async () => {
  await scene.put('completed', 2);
  await sender.sendDue();
  await pool.query('delete from delivery_part');
  const [first, second] = (await states()).map(({ noticeId }) => noticeId);
  await noteTakenParts(pool, [{ centreId: '1', messageId: first!, part: 1, parts: 1 }]);
  await say('1', 'delivered');
  // The centre began to count anew.
  await noteTakenParts(pool, [{ centreId: '1', messageId: second!, part: 1, parts: 1 }]);
  expect((await states()).map(({ state }) => state)).toEqual(['sent', 'sent']);
  await say('1', 'undeliverable');
  expect((await states()).map(({ state }) => state)).toEqual(['sent', 'undeliverable']);
  // So does an old receipt of nothing that was noted.
  await say('2', 'delivered');
  await pool.query(`update delivery_part set said_at = now() - interval '1 hour' where centre_id = '2'`);
  await noteTakenParts(pool, [{ centreId: '2', messageId: first!, part: 1, parts: 1 }]);
  expect((await states())[0]).toMatchObject({ state: 'sent' });
});

it('what arrived has arrived, whatever comes later or twice; what was sent twice, if one of the two did', async () => {
  await scene.put('completed', 1);
  await sender.sendDue();
  await pool.query('delete from delivery_part');
  const messageId = (await states())[0]!.noticeId;
  await noteTakenParts(pool, [
    { centreId: 'a', messageId, part: 1, parts: 1 },
    { centreId: 'b', messageId, part: 1, parts: 1 },
  ]);
  await say('a', 'undeliverable', 'EXPIRED');
  expect(await states()).toMatchObject([{ state: 'sent' }]);
  await say('b', 'delivered');
  await say('b', 'undeliverable');
  await say('b', 'delivered');
  expect(await states()).toMatchObject([{ state: 'delivered', receipt: null }]);
});

it('receipts of both parts at the same moment are both seen', async () => {
  await scene.put('completed', 20, LONG);
  smsc.inject({ receipt: () => ({ stat: 'DELIVRD' }) });
  await sender.sendDue();
  await waitFor(async () => expect((await states()).every(({ state }) => state === 'delivered')).toBe(true));
});

it('names of parts that were taken at an earlier try count too', async () => {
  await scene.put('completed', 1, LONG);
  smsc.inject({
    submit: ({ part }) => (part === 2 ? 0x14 : 'accept'),
    receipt: () => ({ stat: 'DELIVRD' }),
  });
  await sender.sendDue();
  smsc.inject({ receipt: () => ({ stat: 'DELIVRD' }) });
  await pool.query('update outbox set due_at = now()');
  await sender.sendDue();
  await waitFor(async () => expect(await states()).toMatchObject([{ state: 'delivered' }]));
});

it('messages leave and are noted as sent while the names of their parts cannot be', async () => {
  const before = told.ended.length;
  await pool.query('alter table delivery_part rename to delivery_part_away');
  try {
    await scene.put('completed', 3);
    await sender.sendDue();
    await scene.put('completed', 2);
    await sender.sendDue();
    expect((await scene.rows()).map(({ state }) => state)).toEqual(Array(5).fill('sent'));
    expect(told.ended).toHaveLength(before + 5);
  } finally {
    await pool.query('alter table delivery_part_away rename to delivery_part');
  }
  const faults = told.faults.splice(0);
  expect(faults.length).toBeGreaterThan(0);
  expect(faults.map(String).join()).toContain('delivery_part');
});

it('stores what comes together together, and of one part that it arrived', async () => {
  await scene.put('completed', 1);
  await sender.sendDue();
  await pool.query('delete from delivery_part');
  const messageId = (await states())[0]!.noticeId;
  await noteTakenParts(pool, [{ centreId: 'a', messageId, part: 1, parts: 1 }]);
  const said = (partId: string, state: DeliveryReceipt['state']) => ({ partId, state, said: 'X' });
  await noteReceipts(op, ENGINE, [
    said('b', 'undeliverable'),
    said('a', 'undeliverable'),
    said('a', 'delivered'),
    said('a', 'undeliverable'),
  ]);
  expect(await states()).toMatchObject([{ state: 'delivered' }]);
  await noteReceipts(op, ENGINE, []);
  expect((await pool.query('select 1 from delivery_part')).rowCount).toBe(2);
});

it('a flood of receipts is few writes, one after the other, and each is answered by its own', async () => {
  const writes: { readonly many: number; readonly end: (error?: Error) => void }[] = [];
  const notes = new ReceiptNotes(
    (some) =>
      new Promise((resolve, reject) =>
        writes.push({ many: some.length, end: (error) => (error ? reject(error) : resolve()) }),
      ),
  );
  const answers = (count: number) =>
    Promise.allSettled(
      Array.from({ length: count }, (_, i) =>
        notes.add({ partId: String(i), state: 'delivered', said: 'DELIVRD' }),
      ),
    ).then((all) => all.map(({ status }) => status));
  const first = answers(3);
  await waitFor(() => expect(writes).toHaveLength(1));
  const second = answers(600);
  expect(writes.map(({ many }) => many)).toEqual([3]);
  writes[0]!.end(new Error('the database is away'));
  expect(await first).toEqual(Array(3).fill('rejected'));
  await waitFor(() => expect(writes).toHaveLength(2));
  writes[1]!.end();
  await waitFor(() => expect(writes).toHaveLength(3));
  writes[2]!.end();
  expect(await second).toEqual(Array(600).fill('fulfilled'));
  expect(writes.map(({ many }) => many)).toEqual([3, 500, 100]);
  const third = answers(1);
  await waitFor(() => expect(writes).toHaveLength(4));
  writes[3]!.end();
  expect(await third).toEqual(['fulfilled']);
});

it('goes when the message goes', async () => {
  await say('x', 'delivered');
  await pool.query(`update delivery_part set at = now() - interval '2 days'`);
  await forgetMessages(pool);
  expect((await pool.query('select 1 from delivery_part')).rowCount).toBe(0);
  // Of a message that is kept for longer they are kept, too.
  await scene.put('completed', 2);
  await sender.sendDue();
  await pool.query(`update delivery_part set at = now() - interval '9 days'`);
  await pool.query(
    `update outbox set sent_at = now() - interval '8 days' where message_id = (select min(message_id::text)::uuid from outbox)`,
  );
  await forgetMessages(pool);
  const left = await pool.query('select message_id from delivery_part');
  expect(left.rows).toEqual((await pool.query('select message_id from outbox')).rows);
  expect(left.rowCount).toBe(1);
});
