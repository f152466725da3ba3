import { describe, expect, it } from 'vitest';
import { runningClock } from '../../../src/domain/cases/clocks.ts';
import { STAGE_NAMES, type Stage } from '../../../src/domain/cases/termination.ts';
import type { WorkItem } from '../../../src/domain/oversight/work.ts';
import type { StaffInPerson } from '../../../src/operations/access/actor.ts';
import { assignWork } from '../../../src/operations/oversight/queue/assign-work.ts';
import { listWork } from '../../../src/operations/oversight/queue/list-work.ts';
import { queueParameters, readQueueFilter } from '../../../src/operations/oversight/queue/queue-filter.ts';
import { requestApproval } from '../../../src/operations/staff/approvals/request-approval.ts';
import { forgetAssignments } from '../../../src/store/retention.ts';
import { signedInPerson } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { accepted, household, safeRequest } from '../../support/confidential.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, vault } = instance;
const { pool } = op;
const wu = await signedInPerson(op, 'wu', ['operations']);
const li = await signedInPerson(op, 'li', ['operations']);
const fraud = await signedInPerson(op, 'he', ['fraud']);
const zhou = await signedInPerson(op, 'zhou', ['supervisor']);
const auditor = await signedInPerson(op, 'an', ['auditor']);

let used = 0;
async function aCase(set: string): Promise<WorkItem & { reference: string }> {
  const [line] = await seedLines(pool, vault, 1, { from: used++ });
  const { caseId, reference } = await declared(op, line!);
  await pool.query(`update termination set due_at = null, ${set} where case_id = $1`, [caseId]);
  return { kind: 'case', item: caseId, reference };
}
const stuck = (since = 'now()', stage: Stage = 'bar') =>
  aCase(`stage = '${stage}', waiting_for = 'staff', problem = '{"code":"refused"}', updated_at = ${since}`);

const see = (by: StaffInPerson, query = '') =>
  listWork(op, by, readQueueFilter(new URLSearchParams(query) as unknown as Map<string, string>).filter);
const itemsOf = async (by: StaffInPerson, query = ''): Promise<string[]> =>
  (await see(by, query)).work.map(({ item }) => item);
const give = (
  by: StaffInPerson,
  items: readonly WorkItem[],
  to: Parameters<typeof assignWork>[2]['to'] = 'me',
) => assignWork(op, by, { items, to });
const holderOf = async ({ item }: WorkItem, by = wu) =>
  (await see(by)).work.find((one) => one.item === item)?.assignedTo ?? null;

