import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { carryOutGroupRetries } from '../../../src/operations/oversight/stuck/carry-out-group-retries.ts';
import { listCauses, viewCause } from '../../../src/operations/oversight/stuck/list-causes.ts';
import { retryGroup } from '../../../src/operations/oversight/stuck/retry-group.ts';
import {
  groupRetryReport,
  viewGroupRetry,
} from '../../../src/operations/oversight/stuck/view-group-retry.ts';
import { groupRetryCsv } from '../../../src/reports/group-retry-csv.ts';
import type { StuckCause } from '../../../src/store/oversight/stuck-causes.ts';
import { staffNamed, tokenNamed } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { accepted, household, safeRequest } from '../../support/confidential.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, vault } = instance;
const { pool } = op;
const machine = staffNamed('lin');
let used = 0;

/** So many cases that are stuck for a cause of their own. */
async function stuck(count: number): Promise<{ cause: StuckCause; ids: readonly string[] }> {
  const code = `test_${++used}_refused`;
  const lines = await seedLines(pool, vault, count, { from: used * 1_000 });
  const ids: string[] = [];
  for (const line of lines) ids.push((await declared(op, line)).caseId);
  await pool.query(
    `update termination set stage = 'settle', waiting_for = 'staff', due_at = null, service_ended_at = now(),
       problem = jsonb_build_object('code', $2::text, 'detail', 'x') where case_id = any($1)`,
    [ids, code],
  );
  return { cause: { stage: 'settle', code, element: `test_${used}` }, ids };
}

/** What an engine would make of those that are tried. */
const engine = {
  goesOn: () =>
    pool.query(
      `update termination set stage = 'quarantine' where stage = 'settle' and waiting_for is null and due_at is not null`,
    ),
  stopsAgain: (code: string) =>
    pool.query(
      `update termination set waiting_for = 'staff', due_at = null, problem = jsonb_build_object('code', $1::text)
       where stage = 'settle' and waiting_for is null and due_at is not null`,
      [code],
    ),
};
const carryOn = () => carryOutGroupRetries(op, ENGINE);
const view = (retryId: string, by = machine) => viewGroupRetry(op, by, { retryId, after: null });
const retriedOf = async (ids: readonly string[]) =>
  (
    await pool.query<{ n: number }>(
      `select count(*)::int as n from audit where action = 'retried' and case_id = any($1)`,
      [ids],
    )
  ).rows[0]!.n;

describe('stuck cases', () => {
  it('are grouped by what stopped them, those of most cases first', async () => {
    const small = await stuck(2);
    const large = await stuck(4);
    const { causes } = await listCauses(op, machine);
    const ours = causes.filter(({ code }) => [small.cause.code, large.cause.code].includes(code));
    expect(ours).toMatchObject([
      { ...large.cause, count: 4 },
      { ...small.cause, count: 2 },
    ]);
    expect(ours[0]!.sample.length).toBe(3);
    const { cases, dryRun } = await viewCause(op, machine, { cause: small.cause, after: null });
    expect(cases.map(({ caseId }) => caseId).toSorted()).toEqual(small.ids.toSorted());
    expect(dryRun).toEqual({ would: 2, not: [], more: false });
  });

  it('say before a retry which would be tried, and which not and why, and nothing is done', async () => {
    const { cause, ids } = await stuck(3);
    await pool.query(
      `update termination set lease = gen_random_uuid(), lease_until = now() + interval '1 hour' where case_id = $1`,
      [ids[0]],
    );
    const { dryRun } = await viewCause(op, machine, { cause, after: null });
    expect(dryRun).toMatchObject({ would: 2, not: [{ why: 'held' }] });
    expect(await retriedOf(ids)).toBe(0);
    const { retryId } = await retryGroup(op, machine, { cause });
    await carryOn();
    const { rows } = await view(retryId);
    expect(rows.map(({ result, why }) => [result, why]).toSorted()).toEqual([
      ['not_retried', 'held'],
      ['retried', null],
      ['retried', null],
    ]);
    await engine.goesOn();
    await carryOn();
  });
});

