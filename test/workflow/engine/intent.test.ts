import { afterEach, describe, expect, it } from 'vitest';
import { retryCase } from '../../../src/operations/cases/steering/retry-case.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import { staffNamed, subscriberOf } from '../../support/actors.ts';
import {
  addAccess,
  atPeer,
  auditOf,
  booksOf,
  closedCase,
  declared,
  readyToEnd,
  stuckCase,
  verifiedCertificate,
} from '../../support/cases.ts';
import { claimsOf } from '../../support/certificates.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { imsiOf, type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator } = instance;
const { pool } = op;
const staff = staffNamed('lin');
const engine = instance.engine();
engine.start();
afterEach(() => simulator.inject({}));

/** Does something to the books between the bar and the pivot: the answer of the serving node waits for it. */
function beforePivot(line: SeededLine, change: () => Promise<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    let released = false;
    simulator.inject({
      behaviour: ({ action, imsi }) => {
        if (released || action !== 'cancel_location' || imsi !== line.imsi) return 'answer';
        // No route the first time: the case waits for its serving node, and the change is in time.
        released = true;
        change().then(resolve, reject);
        return 'refuse';
      },
    });
  });
}

/** Asks the serving node again at once, as soon as the case waits for it. */
async function askAgain(caseId: string): Promise<void> {
  await eventually(
    () =>
      pool.query(
        `update termination set due_at = now() where case_id = $1 and lease is null and waiting_for = 'serving_node'`,
        [caseId],
      ),
    ({ rowCount }) => rowCount === 1,
  );
  engine.wake();
}

describe.each([
  {
    what: 'a fraud hold',
    check: 'fraud_hold',
    set: `update line set holds = '[{"kind":"fraud","since":"2026-01-01","reference":"F1"}]' where line_id = $1`,
    lift: `update line set holds = '[]' where line_id = $1`,
    from: 0,
  },
  {
    what: 'a port-out',
    check: 'port_out',
    set: `update line set port_out = '{"requestedOn":"2026-01-01","recipient":"telecom"}' where line_id = $1`,
    lift: 'update line set port_out = null where line_id = $1',
    from: 10,
  },
  {
    what: 'another holder',
    check: 'other_holder',
    set: `update line set holder_id = 'P0000999' where line_id = $1`,
    lift: `update line set holder_id = 'P' || substr(line_id, 2) where line_id = $1`,
    from: 20,
  },
])('$what', ({ check, set, lift, from }) => {
  it('stops a confirmed case before the bar, with nothing touched', async () => {
    if (from === 0) await seedLines(pool, instance.vault, 1, { from: 999 });
    const [line] = await seedLines(pool, instance.vault, 1, { from, simulator });
    await engine.stop();
    const made = await readyToEnd(op, line!);
    await pool.query(set, [line!.lineId]);
    engine.start();
    expect(await stuckCase(pool, made.caseId)).toMatchObject({
      stage: 'bar',
      problem: { code: 'blocked_at_intent', checks: [check] },
    });
    expect(simulator.effects(line!.imsi)).toMatchObject({ barred: 0, deleted: 0 });
    expect(await auditOf(pool, made.caseId)).toContain('bar.stuck');
    await pool.query(lift, [line!.lineId]);
    await retryCase(op, staff, { caseId: made.caseId });
    expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'completed' });
  });

  it('stops a case that was barred at the pivot, again at each try, until it is gone', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: from + 1, simulator });
    expect(await instance.vlr.attach(line!.imsi, 'cs')).toBe(true);
    const changed = beforePivot(line!, () => pool.query(set, [line!.lineId]));
    const made = await readyToEnd(op, line!);
    engine.wake();
    await changed;
    await askAgain(made.caseId);
    for (let tries = 1; tries <= 2; tries++) {
      const { stage, problem } = await stuckCase(pool, made.caseId);
      expect({ stage, problem }).toEqual({
        stage: 'remove',
        problem: { code: 'blocked_at_intent', checks: [check] },
      });
      expect(simulator.effects(line!.imsi)).toMatchObject({ deleted: 0, keysRemoved: 0 });
      expect(atPeer(simulator, line!.imsi)).toBe('barred');
      const stops = (await auditOf(pool, made.caseId)).filter((action) => action === 'remove.stuck');
      expect(stops).toHaveLength(tries);
      if (tries === 1) await retryCase(op, staff, { caseId: made.caseId });
    }
    await pool.query(lift, [line!.lineId]);
    await retryCase(op, staff, { caseId: made.caseId });
    expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'completed' });
    expect(simulator.effects(line!.imsi).deleted).toBe(1);
    const audit = await auditOf(pool, made.caseId);
    expect(audit.indexOf('detach.done')).toBeLessThan(audit.indexOf('remove.stuck'));
  });

  it('does not keep a person from withdrawing', async () => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: from + 2, simulator });
    expect(await instance.vlr.attach(line!.imsi, 'cs')).toBe(true);
    const changed = beforePivot(line!, () => pool.query(set, [line!.lineId]));
    const made = await readyToEnd(op, line!);
    engine.wake();
    await changed;
    await askAgain(made.caseId);
    await stuckCase(pool, made.caseId);
    await withdraw(op, subscriberOf(line!), { caseId: made.caseId });
    expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'withdrawn' });
    expect(atPeer(simulator, line!.imsi)).toBe('served');
    expect((await booksOf(pool, line!)).status).toBe('active');
  });
});

