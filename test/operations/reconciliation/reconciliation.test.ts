import { afterAll, beforeEach, expect, it } from 'vitest';
import { createPyHss } from '../../../src/connectors/pyhss/driver.ts';
import { addDays, localDateAt } from '../../../src/domain/values/local-date.ts';
import { money } from '../../../src/domain/values/money.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { listCharges } from '../../../src/operations/charges/list-charges.ts';
import type { Operations } from '../../../src/operations/context.ts';
import { judgeNumbers } from '../../../src/operations/numbers/judge-numbers.ts';
import {
  advanceReconciliation,
  startReconciliation,
} from '../../../src/operations/reconciliation/advance-run.ts';
import { carryOutClearing } from '../../../src/operations/reconciliation/carry-out-clearing.ts';
import {
  clearFinding,
  dismissFinding,
  type Finding,
  listFindings,
  viewRun,
} from '../../../src/operations/reconciliation/findings.ts';
import { Pace } from '../../../src/operations/reconciliation/pace.ts';
import type { ReconciliationPeers } from '../../../src/operations/reconciliation/peers.ts';
import type { ChargedLine } from '../../../src/ports/charge-control.ts';
import { ConnectorError } from '../../../src/ports/connector-error.ts';
import type { Hlr } from '../../../src/ports/hlr.ts';
import { NO_SMDP } from '../../../src/run/peers.ts';
import { startPyHssSimulator } from '../../../src/simulators/pyhss/simulator.ts';
import { setBreaker } from '../../../src/store/connectors.ts';
import { poolWithin } from '../../../src/store/database/database.ts';
import { staffNamed, staffPerson } from '../../support/actors.ts';
import { closedCase, readyToEnd, running } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: own, vault, simulator, hlr } = instance;
const { pool } = own;
const lines = await seedLines(pool, vault, 12, { simulator });
const pyhss = await startPyHssSimulator();
const bulk = createPyHss({ origin: `http://${pyhss.host}:${pyhss.port}` });
afterAll(async () => {
  await bulk.close();
  await pyhss.close();
});
/** What billing charges; all lines that stand, unless a test says otherwise. */
let charged: readonly ChargedLine[] | null = null;
const op: Operations = {
  ...own,
  chargeControl: {
    ...own.chargeControl,
    chargedLines: async (after, limit) =>
      charged === null
        ? own.chargeControl.chargedLines(after, limit)
        : charged.filter(({ lineId }) => after === null || lineId > after).slice(0, limit),
  },
};
const [ended] = lines as [SeededLine];
const closed = await running(instance.engine(), async () => {
  const { caseId } = await readyToEnd(op, ended);
  return closedCase(pool, caseId);
});
const staff = staffNamed('lin');
const pace = new Pace(0);

/** Carries a run out; each page is one turn. @returns what is open afterwards, by kind */
async function run(peers: Partial<ReconciliationPeers> = {}): Promise<readonly Finding[]> {
  await startReconciliation(op, ENGINE, { settledMinutes: 0 });
  while ((await advanceReconciliation(op, ENGINE, { hlr, pace, ...peers })) > 0);
  return open();
}
const open = async (): Promise<readonly Finding[]> =>
  (await listFindings(op, staff, { kind: null, open: true, after: null, limit: 1_000 })).findings;
const briefly = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ kind, subject }) => `${kind} ${subject}`).toSorted();

beforeEach(async () => {
  charged = null;
  await pool.query('delete from reconciliation_part');
  await pool.query('delete from reconciliation_run');
  await pool.query('delete from reconciliation_finding');
});

it('finds nothing where nothing differs', async () => {
  expect(await run()).toEqual([]);
  const { parts, finishedAt } = await viewRun(op, staff, { runId: null });
  expect(finishedAt).not.toBeNull();
  expect(parts.map(({ part, finishedAt: end }) => [part, end !== null])).toEqual([
    ['hlr', true],
    ['billing', true],
    ['ledger', true],
    ['smdp', true],
  ]);
});