describe('the work queue', () => {
  it('gives a review of fraud the clock of the case that rests because of it', async () => {
    const resting = await aCase(`stage = 'cool_off'`);
    await pool.query(
      `update termination set paused_at = now(), paused_until = now() + interval '2 hours' where case_id = $1`,
      [resting.item],
    );
    const { rows } = await pool.query<{ until: Date; line: string }>(
      'select paused_until as until, line_id as line from termination where case_id = $1',
      [resting.item],
    );
    await pool.query(
      `insert into fraud_review (reference, line_id, why, opened_at, opened_by) values ('FR-RESTING1', $1, 'objection', now(), 'public')`,
      [rows[0]!.line],
    );
    const review = (await see(fraud, 'kind=fraud')).work.find(({ item }) => item === 'FR-RESTING1');
    expect(review).toMatchObject({ clock: 'rest_ends', at: rows[0]!.until });
    await pool.query(`delete from fraud_review where reference = 'FR-RESTING1'`);
  });

  it('shows what waits for staff, what has run out first, then by age, page by page without a gap', async () => {
    const old = await stuck(`now() - interval '3 days'`);
    const fresh = await stuck();
    const late = await aCase(
      `stage = 'detach', waiting_for = 'staff', detach_deadline = now() - interval '9 days', problem = '{"code":"x"}'`,
    );
    await aCase(`stage = 'cool_off', waiting_for = 'cooling_off'`);
    const all = await itemsOf(wu, 'kind=case');
    expect(all.filter((one) => [old, fresh, late].some(({ item }) => item === one))).toEqual([
      late.item,
      old.item,
      fresh.item,
    ]);
    const { work } = await see(wu, 'kind=case');
    expect(work.find(({ item }) => item === late.item)).toMatchObject({
      clock: 'detach_deadline',
      overdue: true,
    });
    for (let i = 0; i < 60; i++) await stuck(`timestamptz '2026-01-01'`);
    const seen: string[] = [];
    for (let query: string | null = 'kind=case'; query !== null; ) {
      const page = await see(wu, query);
      seen.push(...page.work.map(({ item }) => item));
      query = page.next === null ? null : String(queueParameters({ kind: 'case', after: page.next }));
    }
    const { rows } = await pool.query<{ n: number }>(
      `select count(*)::int as n from termination where waiting_for = 'staff'`,
    );
    expect([new Set(seen).size, seen.length]).toEqual([rows[0]!.n, rows[0]!.n]);
    await pool.query(`update termination set waiting_for = null where updated_at = '2026-01-01'`);
  });

  it('measures a case by the clock that its page shows', async () => {
    const at = new Date('2026-03-01T00:00:00Z');
    for (const stage of STAGE_NAMES) {
      const { item } = await aCase(
        `stage = '${stage}', waiting_for = 'staff', problem = '{}', detach_deadline = '2026-03-01T00:00:00Z', updated_at = '2020-01-01'`,
      );
      await pool.query(`update termination set due_at = '2026-03-01T00:00:00Z' where case_id = $1`, [item]);
      const listed = (await see(wu, `stage=${stage}`)).work.find((one) => one.item === item)!;
      const clock = runningClock({ stage, dueAt: at, detachDeadline: at, devicesUntil: null });
      expect([stage, listed.clock, listed.at]).toEqual([stage, clock?.clock ?? null, clock?.at ?? null]);
      await pool.query('delete from termination where case_id = $1', [item]);
    }
  });

  it('holds requests, second persons and reviews beside cases, for whom each is', async () => {
    const home = await household(instance, 9_000);
    const secret = await safeRequest(instance, home, 'end');
    const one = await stuck('now()', 'notify');
    const asked = { caseId: one.item, stage: 'notify', reason: 'x' };
    const { requestId } = await requestApproval(op, wu, { act: 'skip_stage', with: asked });
    await pool.query(
      `insert into fraud_review (reference, line_id, why, opened_at, opened_by) values ('FR-00000001', 'L0000000', 'agent', now(), 'x')`,
    );
    await pool.query(
      `insert into euicc_notification (via, digest, raw_enc, salt, hash, verdict, reason) values ('lpa', '\\x01', '\\x', '\\x', '\\x', 'quarantined', 'unknown_ci')`,
    );
    const kinds = async (by: StaffInPerson) =>
      [...new Set((await see(by)).work.map(({ kind }) => kind))].sort();
    expect(await kinds(wu)).toEqual(['approval', 'case', 'notification', 'request']);
    expect(await kinds(zhou)).toEqual(['approval', 'case', 'fraud', 'request']);
    expect(await kinds(auditor)).toEqual(['approval', 'case', 'fraud', 'notification', 'request']);
    expect(await kinds(fraud)).toEqual(['approval', 'case', 'fraud']);
    expect(await itemsOf(wu)).toEqual(expect.arrayContaining([secret.requestId, requestId]));
    expect(await itemsOf(fraud)).not.toContain(secret.requestId);
  });

  it('hides a confidential case, what is asked about it, and that there is any', async () => {
    const home = await household(instance, 9_100);
    const { caseId } = (await accepted(instance, home, await safeRequest(instance, home, 'end')))!;
    const before = await itemsOf(fraud);
    await pool.query(
      `update termination set stage = 'notify', waiting_for = 'staff', due_at = null, problem = '{}' where case_id = $1`,
      [caseId],
    );
    const asked = { caseId, stage: 'notify', reason: 'x' };
    const { requestId } = await requestApproval(op, wu, { act: 'skip_stage', with: asked });
    expect(await itemsOf(fraud)).toEqual(before);
    expect(await itemsOf(wu)).toEqual(expect.arrayContaining([caseId, requestId]));
    expect(await give(fraud, [{ kind: 'approval', item: requestId }])).toEqual(['gone']);
  });

  it.each([
    ['kind=nonsense', ['kind']],
    ['waiting=%00&stage=bar', ['waiting']],
    ['province=Beijing&assigned=you&overdue=yes', ['province', 'assigned', 'overdue']],
    ['after=1.case', ['after']],
    ["after=99999999999999.case.x';drop table party", ['after']],
    ['jurisdiction=CN', ['jurisdiction']],
  ])('leaves what it does not understand out, and names it: %s', async (query, names) => {
    const read = readQueueFilter(new URLSearchParams(query) as unknown as Map<string, string>);
    expect(read.unknown).toEqual(names);
    await listWork(op, wu, read.filter);
  });

  it('shows who follows the address of another role what is theirs to see, and says so', async () => {
    const page = await see(fraud, 'kind=notification');
    expect(page.foreign).toEqual(['kind']);
    expect(page.work.every(({ kind }) => kind !== 'notification')).toBe(true);
    expect(page.kinds).not.toContain('notification');
    expect((await see(auditor, 'kind=notification')).foreign).toEqual([]);
    // A place far beyond any date is no fault of the database.
    expect((await see(wu, 'after=99999999999999.case.0')).work).toEqual([]);
  });

  it('is filtered by province, by what is overdue, and by who has it', async () => {
    const here = await aCase(`stage = 'bar', waiting_for = 'staff', problem = '{}', province = 'CN-GD'`);
    expect(await itemsOf(wu, 'province=CN-GD')).toEqual([here.item]);
    const expired = await aCase(`stage = 'confirm', waiting_for = 'person'`);
    await pool.query(`update termination set due_at = now() - interval '1 hour' where case_id = $1`, [
      expired.item,
    ]);
    expect(await itemsOf(wu, 'overdue=1&kind=case')).toContain(expired.item);
    expect(await itemsOf(wu, 'overdue=1&kind=case')).not.toContain(here.item);
    await give(wu, [here]);
    expect(await itemsOf(wu, 'assigned=me')).toEqual([here.item]);
    expect(await itemsOf(li, 'assigned=me')).toEqual([]);
    expect(await itemsOf(li, 'assigned=somebody')).toEqual([here.item]);
    expect(await itemsOf(li, 'assigned=nobody')).not.toContain(here.item);
  });
});