it('stops at the pivot when the line has another card by now, which nobody asked the network about', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 95, simulator });
  const replacement = imsiOf(9_050);
  expect(await instance.vlr.attach(line!.imsi, 'cs')).toBe(true);
  const changed = beforePivot(line!, () =>
    addAccess(instance, line!, { accessId: 'X-replacement', kind: 'sim', imsi: replacement }),
  );
  const made = await readyToEnd(op, line!);
  engine.wake();
  await changed;
  await askAgain(made.caseId);
  expect(await stuckCase(pool, made.caseId)).toMatchObject({
    stage: 'detach',
    problem: { code: 'blocked_at_intent', checks: ['line_changed'] },
  });
  // Nor when the case is loaded anew, with the new card.
  await retryCase(op, staff, { caseId: made.caseId });
  expect(await stuckCase(pool, made.caseId)).toMatchObject({ problem: { checks: ['line_changed'] } });
  expect(simulator.effects(line!.imsi)).toMatchObject({ deleted: 0 });
  expect(simulator.effects(replacement)).toMatchObject({ barred: 0, deleted: 0 });
  await withdraw(op, subscriberOf(line!), { caseId: made.caseId });
  expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'withdrawn' });
  expect(atPeer(simulator, line!.imsi)).toBe('served');
  expect((await booksOf(pool, line!)).status).toBe('active');
});

it('turns a withdrawn case round at its next claim, whatever hold the line has', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 30, simulator });
  await engine.stop();
  const made = await readyToEnd(op, line!);
  // As after a worker that died just when it had claimed the case for its bar, and the withdrawal came then.
  await pool.query(
    `update termination set stage = 'bar', lease = gen_random_uuid(), lease_until = now() + interval '1 hour' where case_id = $1`,
    [made.caseId],
  );
  expect((await withdraw(op, subscriberOf(line!), { caseId: made.caseId })).effect).toBe('undoing');
  await pool.query(
    `update line set holds = '[{"kind":"legal","since":"2026-01-01","reference":"L1"}]' where line_id = $1`,
    [line!.lineId],
  );
  await pool.query('update termination set lease_until = now() where case_id = $1', [made.caseId]);
  engine.start();
  expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'withdrawn' });
  expect(simulator.effects(line!.imsi).barred).toBe(0);
});

it('leaves a number alone that went to a new holder while the old case was open', async () => {
  const [line, heir] = await seedLines(pool, instance.vault, 2, { from: 40, simulator });
  await engine.stop();
  const made = await readyToEnd(op, line!);
  await pool.query('delete from number_ledger where msisdn = $1', [heir!.msisdn]);
  await pool.query('update msisdn_assignment set to_at = now() where line_id = any($1)', [
    [line!.lineId, heir!.lineId],
  ]);
  await pool.query('insert into msisdn_assignment (line_id, msisdn, from_at) values ($1, $2, now())', [
    heir!.lineId,
    line!.msisdn,
  ]);
  await pool.query('update number_ledger set line_id = $1 where msisdn = $2', [heir!.lineId, line!.msisdn]);
  simulator.change(line!.imsi, { msisdn: null });
  simulator.change(heir!.imsi, { msisdn: line!.msisdn.slice(1) });
  engine.start();
  expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'completed' });
  const { rows } = await pool.query('select state, line_id from number_ledger where msisdn = $1', [
    line!.msisdn,
  ]);
  expect(rows).toEqual([{ state: 'assigned', line_id: heir!.lineId }]);
  expect(await verifiedCertificate(instance, made)).toMatchObject({
    result: 'authentic',
    copy: { claims: { number: 'none' } },
  });
});

it("sends nothing to a number that is no longer the line's own", async () => {
  const [line, heir] = await seedLines(pool, instance.vault, 2, { from: 45, simulator });
  const made = await readyToEnd(op, line!);
  await engine.stop();
  await pool.query(`update termination set stage = 'bar', due_at = null, lease = null where case_id = $1`, [
    made.caseId,
  ]);
  await pool.query('update msisdn_assignment set to_at = now() where line_id = any($1)', [
    [line!.lineId, heir!.lineId],
  ]);
  await pool.query('insert into msisdn_assignment (line_id, msisdn, from_at) values ($1, $2, now())', [
    heir!.lineId,
    line!.msisdn,
  ]);
  await pool.query('update termination set intent_at = now() where case_id = $1', [made.caseId]);
  await withdraw(op, subscriberOf(line!), { caseId: made.caseId });
  engine.start();
  await closedCase(pool, made.caseId);
  const { rows } = await pool.query(
    `select count(*)::int as n from outbox where case_id = $1 and kind = 'withdrawn'`,
    [made.caseId],
  );
  expect(rows[0].n).toBe(0);
});