it.each([
  ['one that is asked line by line', () => hlr],
  ['one that lists itself', () => bulk],
])('finds half-ended lines at an HLR, %s', async (_, peer) => {
  for (const { imsi, msisdn } of lines.slice(3)) {
    if (pyhss.subscriber(imsi) === undefined) pyhss.createSubscriber({ imsi, msisdn: msisdn.slice(1) });
  }
  const [, gone, renumbered] = lines as [SeededLine, SeededLine, SeededLine];
  const strangers = '001019999999999';
  // Ended here, still there; and its number, which rests, at a card of nobody.
  simulator.createSubscriber({ imsi: ended.imsi, msisdn: '+861700888888' });
  simulator.createSubscriber({ imsi: strangers as typeof ended.imsi, msisdn: ended.msisdn });
  simulator.change(renumbered.imsi, { msisdn: '861700777777' });
  if (pyhss.subscriber(ended.imsi) === undefined) {
    pyhss.createSubscriber({ imsi: ended.imsi, msisdn: '861700888888' });
    pyhss.createSubscriber({ imsi: strangers, msisdn: ended.msisdn.slice(1) });
    pyhss.createSubscriber({ imsi: renumbered.imsi, msisdn: '861700777777' });
  }
  // Stands here, gone there.
  if (simulator.subscriber(gone.imsi) !== undefined) await hlr.remove(gone.imsi);
  expect(briefly(await run({ hlr: peer() }))).toEqual([
    `missing_at_hlr ${gone.imsi}`,
    `number_differs ${renumbered.imsi}`,
    `resting_number_used ${ended.msisdn}`,
    `still_at_hlr ${ended.imsi}`,
  ]);
  // Put right there, and gone at the next comparison; what is still so was first seen before.
  simulator.change(renumbered.imsi, { msisdn: renumbered.msisdn.slice(1) });
  Object.assign(pyhss.subscriber(renumbered.imsi)!, { msisdn: renumbered.msisdn.slice(1) });
  const after = await run({ hlr: peer() });
  expect(briefly(after)).not.toContain(`number_differs ${renumbered.imsi}`);
  const still = after.find(({ kind }) => kind === 'still_at_hlr')!;
  expect(still.lastSeenAt.getTime()).toBeGreaterThan(still.firstSeenAt.getTime());
  const { findings } = await listFindings(op, staff, {
    ...{ kind: 'number_differs', open: false, after: null, limit: 5 },
  });
  expect(findings).toEqual([expect.objectContaining({ resolvedAs: 'gone', lineId: renumbered.lineId })]);
  // Back as it was, for the next HLR.
  simulator.change(renumbered.imsi, { msisdn: '861700777777' });
  Object.assign(pyhss.subscriber(renumbered.imsi)!, { msisdn: '861700777777' });
});

it('clears a half-ended line at the HLR, once it looked again, and never a card that serves a line', async () => {
  const found = (await run()).find(({ kind }) => kind === 'still_at_hlr')!;
  expect(simulator.subscriber(ended.imsi)).toBeDefined();
  const mei = staffPerson('mei', ['operations']);
  await clearFinding(op, mei, found);
  await carryOutClearing(op, ENGINE, found, { hlr, smdp: NO_SMDP });
  expect(simulator.subscriber(ended.imsi)).toBeUndefined();
  const { findings } = await listFindings(op, staff, {
    ...{ kind: 'still_at_hlr', open: false, after: null, limit: 5 },
  });
  expect(findings).toEqual([expect.objectContaining({ resolvedAs: 'cleared' })]);
  await expect(clearFinding(op, mei, found)).rejects.toMatchObject({ code: 'difference_resolved' });

  // The card was given to another line between the request and the act.
  simulator.createSubscriber({ imsi: ended.imsi, msisdn: '+861700888888' });
  const again = (await run()).find(({ kind }) => kind === 'still_at_hlr')!;
  await clearFinding(op, mei, again);
  await pool.query(
    `insert into access (access_id, line_id, kind, imsi, iccid, from_at) values ('again', $1, 'sim', $2, '8986001999999999999', now())`,
    [lines[5]!.lineId, ended.imsi],
  );
  await carryOutClearing(op, ENGINE, again, { hlr, smdp: NO_SMDP });
  expect(simulator.subscriber(ended.imsi)).toBeDefined();
  expect((await open()).find(({ findingId }) => findingId === again.findingId)).toMatchObject({
    ...{ clearFailed: 'card_serves_a_line', clearAskedAt: null },
  });
  await pool.query(`delete from access where access_id = 'again'`);
  await hlr.remove(ended.imsi);
});

