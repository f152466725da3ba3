import { expect, it } from 'vitest';
import { addDays, localDateAt, parseLocalDate } from '../../../src/domain/values/local-date.ts';
import type { Actor } from '../../../src/operations/access/actor.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import type { Operations } from '../../../src/operations/context.ts';
import {
  countTexts,
  extendQuarantine,
  flagNumber,
  notePortedAway,
} from '../../../src/operations/numbers/change-rest.ts';
import { judgeNumbers } from '../../../src/operations/numbers/judge-numbers.ts';
import {
  listBatches,
  proposeReleases,
  releaseNumbers,
  viewBatch,
} from '../../../src/operations/numbers/release-numbers.ts';
import { listNumbers, viewNumber, viewRanges } from '../../../src/operations/numbers/view-numbers.ts';
import { decideApproval } from '../../../src/operations/staff/approvals/decide-approval.ts';
import { doOrAsk } from '../../../src/operations/staff/approvals/do-or-ask.ts';
import { signedInPerson, staffNamed, staffPerson, systemNamed } from '../../support/actors.ts';
import { closedCase, readyToEnd, running } from '../../support/cases.ts';
import { accepted, household, safeRequest } from '../../support/confidential.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';
import { today } from '../../support/today.ts';

const instance = await testInstance();
const { operations: op, vault } = instance;
const { pool } = op;
const lines = await seedLines(pool, vault, 8, { simulator: instance.simulator });
const [plain, flagged, misused, coded, extended, ported] = lines as readonly SeededLine[];
await running(instance.engine(), async () => {
  const made = [];
  for (const line of lines.slice(0, 6)) made.push(await readyToEnd(op, line));
  for (const { caseId } of made) await closedCase(pool, caseId);
});
await pool.query(`update termination_closed set reason = 'misused' where line_id = $1`, [misused!.lineId]);
const staff = staffNamed('lin');
const ended = parseLocalDate(today());
const show = (line: SeededLine | undefined) => viewNumber(op, staff, { number: line!.msisdn });
/** The same operator, so many days later. */
const later = (days: number): Operations => ({
  ...op,
  clock: { now: () => new Date(Date.now() + days * 86_400_000) },
});
const judged = async (days = 0): Promise<void> => {
  await pool.query('update number_ledger set judged_at = null');
  await judgeNumbers(later(days), ENGINE);
};

it('says why a number rests until when: the rule, a flag, and how its line ended', async () => {
  await flagNumber(op, staffPerson('wu', ['fraud']), {
    ...{ number: flagged!.msisdn, because: 'harassment', reason: 'calls at night' },
  });
  await judged();
  expect(await show(plain)).toMatchObject({
    ...{ state: 'quarantined', endedOn: ended, releaseOn: addDays(ended, 90) },
    reasons: [{ because: 'minimum', until: addDays(ended, 90), rule: { id: 'cn.quarantine', version: 1 } }],
  });
  expect(await show(flagged)).toMatchObject({ releaseOn: addDays(ended, 365) });
  const { reasons, releaseOn } = await show(misused);
  expect(releaseOn).toBe(addDays(ended, 180));
  expect(reasons!.map(({ because }) => because)).toEqual(['minimum', 'fraud']);
  await expect(
    flagNumber(op, staffPerson('mei', ['operations']), {
      ...{ number: plain!.msisdn, because: 'fraud', reason: 'x' },
    }),
  ).rejects.toMatchObject({ code: 'role_needed' });
});

it('counts texts of resting numbers only, once however often they are told, and rests on while codes come', async () => {
  const smsc = systemNamed('smsc');
  const counts = [
    { number: coded!.msisdn, on: today(), texts: 9 },
    { number: lines[7]!.msisdn, on: today(), texts: 5_000 },
    { number: '+8617099999999', on: today(), texts: 5 },
  ];
  expect(await countTexts(op, smsc, { counts })).toBe(1);
  expect(await countTexts(op, smsc, { counts: [{ ...counts[0]!, texts: 7 }] })).toBe(1);
  const { rows } = await pool.query('select msisdn, texts from number_texts');
  expect(rows).toEqual([{ msisdn: coded!.msisdn, texts: 9 }]);
  const columns = await pool.query(
    `select column_name from information_schema.columns where table_name = 'number_texts' order by 1`,
  );
  expect(columns.rows.map(({ column_name }) => column_name)).toEqual(['msisdn', 'on_day', 'texts']);
  await judged();
  expect((await show(coded)).releaseOn, 'the rule is longer still').toBe(addDays(ended, 90));
  await pool.query('update number_texts set on_day = $1', [addDays(ended, 80)]);
  await judged(85);
  expect(await show(coded)).toMatchObject({ releaseOn: addDays(ended, 115) });
  // When they stop it rests until then, and no longer.
  await judged(110);
  expect(await show(coded)).toMatchObject({ releaseOn: addDays(ended, 115) });
  for (const [wrong, code] of [
    [{ texts: -1 }, 'field_invalid'],
    [{ texts: 1.5 }, 'field_invalid'],
    [{ on: '2999-01-01' }, 'date_invalid'],
    [{ number: '+12' }, 'msisdn_invalid'],
  ] as const)
    await expect(countTexts(op, smsc, { counts: [{ ...counts[0]!, ...wrong }] })).rejects.toMatchObject({
      code,
    });
});