it('finishes an old case after its number was given out again, without taking it from the new holder', async () => {
  const [line, heir] = await seedLines(pool, instance.vault, 2, { from: 50, simulator });
  simulator.inject({
    behaviour: ({ action, imsi }) =>
      action === 'lookup' &&
      imsi === line!.imsi &&
      simulator.effects(line!.imsi).deleted > 0 &&
      simulator.effects(line!.imsi).lookups >= 4
        ? 'refuse'
        : 'answer',
  });
  const made = await readyToEnd(op, line!);
  const { stage } = await stuckCase(pool, made.caseId);
  expect(stage).toBe('prove_absent');
  expect(await booksOf(pool, line!)).toMatchObject({ ledger: 'quarantined', status: 'ended' });
  // Ninety days later.
  await pool.query('update msisdn_assignment set to_at = now() where line_id = $1 and to_at is null', [
    heir!.lineId,
  ]);
  await pool.query('insert into msisdn_assignment (line_id, msisdn, from_at) values ($1, $2, now())', [
    heir!.lineId,
    line!.msisdn,
  ]);
  await pool.query(`update number_ledger set state = 'assigned', line_id = $1 where msisdn = $2`, [
    heir!.lineId,
    line!.msisdn,
  ]);
  simulator.inject({});
  await retryCase(op, staff, { caseId: made.caseId });
  await closedCase(pool, made.caseId);
  expect(await booksOf(pool, line!)).toMatchObject({ ledger: 'assigned', owner: heir!.lineId });
  const verdict = await verifiedCertificate(instance, made, line!.msisdn);
  expect(verdict).toMatchObject({ result: 'authentic', number: 'match' });
  expect(claimsOf(verdict).accesses).toMatchObject([{ absentAtEnd: true }]);
});

it('does not touch a card that went to another line while the case was open', async () => {
  const [line, heir] = await seedLines(pool, instance.vault, 2, { from: 60, simulator });
  await engine.stop();
  const moved = imsiOf(8_000_060);
  await addAccess(instance, line!, { accessId: 'moved-60', kind: 'esim', imsi: moved });
  const made = await readyToEnd(op, line!);
  await pool.query(`update access set to_at = now() where access_id = 'moved-60'`);
  await pool.query(
    `insert into access (access_id, line_id, kind, imsi, iccid, from_at) values ('moved-60b', $1, 'esim', $2, '89860000000000000001', now())`,
    [heir!.lineId, moved],
  );
  engine.start();
  expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'completed' });
  expect(atPeer(simulator, moved)).toBe('served');
  expect(simulator.effects(moved)).toMatchObject({ barred: 0, deleted: 0 });
  const claims = claimsOf(await verifiedCertificate(instance, made));
  expect(claims.accesses).toHaveLength(1);
});

it('gives back a line that its operator had barred before as barred', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 70, simulator });
  await instance.hlr.bar(line!.imsi);
  await pool.query(`update line set status = 'barred' where line_id = $1`, [line!.lineId]);
  const { caseId } = await declared(op, line!, 'lost');
  await eventually(
    async () => (await pool.query('select stage from termination where case_id = $1', [caseId])).rows[0],
    (row) => row?.stage === 'confirm',
  );
  await withdraw(op, subscriberOf(line!), { caseId });
  expect(await closedCase(pool, caseId)).toMatchObject({ outcome: 'withdrawn' });
  expect(atPeer(simulator, line!.imsi)).toBe('barred');
  expect((await booksOf(pool, line!)).status).toBe('barred');
});

it('leaves a line barred that was withdrawn before anything of it was saved', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 71, simulator });
  await instance.hlr.bar(line!.imsi);
  await pool.query(`update line set status = 'barred' where line_id = $1`, [line!.lineId]);
  await engine.stop();
  const { caseId } = await readyToEnd(op, line!);
  // A worker holds it as the withdrawal comes, and the next one turns it round.
  const hold = (until: string) =>
    pool.query(
      `update termination set lease = gen_random_uuid(), lease_until = now() + $2::interval where case_id = $1`,
      [caseId, until],
    );
  await hold('1 minute');
  await withdraw(op, subscriberOf(line!), { caseId });
  await hold('-1 second');
  engine.start();
  expect(await closedCase(pool, caseId)).toMatchObject({ outcome: 'withdrawn' });
  expect(atPeer(simulator, line!.imsi)).toBe('barred');
  expect((await booksOf(pool, line!)).status).toBe('barred');
});