it('does not take a register at its word that says it removed somebody and still has them', async () => {
  simulator.createSubscriber({ imsi: ended.imsi, msisdn: '+861700888888' });
  const found = (await run()).find(({ kind }) => kind === 'still_at_hlr')!;
  await clearFinding(op, staff, found);
  const stubborn = {
    lookup: (imsi: typeof ended.imsi) => hlr.lookup(imsi),
    bar: (imsi: typeof ended.imsi) => hlr.bar(imsi),
    remove: async () => ({ value: undefined, answers: [] }),
  } as unknown as Hlr;
  await carryOutClearing(op, ENGINE, found, { hlr: stubborn, smdp: NO_SMDP });
  expect((await open()).find(({ findingId }) => findingId === found.findingId)).toMatchObject({
    clearFailed: 'still_there',
  });
  await hlr.remove(ended.imsi);
});

it('takes nothing for gone of which it could read nothing', async () => {
  simulator.createSubscriber({ imsi: ended.imsi, msisdn: '+861700888888' });
  const found = (await run()).find(({ kind }) => kind === 'still_at_hlr')!;
  const odd: ReconciliationPeers['hlr'] = {
    element: hlr.element,
    lookupByNumber: (number) => hlr.lookupByNumber(number),
    lookup: (imsi) =>
      imsi === ended.imsi
        ? Promise.reject(new ConnectorError('hlr', 'unknown', 'malformed_answer'))
        : hlr.lookup(imsi),
  };
  expect((await run({ hlr: odd })).map(({ findingId }) => findingId)).toContain(found.findingId);
  await hlr.remove(ended.imsi);
  expect((await run()).map(({ findingId }) => findingId)).not.toContain(found.findingId);
});

it('does no more at once than its part is taken for, at the pace that is allowed', async () => {
  expect(new Pace(0).within(60)).toBe(Number.POSITIVE_INFINITY);
  expect(new Pace(20).within(60)).toBe(1_200);
  const two = Object.assign(new Pace(0), { within: () => 2 });
  await startReconciliation(op, ENGINE, { settledMinutes: 0 });
  const looked = async () => (await viewRun(op, staff, { runId: null })).parts[0]!.looked;
  for (let before = 0; (await advanceReconciliation(op, ENGINE, { hlr, pace: two })) > 0; ) {
    const now = await looked();
    expect(now - before).toBeLessThanOrEqual(2);
    before = now;
  }
  expect(await looked()).toBeGreaterThan(2);
});

it('has a dismissed finding come back only when something else is seen, and one by hand not cleared', async () => {
  const missing = (await run()).find(({ kind }) => kind === 'missing_at_hlr')!;
  await expect(clearFinding(op, staff, missing)).rejects.toMatchObject({ code: 'difference_by_hand' });
  await expect(dismissFinding(op, staff, { ...missing, note: ' ' })).rejects.toMatchObject({
    code: 'field_missing',
  });
  await dismissFinding(op, staff, { ...missing, note: 'a test card' });
  expect(briefly(await run())).not.toContain(`missing_at_hlr ${missing.subject}`);
  await pool.query('update msisdn_assignment set msisdn = $2 where line_id = $1', [
    missing.lineId,
    '+861700555555',
  ]);
  expect(briefly(await run())).toContain(`missing_at_hlr ${missing.subject}`);
});

