import { afterAll, afterEach, expect, it } from 'vitest';
import { createOsmoHlr } from '../../../src/connectors/osmo-hlr/driver.ts';
import { GSUP, type GsupMessage } from '../../../src/connectors/osmo-hlr/gsup-codec.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { retryCase } from '../../../src/operations/cases/steering/retry-case.ts';
import { skipStage } from '../../../src/operations/cases/steering/skip-stage.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import { startServingNode } from '../../../src/simulators/osmo-hlr/serving-node.ts';
import { Engine } from '../../../src/workflow/engine/engine.ts';
import { staffNamed, subscriberOf } from '../../support/actors.ts';
import {
  addAccess,
  auditOf,
  closedCase,
  declared,
  readyToEnd,
  stuckCase,
  verifiedCertificate,
} from '../../support/cases.ts';
import { claimsOf } from '../../support/certificates.ts';
import { eventually, testInstance, VLR } from '../../support/instance.ts';
import { imsiOf, type SeededLine, seedLines } from '../../support/seed.ts';

// A certificate never says that a line is off where the network was not asked, said no, or changed meanwhile. The serving
// nodes here count what reaches them.

const instance = await testInstance();
const { operations: op, simulator } = instance;
const { pool } = op;
const BOTH = 'msc-and-sgsn';
let answer = (_message: GsupMessage): 'acknowledge' | 'refuse' | 'ignore' => 'acknowledge';
const both = await startServingNode({
  host: simulator.host,
  port: simulator.ports.gsupPort,
  name: BOTH,
  onCancel: (message) => answer(message),
});
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };
const hlr = createOsmoHlr({ host: simulator.host, ...simulator.ports, callTimeoutMs: 400, clock });
const engine = new Engine({ ...instance.context, hlr, clock }, { idleMs: 50 });
engine.start();
afterAll(async () => {
  await engine.stop();
  await hlr.close();
  await both.close();
});
afterEach(() => {
  ahead = 0;
  answer = () => 'acknowledge';
  simulator.inject({});
});

let serial = 0;
async function line(options: { readonly known?: boolean } = {}): Promise<SeededLine> {
  serial += 10;
  const known = options.known ?? true;
  const [one] = await seedLines(pool, instance.vault, 1, { from: serial, ...(known ? { simulator } : {}) });
  return one!;
}

function at(caseId: string, stage: string, waitingFor?: string): Promise<unknown> {
  return eventually(
    async () =>
      (await pool.query('select stage, waiting_for from termination where case_id = $1', [caseId])).rows[0],
    (row) => row?.stage === stage && (waitingFor === undefined || row.waiting_for === waitingFor),
  );
}

/** Waits until the case has looked, and rests until its next look. */
function resting(caseId: string): Promise<unknown> {
  return eventually(
    () =>
      pool.query(
        `select from termination where case_id = $1 and lease is null and due_at > now() + interval '5 seconds'`,
        [caseId],
      ),
    ({ rowCount }) => rowCount === 1,
  );
}

/** The next look is due now instead of in some seconds. */
async function lookAgain(caseId: string): Promise<void> {
  await eventually(
    () =>
      pool.query(
        `update termination set due_at = now() where case_id = $1 and lease is null and due_at > now() + interval '5 seconds'`,
        [caseId],
      ),
    ({ rowCount }) => rowCount === 1,
  );
  engine.wake();
}

/** A lost phone's line: barred and off, and waiting for its person. */
async function barred() {
  const lost = await line();
  expect(await instance.vlr.attach(lost.imsi, 'cs')).toBe(true);
  const made = await declared(op, lost, 'stolen');
  await at(made.caseId, 'confirm');
  expect(simulator.effects(lost.imsi)).toMatchObject({ barred: 1, cancelAcknowledged: 1 });
  return { lost, made, caseId: made.caseId };
}

const cancelsAt = (imsi: string, domain: 'cs' | 'ps'): number =>
  both.received.filter(
    (message) =>
      message.type === GSUP.locationCancelRequest && message.imsi === imsi && message.domain === domain,
  ).length;