it('rests longer when a person says so, never shorter, and not at all once it was ported away', async () => {
  const mei = staffPerson('mei', ['operations']);
  const until = addDays(ended, 200);
  await extendQuarantine(op, mei, { number: extended!.msisdn, until, reason: 'letters of a bank' });
  await judged();
  expect(await show(extended)).toMatchObject({ releaseOn: until });
  for (const [number, day, code] of [
    [extended!.msisdn, addDays(ended, 100), 'number_rests_not'],
    [lines[7]!.msisdn, until, 'number_rests_not'],
    ['+8617099999999', until, 'number_unknown'],
    [extended!.msisdn, '2020-01-01', 'date_invalid'],
    [extended!.msisdn, '2206-01-01', 'date_invalid'],
  ] as const)
    await expect(extendQuarantine(op, mei, { number, until: day, reason: 'x' })).rejects.toMatchObject({
      code,
    });
  const disconnected = async (): Promise<number | null> =>
    (await pool.query('select from number_disconnect where msisdn = $1', [ported!.msisdn])).rowCount;
  expect(await disconnected()).toBe(1);
  await notePortedAway(op, mei, { number: ported!.msisdn, reason: 'ported within the month' });
  // It goes on elsewhere: no list calls it disconnected.
  expect(await disconnected()).toBe(0);
  expect(await show(ported)).toMatchObject({ state: 'ported_out', releaseOn: null });
});

it('releases by two people, once, what rests no more; what changed since then stays as it is', async () => {
  await judged();
  expect(await proposeReleases(op, ENGINE), 'nothing is over yet').toEqual([]);
  // A person has to sign in for it, so that the calendar stays and the rest ends.
  await pool.query('update number_ledger set release_on = $2 where msisdn = $1', [plain!.msisdn, ended]);
  const [batchId] = await proposeReleases(op, ENGINE);
  expect(await proposeReleases(op, ENGINE), 'no number in two batches').toEqual([]);
  const { numbers, batch } = await viewBatch(op, staff, { batchId: batchId!, limit: 100 });
  expect(numbers.map(({ msisdn }) => msisdn)).toEqual([plain!.msisdn]);
  const lin = await signedInPerson(op, 'lin', ['operations']);
  const sun = await signedInPerson(op, 'sun', ['supervisor']);
  const request = { batchId: batch.batchId, digest: batch.digest };
  const asked = await doOrAsk(op, lin, { act: 'release_numbers', with: request }, () =>
    releaseNumbers(op, lin, request),
  );
  if (!('asked' in asked)) throw new Error('one person alone released it');
  await expect(
    decideApproval(op, lin, { requestId: asked.asked.requestId, decision: 'approved', reason: '' }),
  ).rejects.toMatchObject({ code: 'approval_own' });
  await decideApproval(op, sun, {
    ...{ requestId: asked.asked.requestId, decision: 'approved', reason: '' },
  });
  expect(await show(plain)).toMatchObject({ state: 'free', releaseOn: null, reasons: null });
  await expect(releaseNumbers(op, staff, request)).rejects.toMatchObject({
    code: 'number_batch_released',
  });
  const { rows } = await pool.query(
    `select actor, facts->>'approvedBy' as approved, facts->>'released' as n from audit where action = 'numbers_released'`,
  );
  expect(rows).toEqual([{ actor: 'staff:issuer.test/lin', approved: 'issuer.test/sun', n: '1' }]);

  // Proposed, and then extended, ported, and given out: nothing of it is released.
  const much = later(400);
  const [second] = await proposeReleases(much, ENGINE);
  const before = (await viewBatch(op, staff, { batchId: second!, limit: 100 })).numbers;
  expect(before).toHaveLength(4);
  await pool.query(`update number_ledger set release_on = $2 where msisdn = $1`, [
    extended!.msisdn,
    addDays(ended, 500),
  ]);
  await notePortedAway(op, staff, { number: flagged!.msisdn, reason: 'late port' });
  await pool.query(`update number_ledger set state = 'assigned', line_id = $2 where msisdn = $1`, [
    misused!.msisdn,
    lines[7]!.lineId,
  ]);
  const at = await Promise.allSettled([
    releaseNumbers(much, staff, { batchId: second! }),
    releaseNumbers(much, staff, { batchId: second! }),
  ]);
  expect(at.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.code)).toSorted()).toEqual([
    1,
    'number_batch_released',
  ]);
  const [done] = await listBatches(op, staff, { open: false, limit: 1 });
  expect(done).toMatchObject({ batchId: second, kept: 3 });
  expect(await show(coded)).toMatchObject({ state: 'free' });
  expect(await show(flagged)).toMatchObject({ state: 'ported_out' });
  expect(await show(misused)).toMatchObject({ state: 'assigned' });
});