it('says nothing of a line that ends while the comparison runs, and of one whose case is under way', async () => {
  const [racing, declared] = [lines[6]!, lines[7]!];
  await pool.query(
    `insert into termination (reference, line_id, holder_id, stage, plan, plan_version, jurisdiction, rulebook_version, channel, currency, receipt_hash)
     values ('HB-RACE', $1, $2, 'detach', '{}', 1, 'cn', 'x', 'online', 'CNY', '\\x00')`,
    [declared.lineId, declared.partyId],
  );
  simulator.change(declared.imsi, { msisdn: '861700666666' });
  let ended = false;
  const peer: ReconciliationPeers['hlr'] = {
    element: hlr.element,
    lookupByNumber: (number) => hlr.lookupByNumber(number),
    async lookup(imsi) {
      if (imsi === racing.imsi && !ended) {
        ended = true;
        // Between our look at the inventory and the HLR's answer the line ends, here and there.
        await pool.query(`update line set status = 'ended', updated_at = now() where line_id = $1`, [
          racing.lineId,
        ]);
        await hlr.remove(racing.imsi);
      }
      return hlr.lookup(imsi);
    },
  };
  const found = briefly(await run({ hlr: peer }));
  expect(ended).toBe(true);
  expect(found.filter((one) => one.includes(racing.imsi) || one.includes(declared.imsi))).toEqual([]);
  await pool.query(`delete from termination where reference = 'HB-RACE'`);
  expect(briefly(await run())).toContain(`number_differs ${declared.imsi}`);
  simulator.change(declared.imsi, { msisdn: declared.msisdn.slice(1) });
});

it('waits for a peer that is away, says so, and goes on from where it was', async () => {
  await simulator.down();
  await run();
  const parked = (await viewRun(op, staff, { runId: null })).parts.find(({ part }) => part === 'hlr')!;
  expect(parked).toMatchObject({ finishedAt: null, parkedFor: expect.any(String) });
  expect(parked.parkedUntil!.getTime()).toBeGreaterThan(Date.now());
  await simulator.up();
  await pool.query('update reconciliation_part set parked_until = now()');
  // The engine holds it for away: it is not asked.
  await setBreaker(pool, 'hlr', 60_000, 'test');
  await advanceReconciliation(op, ENGINE, { hlr, pace });
  expect((await viewRun(op, staff, { runId: null })).parts[0]).toMatchObject({ parkedFor: 'breaker_open' });
  await setBreaker(pool, 'hlr', 0, null);
  await pool.query('update reconciliation_part set parked_until = now()');
  while ((await advanceReconciliation(op, ENGINE, { hlr, pace })) > 0);
  expect((await viewRun(op, staff, { runId: null })).finishedAt).not.toBeNull();
});

it('keeps a page once, whoever is killed over it and whoever else does it', async () => {
  await startReconciliation(op, ENGINE, { settledMinutes: 0 });
  const dying: ReconciliationPeers['hlr'] = { ...hlr, lookup: () => Promise.reject(new Error('killed')) };
  await expect(
    (async () => {
      while ((await advanceReconciliation(op, ENGINE, { hlr: dying, pace })) > 0);
    })(),
  ).rejects.toThrow('killed');
  expect(await advanceReconciliation(op, ENGINE, { hlr, pace }), 'still in the hands of the dead').toBe(0);
  await pool.query('update reconciliation_part set taken_until = now()');
  while ((await advanceReconciliation(op, ENGINE, { hlr, pace })) > 0);
  const { parts, finishedAt } = await viewRun(op, staff, { runId: null });
  expect(finishedAt).not.toBeNull();
  const { rows } = await pool.query(`select count(*)::int as n from access where imsi ~ '^0010100'`);
  const numbers = await pool.query(
    `select count(*)::int as n from number_ledger where state = 'quarantined'`,
  );
  expect(parts[0]!.looked).toBeLessThanOrEqual(rows[0].n + numbers.rows[0].n);
  expect(await startReconciliation(op, ENGINE, {}), 'the next may begin').not.toBeNull();
  expect(await startReconciliation(op, ENGINE, {}), 'one at a time').toBeNull();
});