it('does not take the answer of a node for one domain as an answer for the other', async () => {
  const one = await line();
  for (const domain of ['cs', 'ps'] as const) expect(await both.attach(one.imsi, domain)).toBe(true);
  answer = ({ domain }) => (domain === 'cs' ? 'acknowledge' : 'ignore');
  const made = await readyToEnd(op, one);
  await at(made.caseId, 'detach', 'serving_node');
  await lookAgain(made.caseId);
  await eventually(
    async () => cancelsAt(one.imsi, 'ps'),
    (asked) => asked === 2,
  );
  expect(cancelsAt(one.imsi, 'cs')).toBe(1);
  expect(simulator.effects(one.imsi).deleted).toBe(0);
  await resting(made.caseId);
  ahead = 3 * 60_000;
  await lookAgain(made.caseId);
  expect(await closedCase(pool, made.caseId)).toMatchObject({ detach: 'unconfirmed' });
  const claims = claimsOf(await verifiedCertificate(instance, made));
  expect(claims.accesses[0]!.detach).toBe('unconfirmed');
  const told = claims.accesses[0]!.evidence.filter(({ node }) => node !== undefined);
  expect(told.map(({ node, meaning }) => `${node!.domain} ${meaning}`).sort()).toEqual([
    'cs location_cancelled',
    ...Array(told.length - 1).fill('ps node_silent'),
  ]);
});

it('does not call an error answer silence, nor take it for a confirmation', async () => {
  const one = await line();
  expect(await both.attach(one.imsi, 'ps')).toBe(true);
  answer = () => 'refuse';
  const made = await readyToEnd(op, one);
  await at(made.caseId, 'detach', 'serving_node');
  ahead = 3 * 60_000;
  await lookAgain(made.caseId);
  expect(await closedCase(pool, made.caseId)).toMatchObject({ detach: 'unconfirmed' });
  const claims = claimsOf(await verifiedCertificate(instance, made));
  const meanings = claims.accesses[0]!.evidence.map(({ meaning }) => meaning);
  expect(meanings).toContain('cancel_refused');
  expect(meanings).not.toContain('node_silent');
});

it('counts an acknowledgement that comes after the time-out', async () => {
  const one = await line();
  expect(await both.attach(one.imsi, 'ps')).toBe(true);
  answer = () => 'ignore';
  const made = await readyToEnd(op, one);
  await at(made.caseId, 'detach', 'serving_node');
  const request = both.received.findLast(
    ({ type, imsi }) => type === GSUP.locationCancelRequest && imsi === one.imsi,
  )!;
  both.send({
    type: GSUP.locationCancelResult,
    imsi: one.imsi,
    domain: 'ps',
    sourceName: BOTH,
    destinationName: request.sourceName!,
  });
  await eventually(
    async () => simulator.effects(one.imsi).cancelAcknowledged,
    (acknowledged) => acknowledged === 1,
  );
  await lookAgain(made.caseId);
  expect(await closedCase(pool, made.caseId)).toMatchObject({ detach: 'acknowledged' });
  expect(cancelsAt(one.imsi, 'ps')).toBe(1);
});

it('looks before it removes: a bar that was lifted is set again, and the node that serves now is told', async () => {
  const { lost, made, caseId } = await barred();
  const firstEnd = new Date();
  simulator.change(lost.imsi, { cs: true, ps: true });
  expect(await both.attach(lost.imsi, 'ps')).toBe(true);
  await confirm(op, subscriberOf(lost), { caseId });
  const closed = await closedCase(pool, caseId);
  expect(closed).toMatchObject({ outcome: 'completed', detach: 'acknowledged' });
  // The line had service again, so its service ended later.
  expect(closed.serviceEndedAt!.getTime()).toBeGreaterThan(firstEnd.getTime());
  expect(both.serves(lost.imsi)).toBe(false);
  expect(cancelsAt(lost.imsi, 'ps')).toBe(1);
  expect(simulator.effects(lost.imsi)).toMatchObject({ barred: 2, deleted: 1 });
  expect(await auditOf(pool, caseId)).toEqual(
    expect.arrayContaining(['confirmed', 'remove.back', 'bar.done', 'detach.done', 'remove.done']),
  );
  expect(await verifiedCertificate(instance, made)).toMatchObject({
    copy: { claims: { accesses: [{ detach: 'acknowledged', absentAtEnd: true }] } },
  });
});

it('looks before it removes: another node than was told is told, even where the bar is there', async () => {
  const { lost, caseId } = await barred();
  simulator.change(lost.imsi, { cs: true });
  expect(await both.attach(lost.imsi, 'cs')).toBe(true);
  simulator.change(lost.imsi, { cs: false });
  await confirm(op, subscriberOf(lost), { caseId });
  expect(await closedCase(pool, caseId)).toMatchObject({ detach: 'acknowledged' });
  expect(both.serves(lost.imsi)).toBe(false);
});