describe('taking work', () => {
  it('at once gives it to one of two, and tells the other', async () => {
    const one = await stuck();
    const results = (await Promise.all([give(wu, [one]), give(li, [one])])).flat();
    expect(results.toSorted()).toEqual(['done', 'taken']);
    const winner = results[0] === 'done' ? wu : li;
    expect(await holderOf(one)).toBe(winner.person.subject);
  });

  it('of many in another order by two people ends, and each thing has one', async () => {
    const many = await Promise.all(Array.from({ length: 12 }, () => stuck()));
    const [a, b] = await Promise.all([give(wu, many), give(li, many.toReversed())]);
    const back = b.toReversed();
    expect(a.map((one, i) => [one, back[i]].toSorted())).toEqual(many.map(() => ['done', 'taken']));
  });

  it('is given back, given on, and taken away by a supervisor alone', async () => {
    const one = await stuck();
    expect(await give(wu, [one])).toEqual(['done']);
    expect(await give(li, [one], 'nobody')).toEqual(['taken']);
    expect(await give(li, [one], { subject: li.person.subject })).toEqual(['taken']);
    expect(await give(zhou, [one])).toEqual(['taken']);
    expect(await give(zhou, [one], { subject: li.person.subject })).toEqual(['done']);
    expect(await holderOf(one)).toBe(li.person.subject);
    expect(await give(li, [one], { subject: wu.person.subject })).toEqual(['done']);
    expect(await give(wu, [one], 'nobody')).toEqual(['done']);
    expect(await holderOf(one)).toBeNull();
    const { rows } = await pool.query('select action from audit where case_id = $1 and action like $2', [
      one.item,
      'work_%',
    ]);
    expect(rows.map(({ action }) => action)).toEqual([
      'work_assigned',
      'work_assigned',
      'work_assigned',
      'work_given_back',
    ]);
  });

  it('is only for who works on it', async () => {
    const one = await stuck();
    expect(await give(fraud, [one])).toEqual(['not_for_them']);
    expect(await give(zhou, [one], { subject: fraud.person.subject })).toEqual(['not_for_them']);
    await expect(give(auditor, [one])).rejects.toMatchObject({ code: 'role_needed' });
    for (const to of [{ subject: 'nobody at all' }, { subject: auditor.person.subject }])
      await expect(give(zhou, [one], to)).rejects.toMatchObject({ code: 'request_invalid' });
    for (const items of [[], Array.from({ length: 101 }, () => one)])
      await expect(give(wu, items)).rejects.toMatchObject({ code: 'request_invalid' });
  });

  it('is over when the person loses the role, and free for another', async () => {
    const one = await stuck();
    const yan = await signedInPerson(op, 'yan', ['operations']);
    await give(yan, [one]);
    expect(await holderOf(one)).toBe(yan.person.subject);
    await new Promise((resolve) => setTimeout(resolve, 2));
    await signedInPerson(op, 'yan', ['clerk']);
    expect(await holderOf(one)).toBeNull();
    expect(await give(wu, [one])).toEqual(['done']);
    expect(await holderOf(one)).toBe(wu.person.subject);
  });

  it('is over when the case is, and forgotten', async () => {
    const one = await stuck();
    await give(wu, [one]);
    await pool.query('delete from termination where case_id = $1', [one.item]);
    expect(await give(li, [one])).toEqual(['gone']);
    await forgetAssignments(pool);
    const left = await pool.query('select from work_assignment where item = $1', [one.item]);
    expect(left.rowCount).toBe(0);
  });
});