it('finds what billing goes on to charge, sends a named charge through the tripwire, and what it does not charge', async () => {
  const [, , , forgotten] = lines as [SeededLine, SeededLine, SeededLine, SeededLine];
  const day = addDays(localDateAt(closed.serviceEndedAt!, 'Asia/Shanghai'), 3);
  const lastCharge = {
    chargeId: 'N-1',
    kind: 'usage' as const,
    from: day,
    to: day,
    amount: money('CNY', 700),
  };
  const { rows } = await pool.query<{ line_id: string }>(`select line_id from line where status <> 'ended'`);
  charged = [
    ...rows.flatMap(({ line_id: lineId }) =>
      lineId === forgotten.lineId ? [] : [{ lineId, lastCharge: null }],
    ),
    { lineId: ended.lineId, lastCharge },
  ].toSorted((a, b) => (a.lineId < b.lineId ? -1 : 1));
  const found = briefly(await run());
  expect(found).toContain(`still_charged ${ended.lineId}`);
  expect(found).toContain(`not_charged ${forgotten.lineId}`);
  expect(found.filter((one) => /charged/.test(one))).toHaveLength(2);
  const { charges } = await listCharges(op, staff, {
    ...{ state: null, lineId: ended.lineId, after: null, limit: 5 },
  });
  expect(charges).toEqual([expect.objectContaining({ chargeId: 'N-1', dispute: 'waiting' })]);
});

it('finds and mends what the number ledger has otherwise than the lines', async () => {
  const [kept, free] = [lines[8]!, lines[9]!];
  const ours = new Set([ended.msisdn, free.msisdn]);
  await pool.query(
    `update number_ledger set state = 'assigned', line_id = $2, since = now() - interval '1 hour' where msisdn = $1`,
    [ended.msisdn, ended.lineId],
  );
  await pool.query(
    `update number_ledger set state = 'free', line_id = null, since = now() - interval '1 hour' where msisdn = $1`,
    [free.msisdn],
  );
  const found = (await run()).filter(({ part, subject }) => part === 'ledger' && ours.has(subject));
  expect(briefly(found)).toEqual([`ledger_assigned ${ended.msisdn}`, `ledger_free ${free.msisdn}`]);
  for (const one of found) {
    await clearFinding(op, staff, one);
    await carryOutClearing(op, ENGINE, one, { hlr, smdp: NO_SMDP });
  }
  const { rows } = await pool.query(
    'select msisdn, state, line_id from number_ledger where msisdn = any($1) order by msisdn',
    [[ended.msisdn, free.msisdn, kept.msisdn]],
  );
  expect(rows).toEqual([
    { msisdn: ended.msisdn, state: 'quarantined', line_id: null },
    { msisdn: kept.msisdn, state: 'assigned', line_id: kept.lineId },
    { msisdn: free.msisdn, state: 'assigned', line_id: free.lineId },
  ]);
  expect((await run()).filter(({ part, subject }) => part === 'ledger' && ours.has(subject))).toEqual([]);
});