it('asks the same node again when days have passed since it acknowledged', async () => {
  const { lost, caseId } = await barred();
  ahead = 3 * 24 * 3_600_000;
  await confirm(op, subscriberOf(lost), { caseId });
  expect(await closedCase(pool, caseId)).toMatchObject({ detach: 'acknowledged' });
  expect(simulator.effects(lost.imsi)).toMatchObject({ barred: 2, cancelAcknowledged: 2, deleted: 1 });
});

it('sets a bar again that is lifted while it waits for a serving node', async () => {
  const one = await line();
  expect(await both.attach(one.imsi, 'ps')).toBe(true);
  answer = () => 'ignore';
  const made = await readyToEnd(op, one);
  await at(made.caseId, 'detach', 'serving_node');
  simulator.change(one.imsi, { cs: true, ps: true });
  expect(await instance.vlr.attach(one.imsi, 'cs')).toBe(true);
  answer = () => 'acknowledge';
  await lookAgain(made.caseId);
  expect(await closedCase(pool, made.caseId)).toMatchObject({ detach: 'acknowledged' });
  expect(instance.vlr.serves(one.imsi)).toBe(false);
  expect(simulator.effects(one.imsi)).toMatchObject({ barred: 2, deleted: 1 });
  expect(await auditOf(pool, made.caseId)).toContain('detach.back');
});

it('sets a bar again on the spot where an earlier try may have removed the keys already', async () => {
  const one = await line();
  expect(await instance.vlr.attach(one.imsi, 'cs')).toBe(true);
  let deletes = 0;
  simulator.inject({
    behaviour: ({ imsi, action }) => {
      if (imsi !== one.imsi || action !== 'delete' || deletes++ > 0) return 'answer';
      // The delete is lost, and another system lets the phone in again before it is tried a second time.
      simulator.change(one.imsi, { cs: true, ps: true });
      void both.attach(one.imsi, 'ps');
      return 'lost';
    },
  });
  const made = await readyToEnd(op, one);
  expect(await closedCase(pool, made.caseId)).toMatchObject({ detach: 'acknowledged' });
  expect(both.serves(one.imsi)).toBe(false);
  expect(simulator.effects(one.imsi)).toMatchObject({ barred: 2, deleted: 1 });
});

it('hands a bar that somebody lifts again and again to a person, and removes nothing', async () => {
  const one = await line();
  expect(await both.attach(one.imsi, 'ps')).toBe(true);
  simulator.inject({
    behaviour: ({ imsi, action }) => {
      const now = simulator.subscriber(one.imsi);
      if (imsi === one.imsi && action === 'lookup' && now !== undefined && !now.cs)
        simulator.change(one.imsi, { cs: true, ps: true });
      return 'answer';
    },
  });
  const made = await readyToEnd(op, one);
  expect(await stuckCase(pool, made.caseId)).toMatchObject({ problem: { code: 'bar_does_not_hold' } });
  expect(simulator.effects(one.imsi).deleted).toBe(0);
});

it('does not undo what staff decided: a skipped detachment is not asked for again, a lifted bar is set again', async () => {
  const lost = await line();
  expect(await both.attach(lost.imsi, 'ps')).toBe(true);
  answer = () => 'ignore';
  const made = await readyToEnd(op, lost);
  const { caseId } = made;
  await at(caseId, 'detach', 'serving_node');
  simulator.change(lost.imsi, { cs: true });
  ahead = 10 * 60_000;
  await skipStage(op, staffNamed('lin'), { caseId, reason: 'the node is gone' });
  expect(await closedCase(pool, caseId)).toMatchObject({ detach: 'unconfirmed' });
  expect(simulator.effects(lost.imsi)).toMatchObject({ barred: 2, deleted: 1 });
  expect(await verifiedCertificate(instance, made)).toMatchObject({
    copy: { claims: { accesses: [{ detach: 'unconfirmed' }] } },
  });
});

it('leaves alone a stale IMSI whose number is attached under another one', async () => {
  const one = await line({ known: false });
  const swapped = imsiOf(9_000_000 + serial);
  simulator.createSubscriber({ imsi: swapped, msisdn: one.msisdn });
  expect(await instance.vlr.attach(swapped, 'cs')).toBe(true);
  const made = await readyToEnd(op, one);
  expect(await stuckCase(pool, made.caseId)).toMatchObject({
    stage: 'save_subscriber',
    problem: { code: 'network_differs', differs: [{ accessId: `${one.lineId}-1`, how: 'number_elsewhere' }] },
  });
  expect(instance.vlr.serves(swapped)).toBe(true);
  // The inventory is put right, and the case goes on.
  await pool.query('update access set imsi = $2 where line_id = $1', [one.lineId, swapped]);
  await retryCase(op, staffNamed('lin'), { caseId: made.caseId });
  expect(await closedCase(pool, made.caseId)).toMatchObject({ detach: 'acknowledged' });
  expect(instance.vlr.serves(swapped)).toBe(false);
});

