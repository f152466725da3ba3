import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { goodForMs, NOTICES, nextTryMs } from '../../../src/domain/notices.ts';
import { metricsServer, openMetrics } from '../../../src/http/kit/metrics.ts';
import { listNotices } from '../../../src/operations/cases/notices/list-notices.ts';
import { retryNotices } from '../../../src/operations/cases/notices/retry-notices.ts';
import { outboxReports } from '../../../src/run/outbox-reports.ts';
import { staffNamed } from '../../support/actors.ts';
import { outboxScene, SUBMIT_FAILED, work, workOff } from './scene.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const scene = await outboxScene();
const { op, smsc, taken } = scene;
const staff = staffNamed('lin');
const given = (after: string | null = null, limit = 100) =>
  listNotices(op, staff, { state: 'given_up', kind: null, after, limit });

afterEach(async () => {
  scene.answer(() => 'accept');
  taken.length = 0;
  await op.pool.query('delete from outbox');
});

describe('a message whose time is over', () => {
  it('is given up with a trace: in its row, in the list, in the metrics, in the log', async () => {
    const logged: string[] = [];
    const metrics = openMetrics(op.pool);
    const log = pino({}, { write: (line: string) => void logged.push(line) });
    const { sender } = scene.sender(
      {},
      outboxReports(log, metrics, () => undefined),
    );
    scene.answer(() => SUBMIT_FAILED);
    await scene.put('completed', 2);
    await work(scene, sender, 6, DAY);
    expect(await scene.rows()).toEqual([
      expect.objectContaining({ state: 'waiting', failed: 'submit_failed', attempts: 6 }),
      expect.objectContaining({ state: 'waiting', failed: 'submit_failed', attempts: 6 }),
    ]);
    const exposed = async (): Promise<string> =>
      (await metricsServer(metrics).inject({ method: 'GET', url: '/metrics' })).body;
    expect(await exposed()).toMatch(/^handback_messages_waiting\{channel="sms"\} 2$/m);
    expect(await exposed()).toMatch(/^handback_messages_oldest_waiting_seconds\{channel="sms"\} \d/m);
    await work(scene, sender, 2, DAY);
    const { notices } = await given();
    expect(notices).toEqual(
      [1, 2].map(() =>
        expect.objectContaining({
          ...{ kind: 'completed', channel: 'sms', state: 'given_up', nextTryAt: null },
          ...{ givenUpAt: expect.any(Date), givenUpFor: 'deadline', failed: 'submit_failed' },
        }),
      ),
    );
    expect(await exposed()).toContain(
      'handback_messages_given_up_total{kind="completed",reason="deadline"} 2',
    );
    expect(await exposed()).not.toMatch(/^handback_messages_waiting\{/m);
    expect(logged).toHaveLength(1);
    expect(JSON.parse(logged[0]!)).toMatchObject({ level: 40, messages: { 'completed deadline': 2 } });
  });

  it('is given up also where its peer was away all the time, and says so', async () => {
    const { sender, told } = scene.sender();
    smsc.inject({ bindStatus: 0x0e });
    await scene.put('withdrawn', 40);
    await work(scene, sender, 4, DAY);
    expect(await scene.rows()).toEqual(
      Array.from({ length: 40 }, () =>
        expect.objectContaining({ state: 'given_up', why: 'deadline', failed: 'password_invalid' }),
      ),
    );
    expect(told.ended).toHaveLength(40);
  });

  it('is a code after the minutes that it is good for, and a warning at the cut that it warns of', async () => {
    scene.answer(() => SUBMIT_FAILED);
    const { sender } = scene.sender();
    await scene.put('code', 1, '123456', 10 * 60_000);
    await scene.put('confirmed', 1, 'x', 2 * DAY);
    await scene.put('completed', 1);
    await work(scene, sender, 2, 11 * 60_000);
    expect((await scene.rows()).map(({ state }) => state)).toEqual(['given_up', 'waiting', 'waiting']);
    await work(scene, sender, 2, 2 * DAY);
    expect((await scene.rows()).map(({ state }) => state)).toEqual(['given_up', 'given_up', 'waiting']);
  });
});

describe('staff', () => {
  it('has messages tried again that were given up, one or all, and it is audited', async () => {
    scene.answer(() => SUBMIT_FAILED);
    const { sender } = scene.sender();
    const numbers = await scene.put('completed', 3);
    await scene.put('code', 1, '123456', 10 * 60_000);
    await work(scene, sender, 2, 8 * DAY);
    const all = (await given()).notices;
    expect(all.map(({ kind }) => kind)).toEqual(['completed', 'completed', 'completed', 'code']);
    const first = await given(null, 2);
    expect(first.next).toBe(all[1]!.noticeId);
    expect((await given(first.next, 2)).notices).toEqual(all.slice(2));
    await expect(retryNotices(op, staff, all[3]!)).rejects.toMatchObject({
      code: 'notice_not_retryable',
      facts: { kind: 'code', state: 'given_up' },
    });
    scene.answer(() => 'accept');
    expect(await retryNotices(op, staff, all[0]!)).toBe(1);
    await expect(retryNotices(op, staff, all[0]!)).rejects.toMatchObject({
      code: 'notice_not_retryable',
    });
    expect(await retryNotices(op, staff, { kind: 'withdrawn' })).toBe(0);
    expect(await retryNotices(op, staff, { kind: null })).toBe(2);
    await workOff(scene, sender, HOUR);
    expect(taken.sort()).toEqual(numbers.map((to) => `${to} 1`).sort());
    expect(await retried()).toHaveLength(3);
    expect(await retried()).toContainEqual({
      actor: 'staff:lin',
      facts: { noticeId: all[0]!.noticeId, kind: 'completed' },
    });
  });

  it('asks for one that is not there', async () => {
    const noticeId = '0198c0de-0000-7000-8000-000000000000';
    await expect(retryNotices(op, staff, { noticeId })).rejects.toMatchObject({ code: 'notice_unknown' });
  });
});

async function retried() {
  const { rows } = await op.pool.query(
    `select actor, facts from audit where action = 'notice_retried' order by audit_id`,
  );
  return rows;
}

describe('when a message is tried again', () => {
  it('is spread, doubles, and stays within ten minutes, give or take a half', () => {
    const at = (tries: number, chance: number) => nextTryMs(tries, 7 * DAY, () => chance);
    expect([1, 2, 3, 4].map((tries) => at(tries, 0.5))).toEqual([2_000, 4_000, 8_000, 16_000]);
    expect([at(1, 0), at(1, 1)]).toEqual([1_000, 3_000]);
    expect(at(1_000, 1)).toBe(2_700_000);
  });

  it('is soon where little time is left', () => {
    expect(nextTryMs(20, 5 * 60_000, () => 0.5)).toBe(30_000);
    expect(nextTryMs(20, 1, () => 0.5)).toBe(2_000);
  });

  it('is never beyond what its kind allows, and never in no time at all', () => {
    expect(goodForMs('code', 30 * HOUR)).toBe(NOTICES.code.goodForMs);
    expect(goodForMs('confirmed', -5)).toBe(10 * 60_000);
    expect(goodForMs('code', 60_000)).toBe(60_000);
    expect(goodForMs('completed', undefined)).toBe(7 * DAY);
  });
});