it('mends the number ledger with the record of it, or not at all, and as what rests there anew', async () => {
  const number = lines[10]!.msisdn;
  await pool.query(
    `update line set status = 'ended', updated_at = now() - interval '1 hour' where line_id = $1`,
    [lines[10]!.lineId],
  );
  // It was ported in, and rested once before.
  await pool.query(
    `update number_ledger set state = 'ported_in', range_holder = 'Operator 42', since = now() - interval '1 hour', ended_on = '2020-01-01',
       judged_at = now(), released_at = now() where msisdn = $1`,
    [number],
  );
  const found = (await run()).find(({ subject }) => subject === number)!;
  await clearFinding(op, staff, found);
  const state = async () =>
    (
      await pool.query(
        `select state, range_holder, ended_on, judged_at, released_at from number_ledger where msisdn = $1`,
        [number],
      )
    ).rows[0];
  const dying = poolWithin(pool, async (_tx, work) => {
    await work();
    throw new Error('the power went');
  });
  await expect(
    carryOutClearing({ ...op, pool: dying }, ENGINE, found, { hlr, smdp: NO_SMDP }),
  ).rejects.toThrow('the power went');
  expect(await state()).toMatchObject({ state: 'ported_in' });
  await carryOutClearing(op, ENGINE, found, { hlr, smdp: NO_SMDP });
  expect(await state()).toEqual({
    ...{ state: 'returned', range_holder: 'Operator 42', ended_on: null, judged_at: null, released_at: null },
  });
  const { findings } = await listFindings(op, staff, {
    ...{ kind: 'ledger_assigned', open: false, after: null, limit: 5 },
  });
  expect(findings.find(({ subject }) => subject === number)).toMatchObject({ resolvedAs: 'cleared' });
});

it('has a number that was ported in rest on its way to its range holder, and by its last end and no earlier one', async () => {
  await pool.query(
    `update number_ledger set state = 'ported_in', range_holder = 'Operator 42', line_id = $2, since = now() - interval '1 hour',
       ended_on = '2020-01-01', judged_at = '2020-01-02', released_at = '2020-07-01' where msisdn = $1`,
    [ended.msisdn, ended.lineId],
  );
  const [one] = (await run()).filter(({ part, subject }) => part === 'ledger' && subject === ended.msisdn);
  await clearFinding(op, staff, one!);
  await carryOutClearing(op, ENGINE, one!, { hlr, smdp: NO_SMDP });
  await judgeNumbers(op, ENGINE);
  const { rows } = await pool.query<{ state: string; released: boolean; rests: boolean }>(
    `select state, released_at is not null as released, release_on > current_date as rests from number_ledger where msisdn = $1`,
    [ended.msisdn],
  );
  expect(rows).toEqual([{ state: 'returned', released: false, rests: true }]);
});

it('takes back an eSIM profile that an ended line left at the SM-DP+, and not one that a phone fetched', async () => {
  const iccids = ['8986001000000000001', '8986001000000000002'];
  for (const iccid of iccids)
    await pool.query(`insert into esim_profile (iccid, line_id, state) values ($1, $2, 'released')`, [
      iccid,
      ended.lineId,
    ]);
  await pool.query(`update line set updated_at = now() - interval '1 hour' where line_id = $1`, [
    ended.lineId,
  ]);
  const found = (await run()).filter(({ kind }) => kind === 'profile_released');
  expect(found.map(({ subject }) => subject).toSorted()).toEqual(iccids);
  const smdp = {
    ...NO_SMDP,
    cancelOrder: async ({ iccid }: { iccid: string }) => ({
      value: iccid === iccids[0] ? ('cancelled' as const) : ('already_downloaded' as const),
      answers: [],
    }),
  };
  for (const one of found) {
    await clearFinding(op, staff, one);
    await carryOutClearing(op, ENGINE, one, { hlr, smdp });
  }
  const left = (await run()).filter(({ kind }) => kind === 'profile_released');
  expect(left.map(({ subject, clearFailed }) => [subject, clearFailed])).toEqual([
    [iccids[1], 'already_downloaded'],
  ]);
});

it('asks no faster than it may', async () => {
  const slow = new Pace(200);
  const began = performance.now();
  for (let i = 0; i < 60; i++) await slow.take();
  // A tenth of a second's worth goes at once.
  expect(performance.now() - began).toBeGreaterThan(150);
});
