import { pino } from 'pino';
import { afterEach, expect, it } from 'vitest';
import { openMetrics } from '../../../src/http/kit/metrics.ts';
import { outboxReports } from '../../../src/run/outbox-reports.ts';
import { outboxScene, SUBMIT_FAILED, work, workOff } from './scene.ts';

const MINUTE = 60_000;
const scene = await outboxScene();
const { op, smsc, taken } = scene;

afterEach(async () => {
  await smsc.up().catch(() => undefined);
  scene.answer(() => 'accept');
  taken.length = 0;
  await op.pool.query('delete from outbox');
});

const all = (numbers: readonly string[]) => numbers.map((number) => `${number} 1`).sort();

it.each([
  ['five minutes', 10, 30_000],
  ['an hour', 12, 5 * MINUTE],
])(
  'loses nothing in an outage of %s, and says it in one line when it begins and one when it ends',
  async (_name, steps, stepMs) => {
    scene.answer(() => 'accept');
    await smsc.down();
    const logged: string[] = [];
    const log = pino({}, { write: (line: string) => void logged.push(line) });
    const metrics = openMetrics(op.pool);
    const away = async () =>
      (await metrics.registry.getSingleMetric('handback_messages_channel_away')!.get()).values[0]?.value;
    const { sender, told } = scene.sender(
      {},
      outboxReports(log, metrics, () => undefined),
    );
    const numbers = [...(await scene.put('completed', 20)), ...(await scene.put('withdrawn', 20))];
    const tries = await work(scene, sender, steps, stepMs);
    expect(new Set((await scene.rows()).map(({ state }) => state))).toEqual(new Set(['waiting']));
    // All that was taken at the start, and then one now and then that finds out whether it is back.
    expect(tries).toBeLessThanOrEqual(40 + steps);
    expect(await away()).toBe(1);
    await smsc.up();
    await workOff(scene, sender, 30_000);
    expect(await away()).toBe(0);
    expect(logged.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ level: 40, channel: 'sms', reason: 'ECONNREFUSED' }),
      expect.objectContaining({ level: 30, channel: 'sms', msg: 'messages are delivered again' }),
    ]);
    expect(taken.sort()).toEqual(all(numbers));
    expect(told).toMatchObject({
      outages: [{ channel: 'sms', trouble: 'link' }],
      over: [{ channel: 'sms', trouble: 'link' }],
      faults: [],
    });
    expect(told.ended).toHaveLength(40);
  },
);

it('waits for hours while the bind is refused, and shows why', async () => {
  smsc.inject({ bindStatus: 0x0e });
  const { sender, told } = scene.sender();
  const numbers = await scene.put('completed', 5);
  await work(scene, sender, 8, 15 * MINUTE);
  expect(told.outages).toEqual([{ channel: 'sms', trouble: 'set_up', detail: 'password_invalid' }]);
  expect((await scene.rows()).map(({ state }) => state)).toEqual(Array(5).fill('waiting'));
  expect((await scene.rows()).some(({ failed }) => failed === 'password_invalid')).toBe(true);
  scene.answer(() => 'accept');
  await workOff(scene, sender, 5 * MINUTE);
  expect(taken.sort()).toEqual(all(numbers));
});

it.each([
  ['a status that no table has', 0x4ff, 'status_4ff'],
  ['a submit that failed', SUBMIT_FAILED, 'submit_failed'],
])('tries again after %s, less and less often, and delivers once', async (_name, status, detail) => {
  scene.answer(() => status);
  const { sender, told } = scene.sender();
  const numbers = await scene.put('completed', 3);
  const before = smsc.submits();
  await work(scene, sender, 60, MINUTE);
  const submits = smsc.submits() - before;
  expect(submits).toBeGreaterThanOrEqual(3 * 6);
  // Every ten minutes, give or take a half, once it has doubled up to there.
  expect(submits).toBeLessThanOrEqual(3 * 24);
  expect(await scene.rows()).toEqual(
    Array.from({ length: 3 }, () => expect.objectContaining({ state: 'waiting', failed: detail })),
  );
  scene.answer(() => 'accept');
  await workOff(scene, sender, 5 * MINUTE);
  expect(taken.sort()).toEqual(all(numbers));
  // What a centre says of one message is no outage.
  expect(told.outages).toEqual([]);
});

it('keeps a text for a phone that is off, of which some centres say that its number is invalid', async () => {
  const [off] = await scene.put('completed', 1);
  let on = false;
  scene.answer(({ to }) => (to === off && !on ? 0x0b : 'accept'));
  const { sender } = scene.sender();
  await work(scene, sender, 12, 60 * MINUTE);
  expect(taken).toEqual([]);
  expect(await scene.rows()).toEqual([expect.objectContaining({ state: 'waiting' })]);
  on = true;
  await workOff(scene, sender, 120 * MINUTE);
  expect(taken).toEqual([`${off} 1`]);
});

it('gives up at once only what the centre will never take', async () => {
  const [bad, good] = await scene.put('completed', 2);
  scene.answer(({ to }) => (to === bad ? 0x66 : 'accept'));
  const { sender, told } = scene.sender();
  await sender.sendDue();
  expect(taken).toEqual([`${good} 1`]);
  expect(await scene.rows()).toEqual([
    expect.objectContaining({ state: 'given_up', why: 'refused', failed: 'message_rejected' }),
    expect.objectContaining({ state: 'sent', why: null, failed: null }),
  ]);
  expect(told.ended).toContainEqual({ kind: 'completed', channel: 'sms', givenUpFor: 'refused' });
});