it.each(['a number of its own', 'the number of another line'])(
  'does not touch an IMSI that carries %s',
  async (kind) => {
    const one = await line();
    const other = await line();
    const msisdn = kind === 'a number of its own' ? '8617009999999' : other.msisdn.slice(1);
    simulator.change(one.imsi, { msisdn });
    const made = await readyToEnd(op, one);
    expect(await stuckCase(pool, made.caseId)).toMatchObject({ problem: { code: 'network_differs' } });
    expect(simulator.effects(one.imsi)).toMatchObject({ barred: 0, deleted: 0 });
  },
);

it('lets a companion have a hidden number, but not that of another line', async () => {
  const other = await line();
  for (const [number, ends] of [
    ['8617008888888', true],
    [other.msisdn.slice(1), false],
  ] as const) {
    const one = await line();
    const watch = imsiOf(8_500_000 + serial);
    await addAccess(instance, one, { accessId: `watch-${serial}`, kind: 'companion', imsi: watch });
    simulator.change(watch, { msisdn: number });
    const made = await readyToEnd(op, one);
    if (ends) expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'completed' });
    else expect(await stuckCase(pool, made.caseId)).toMatchObject({ problem: { code: 'network_differs' } });
    expect(simulator.effects(watch).deleted).toBe(ends ? 1 : 0);
  }
});

it('removes nothing of an IMSI that was given another number after the bar', async () => {
  const { lost, caseId } = await barred();
  simulator.change(lost.imsi, { msisdn: '8617007777777' });
  await confirm(op, subscriberOf(lost), { caseId });
  expect(await stuckCase(pool, caseId)).toMatchObject({
    stage: 'remove',
    problem: { code: 'network_differs', differs: [{ how: 'other_number' }] },
  });
  expect(simulator.effects(lost.imsi).deleted).toBe(0);
  // Nothing was removed, so the line can be given back.
  await withdraw(op, subscriberOf(lost), { caseId });
  expect(await closedCase(pool, caseId)).toMatchObject({ outcome: 'withdrawn' });
  expect(simulator.subscriber(lost.imsi)).toMatchObject({ cs: true, ps: true });
});

it("removes nothing of an IMSI that is somebody else's by the time of the second try", async () => {
  const one = await line();
  let deletes = 0;
  simulator.inject({
    behaviour: ({ imsi, action }) => {
      if (imsi !== one.imsi || action !== 'delete' || deletes++ > 0) return 'answer';
      simulator.change(one.imsi, { msisdn: '8617006666666' });
      return 'lost';
    },
  });
  const made = await readyToEnd(op, one);
  expect(await stuckCase(pool, made.caseId)).toMatchObject({
    stage: 'remove',
    problem: { code: 'network_differs', differs: [{ how: 'other_number' }] },
  });
  expect(simulator.effects(one.imsi).deleted).toBe(0);
});

it('does not certify the end of a number that moved to another IMSI after the bar', async () => {
  const { lost, caseId } = await barred();
  await hlr.remove(lost.imsi);
  const swapped = imsiOf(9_500_000 + serial);
  simulator.createSubscriber({ imsi: swapped, msisdn: lost.msisdn, vlr: VLR });
  await confirm(op, subscriberOf(lost), { caseId });
  expect(await stuckCase(pool, caseId)).toMatchObject({
    stage: 'remove',
    problem: { code: 'network_differs', differs: [{ how: 'number_elsewhere' }] },
  });
});

it('tells the node that served a line whose subscriber another system deleted, and certifies no end of it', async () => {
  const one = await line();
  expect(await both.attach(one.imsi, 'ps')).toBe(true);
  let lookups = 0;
  simulator.inject({
    behaviour: ({ imsi, action }) => {
      // Deleted between the bar and the detachment: the HLR tells no node of a deletion.
      if (imsi === one.imsi && action === 'lookup' && ++lookups === 2) void hlr.remove(one.imsi);
      return 'answer';
    },
    latency: ({ imsi, action }) => (imsi === one.imsi && action === 'lookup' ? 50 : 0),
  });
  const made = await readyToEnd(op, one);
  // It could have been attached elsewhere before it was deleted.
  expect(await closedCase(pool, made.caseId)).toMatchObject({ detach: 'unconfirmed' });
  expect(both.serves(one.imsi)).toBe(false);
});