describe('a retry of a group', () => {
  it('sends a few first, and the others once one of them got on', async () => {
    const { cause, ids } = await stuck(12);
    const { retryId, cases } = await retryGroup(op, machine, { cause });
    expect(cases).toBe(12);
    await carryOn();
    expect((await view(retryId)).counts).toMatchObject({ all: 12, trying: 5, left: 7 });
    // Nothing is known yet: nobody else is sent after them.
    await carryOn();
    expect((await view(retryId)).counts).toMatchObject({ trying: 5, left: 7 });
    await engine.goesOn();
    await carryOn();
    expect((await view(retryId)).counts).toMatchObject({ wentOn: 5, trying: 7, left: 0 });
    await engine.goesOn();
    await carryOn();
    const done = await view(retryId);
    expect(done.counts).toMatchObject({ wentOn: 12, trying: 0, left: 0 });
    expect(done.retry).toMatchObject({ finishedAt: expect.any(Date), causeStillThere: false });
    expect(await retriedOf(ids)).toBe(12);
  });

  it('whose cause is still there ends with that said, leaves the others alone, and does not loop', async () => {
    const { cause, ids } = await stuck(12);
    const { retryId } = await retryGroup(op, machine, { cause });
    for (let i = 0; i < 5; i++) {
      await carryOn();
      await engine.stopsAgain(cause.code);
    }
    const { retry, counts } = await view(retryId);
    expect(retry).toMatchObject({ causeStillThere: true, finishedAt: expect.any(Date) });
    expect(counts).toMatchObject({ stuckAgain: 5, sameCause: 5, notRetried: 7, left: 0 });
    expect(await retriedOf(ids)).toBe(5);
    const left = await pool.query(
      `select from termination where case_id = any($1) and waiting_for = 'staff'`,
      [ids],
    );
    expect(left.rowCount).toBe(12);
    // A new one may be asked for.
    await pool.query('delete from termination where case_id = any($1)', [ids]);
    await expect(retryGroup(op, machine, { cause })).rejects.toMatchObject({ code: 'nothing_stuck' });
  });

  it('is not told by one that was taken back meanwhile that the cause is gone', async () => {
    const { cause, ids } = await stuck(12);
    const { retryId } = await retryGroup(op, machine, { cause });
    await carryOn();
    const { rows } = await pool.query<{ id: string }>(
      `update termination set stage = 'undo_bar' where case_id = (
         select case_id from termination where stage = 'settle' and waiting_for is null and due_at is not null
           and case_id = any($1) limit 1) returning case_id as id`,
      [ids],
    );
    expect(rows).toHaveLength(1);
    for (let i = 0; i < 4; i++) {
      await engine.stopsAgain(cause.code);
      await carryOn();
    }
    const { retry, counts } = await view(retryId);
    expect(counts).toMatchObject({ wentOn: 0, stuckAgain: 4, notRetried: 7 });
    expect(retry).toMatchObject({ causeStillThere: true });
  });

  it('that is killed in the middle is resumed with nothing twice, also by two workers at once', async () => {
    const { cause, ids } = await stuck(30);
    const { retryId } = await retryGroup(op, machine, { cause });
    await carryOn();
    await engine.goesOn();
    // The process dies before its portion commits: the database is cut off in the middle.
    const broken = {
      ...op,
      pool: new Proxy(pool, {
        get: (of, name) =>
          name === 'connect'
            ? async () => {
                const client = await of.connect();
                let moved = 0;
                return new Proxy(client, {
                  get: (on, key) => {
                    if (key !== 'query')
                      return typeof on[key as 'query'] === 'function'
                        ? on[key as 'query'].bind(on)
                        : on[key as 'query'];
                    return (asked: { text?: string } | string, ...rest: []) => {
                      const text = typeof asked === 'string' ? asked : (asked.text ?? '');
                      if (/update group_retry_case set result/.test(text) && ++moved === 9)
                        return Promise.reject(new Error('killed'));
                      return on.query(asked as string, ...rest);
                    };
                  },
                });
              }
            : typeof of[name as 'query'] === 'function'
              ? of[name as 'query'].bind(of)
              : of[name as 'query'],
      }),
    };
    await expect(carryOutGroupRetries(broken, ENGINE)).rejects.toThrow('killed');
    expect(await retriedOf(ids)).toBe(5);
    await Promise.all([carryOn(), carryOn(), carryOn()]);
    await engine.goesOn();
    await Promise.all([carryOn(), carryOn()]);
    expect((await view(retryId)).counts).toMatchObject({ all: 30, wentOn: 30, left: 0 });
    expect(await retriedOf(ids)).toBe(30);
  });

  it('runs once for a cause, whoever asks at the same time', async () => {
    const { cause } = await stuck(2);
    const asked = await Promise.allSettled([1, 2, 3].map(() => retryGroup(op, machine, { cause })));
    expect(asked.filter(({ status }) => status === 'fulfilled').length).toBe(1);
    expect(asked.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))).toEqual([
      'group_retry_running',
      'group_retry_running',
    ]);
    await carryOn();
    await engine.goesOn();
    await carryOn();
  });

  it('leaves alone what was helped meanwhile, or is stuck for another cause by now', async () => {
    const { cause, ids } = await stuck(3);
    const { retryId } = await retryGroup(op, machine, { cause });
    await pool.query(`update termination set problem = '{"code":"other"}' where case_id = $1`, [ids[0]]);
    await pool.query('delete from termination where case_id = $1', [ids[1]]);
    await carryOn();
    await engine.stopsAgain('something new');
    await carryOn();
    const { counts, rows, retry } = await view(retryId);
    expect(counts).toMatchObject({ stuckAgain: 1, sameCause: 0, notRetried: 2 });
    expect(rows.map(({ why, stuckCode }) => why ?? stuckCode).toSorted()).toEqual([
      'closed',
      'other_cause',
      'something new',
    ]);
    expect(retry.causeStillThere).toBe(false);
    const csv = (await Array.fromAsync(groupRetryCsv(groupRetryReport(op, machine, { retryId })))).join('');
    expect(csv.split('\r\n').length).toBe(5);
    expect(csv).toContain(',retried,,');
    await pool.query('delete from termination where case_id = any($1)', [ids]);
  });

  it('tells a cause from one of the same code at another system', async () => {
    const { cause, ids } = await stuck(4);
    const { retryId } = await retryGroup(op, machine, { cause });
    const elsewhere = (one: string | undefined) =>
      pool.query(
        `update termination set problem = problem || '{"connector":"elsewhere"}' where case_id = any($1)`,
        [one === undefined ? ids : [one]],
      );
    await elsewhere(ids[0]);
    await carryOn();
    expect((await view(retryId)).rows.flatMap(({ why }) => why ?? [])).toEqual(['other_cause']);
    await engine.stopsAgain(cause.code);
    await elsewhere(ids[1]);
    await carryOn();
    const { counts, retry } = await view(retryId);
    expect(counts).toMatchObject({ notRetried: 1, stuckAgain: 3, sameCause: 2 });
    expect(retry.finishedAt).not.toBeNull();
    await elsewhere(undefined);
    expect((await view(retryId)).counts).toMatchObject({ stuckAgain: 3, sameCause: 2 });
    await pool.query('delete from termination where case_id = any($1)', [ids]);
  });

  it('has no cases that whoever asks may not know of, and shows none', async () => {
    const { cause, ids } = await stuck(1);
    const home = await household(instance, 90_000);
    const { caseId } = (await accepted(instance, home, await safeRequest(instance, home, 'end')))!;
    await pool.query(
      `update termination set stage = 'settle', waiting_for = 'staff', due_at = null,
         problem = jsonb_build_object('code', $2::text) where case_id = $1`,
      [caseId, cause.code],
    );
    const token = tokenNamed('ops', ['cases:read', 'cases:steer']);
    const mine = (await listCauses(op, token)).causes.find(({ code }) => code === cause.code)!;
    expect(mine.count).toBe(1);
    expect((await viewCause(op, token, { cause, after: null })).cases.length).toBe(1);
    const asked = await retryGroup(op, token, { cause });
    expect(asked.cases).toBe(1);
    await carryOn();
    await engine.goesOn();
    await carryOn();
    const all = await retryGroup(op, machine, { cause });
    expect(all.cases).toBe(1);
    // To whoever may not know of its case there is no such retry, and it keeps them from none.
    await expect(view(all.retryId, token as never)).rejects.toMatchObject({ code: 'group_retry_unknown' });
    expect((await listCauses(op, token)).retries.map((one) => one.retryId)).not.toContain(all.retryId);
    expect((await listCauses(op, machine)).retries.map((one) => one.retryId)).toContain(all.retryId);
    await expect(retryGroup(op, token, { cause })).rejects.toMatchObject({ code: 'nothing_stuck' });
    await carryOn();
    expect(await retriedOf([...ids, caseId])).toBe(2);
  });

  it('beside one with cases that whoever asks may not know of is one of their own, and each case is tried once', async () => {
    const { cause, ids } = await stuck(3);
    const home = await household(instance, 91_000);
    const { caseId } = (await accepted(instance, home, await safeRequest(instance, home, 'end')))!;
    await pool.query(
      `update termination set stage = 'settle', waiting_for = 'staff', due_at = null,
         problem = jsonb_build_object('code', $2::text) where case_id = $1`,
      [caseId, cause.code],
    );
    const all = await retryGroup(op, machine, { cause });
    expect(all.cases).toBe(4);
    await expect(retryGroup(op, machine, { cause })).rejects.toMatchObject({ code: 'group_retry_running' });
    const token = tokenNamed('ops', ['cases:read', 'cases:steer']);
    const own = await retryGroup(op, token, { cause });
    expect(own.cases).toBe(3);
    for (let i = 0; i < 3; i++) {
      await carryOn();
      await engine.goesOn();
    }
    await carryOn();
    expect(await retriedOf([...ids, caseId])).toBe(4);
    // The log of a case that everybody may know of names no retry that is not there for everybody.
    const { rows } = await pool.query(
      `select case_id as id from audit where action = 'retried' and case_id = any($1) and facts->>'group' = $2`,
      [[...ids, caseId], all.retryId],
    );
    expect(rows).toEqual([{ id: caseId }]);
  });

  it('is refused for what is none', async () => {
    for (const retryId of ['', 'x', randomUUID()])
      await expect(view(retryId)).rejects.toMatchObject({ code: 'group_retry_unknown' });
    const cause = { stage: 'nowhere', code: 'x', element: '' } as never;
    await expect(retryGroup(op, machine, { cause })).rejects.toMatchObject({ code: 'request_invalid' });
    const long = { stage: 'bar', code: 'x'.repeat(101), element: '' } as const;
    await expect(viewCause(op, machine, { cause: long, after: null })).rejects.toMatchObject({
      code: 'request_invalid',
    });
  });
});