it('refuses to release other numbers than those that were agreed to', async () => {
  await pool.query(`update number_ledger set release_on = $2 where msisdn = $1`, [
    extended!.msisdn,
    addDays(ended, 90),
  ]);
  const much = later(600);
  const [batchId] = await proposeReleases(much, ENGINE);
  await expect(
    releaseNumbers(much, staff, { batchId: batchId!, digest: '00'.repeat(32) }),
  ).rejects.toMatchObject({ code: 'approval_outdated' });
  await expect(
    releaseNumbers(much, await signedInPerson(op, 'lin', ['operations']), { batchId: batchId! }),
  ).rejects.toMatchObject({ code: 'approval_needed' });
});

it('keeps a number that was flagged after it was proposed, judged or not', async () => {
  const number = '+8617066600001';
  await pool.query(
    `insert into number_ledger (msisdn, state, since, release_on, judged_at) values ($1, 'quarantined', now() - interval '100 days', $2, now())`,
    [number, addDays(ended, -10)],
  );
  const [batchId] = await proposeReleases(op, ENGINE);
  await flagNumber(op, staffPerson('wu', ['fraud']), { number, because: 'fraud', reason: 'three banks' });
  expect(await releaseNumbers(op, staff, { batchId: batchId! })).toBe(0);
  expect(await viewNumber(op, staff, { number })).toMatchObject({
    state: 'quarantined',
    flags: [{ because: 'fraud' }],
  });
  await pool.query('delete from number_flag where msisdn = $1', [number]);
  await pool.query('delete from number_ledger where msisdn = $1', [number]);
});

it('proposes each number once, and nothing empty, however many propose at once', async () => {
  await pool.query(
    `insert into number_ledger (msisdn, state, since, release_on, judged_at)
     select '+86170777' || lpad(n::text, 5, '0'), 'quarantined', now() - interval '100 days', $1, now() from generate_series(1, 2000) n`,
    [addDays(ended, -10)],
  );
  const made = (await Promise.all(Array.from({ length: 4 }, () => proposeReleases(op, ENGINE)))).flat();
  expect(made).toHaveLength(1);
  expect(await releaseNumbers(op, staff, { batchId: made[0]! })).toBe(2_000);
  await pool.query(`delete from number_ledger where msisdn like '+86170777%'`);
});

it('gives ported-in numbers back to their range holders, each in a batch of its own', async () => {
  await pool.query(
    `insert into number_ledger (msisdn, state, range_holder, since, release_on) values
       ('+8617055500001', 'returned', 'Operator 42', now() - interval '100 days', $1),
       ('+8617055500002', 'returned', 'Operator 43', now() - interval '100 days', $1)`,
    [addDays(ended, -10)],
  );
  await judged();
  const made = await proposeReleases(op, ENGINE);
  expect(made).toHaveLength(2);
  for (const batchId of made) expect(await releaseNumbers(op, staff, { batchId })).toBe(1);
  expect(await viewNumber(op, staff, { number: '+8617055500001' })).toMatchObject({
    ...{ state: 'returned', rangeHolder: 'Operator 42', releasedAt: expect.any(Date) },
  });
  expect(await proposeReleases(op, ENGINE)).toEqual([]);
});

it('tells nobody of a case in confidence by the reason for which its number rests', async () => {
  const home = await household(instance, 40);
  const made = await safeRequest(instance, home, 'end');
  const { caseId } = (await accepted(instance, home, made))!;
  await running(instance.engine(), () => closedCase(pool, caseId));
  await judged();
  const { msisdn } = home.used;
  const because = async (actor: Actor) =>
    (await viewNumber(op, actor, { number: msisdn })).reasons!.map((one) => one.because);
  expect(await because(staffPerson('mei', ['operations']))).toEqual(['minimum', 'harassment']);
  const wu = staffPerson('wu', ['fraud']);
  expect(await because(wu)).toEqual(['minimum', 'person']);
  const page = { state: null, prefix: msisdn, freeBy: null, after: null, limit: 1 };
  const { numbers } = await listNumbers(op, wu, page);
  expect(JSON.stringify(numbers)).not.toMatch(/harassment|quarantine_longer/);
  // What they flagged themselves they see.
  await flagNumber(op, wu, { number: msisdn, because: 'harassment', reason: 'calls at night' });
  await judged();
  expect(await because(wu)).toEqual(['minimum', 'harassment']);
});

it('lists numbers and counts ranges', async () => {
  const { states, ranges } = await viewRanges(op, staff, { limit: 10 });
  expect(states.returned).toBe(2);
  expect(ranges[0]).toMatchObject({ prefix: '+861700000' });
  const page = await listNumbers(op, staff, {
    ...{ state: null, prefix: '+8617055', freeBy: null, after: null, limit: 1 },
  });
  expect(page.next).toBe('+8617055500001');
  await expect(
    listNumbers(op, staff, { state: null, prefix: "'; --", freeBy: null, after: null, limit: 1 }),
  ).rejects.toMatchObject({ code: 'request_invalid' });
  expect(localDateAt(new Date(), 'Asia/Shanghai')).toBe(ended);
});
