import { afterAll, expect, it } from 'vitest';
import type { Verdict } from '../../../src/certificate/verify/verdict.ts';
import { createOsmoHlr } from '../../../src/connectors/osmo-hlr/driver.ts';
import { rollForward } from '../../../src/operations/cases/steering/roll-forward.ts';
import { skipStage } from '../../../src/operations/cases/steering/skip-stage.ts';
import { startServingNode } from '../../../src/simulators/osmo-hlr/serving-node.ts';
import { Engine } from '../../../src/workflow/engine/engine.ts';
import { staffNamed } from '../../support/actors.ts';
import { addAccess, auditOf, closedCase, readyToEnd, verifiedCertificate } from '../../support/cases.ts';
import { claimsOf } from '../../support/certificates.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { imsiOf, seedLines } from '../../support/seed.ts';

const DEAF = 'vlr-deaf';
const instance = await testInstance();
const { operations: op, simulator } = instance;
const { pool } = op;
/** What the node that may be deaf does with a cancellation, by IMSI. */
let hears = (_imsi: string): boolean => false;
const node = await startServingNode({
  host: simulator.host,
  port: simulator.ports.gsupPort,
  name: DEAF,
  onCancel: (message) => (hears(message.imsi) ? 'acknowledge' : 'ignore'),
});
// Short calls: a deaf node is known to be deaf after one of them. The engine's clock can be moved.
let ahead = 0;
const clock = { now: () => new Date(Date.now() + ahead) };
const hlr = createOsmoHlr({ host: simulator.host, ...simulator.ports, callTimeoutMs: 300, clock });
const engine = new Engine({ ...instance.context, hlr, clock }, { idleMs: 50 });
engine.start();
afterAll(async () => {
  await engine.stop();
  await hlr.close();
  await node.close();
});

async function waitingForNode(caseId: string): Promise<void> {
  await eventually(
    async () =>
      (await pool.query('select stage, waiting_for from termination where case_id = $1', [caseId])).rows[0],
    (row) => row?.stage === 'detach' && row.waiting_for === 'serving_node',
  );
}

/** The next look at the serving node is due now instead of in some seconds. */
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

const detachOf = (verdict: Verdict) => claimsOf(verdict).accesses.map((a) => a.detach);

it('asks a silent serving node until its deadline, then goes on and certifies the detach as unconfirmed', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { simulator });
  expect(await node.attach(line!.imsi, 'cs')).toBe(true);
  const made = await readyToEnd(op, line!);
  await waitingForNode(made.caseId);
  expect(simulator.effects(line!.imsi).deleted).toBe(0);
  ahead = 3 * 60_000;
  await lookAgain(made.caseId);
  expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'completed', detach: 'unconfirmed' });
  ahead = 0;
  expect(simulator.effects(line!.imsi)).toMatchObject({
    cancelRequested: 2,
    cancelAcknowledged: 0,
    deleted: 1,
  });
  expect(detachOf(await verifiedCertificate(instance, made))).toEqual(['unconfirmed']);
});

it('certifies a node that acknowledged only when asked again as confirmed', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 10, simulator });
  expect(await node.attach(line!.imsi, 'cs')).toBe(true);
  const made = await readyToEnd(op, line!);
  await waitingForNode(made.caseId);
  hears = (imsi) => imsi === line!.imsi;
  await lookAgain(made.caseId);
  expect(await closedCase(pool, made.caseId)).toMatchObject({ detach: 'acknowledged' });
  expect(detachOf(await verifiedCertificate(instance, made))).toEqual(['acknowledged']);
});

it('does not ask a node again that acknowledged already, while another one stays silent', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 20, simulator });
  expect(await instance.vlr.attach(line!.imsi, 'cs')).toBe(true);
  expect(await node.attach(line!.imsi, 'ps')).toBe(true);
  hears = () => false;
  const made = await readyToEnd(op, line!);
  await waitingForNode(made.caseId);
  await lookAgain(made.caseId);
  await eventually(
    async () => simulator.effects(line!.imsi).cancelRequested,
    (asked) => asked === 3,
  );
  await waitingForNode(made.caseId);
  hears = (imsi) => imsi === line!.imsi;
  await lookAgain(made.caseId);
  expect(await closedCase(pool, made.caseId)).toMatchObject({ detach: 'acknowledged' });
  expect(simulator.effects(line!.imsi)).toMatchObject({ cancelRequested: 4, cancelAcknowledged: 2 });
  expect(detachOf(await verifiedCertificate(instance, made))).toEqual(['acknowledged']);
});

it('keeps waiting for a node, however long, without counting the waiting as failures', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 30, simulator });
  expect(await node.attach(line!.imsi, 'cs')).toBe(true);
  hears = () => false;
  const made = await readyToEnd(op, line!);
  await waitingForNode(made.caseId);
  for (let round = 2; round <= 14; round++) {
    await lookAgain(made.caseId);
    await eventually(
      async () => simulator.effects(line!.imsi).cancelRequested,
      (asked) => asked >= round,
    );
    await waitingForNode(made.caseId);
  }
  // One hiccup of the network after all that waiting is one failure, not the thirteenth.
  let hiccups = 0;
  simulator.inject({
    behaviour: (command) => (command.imsi === line!.imsi && hiccups++ === 0 ? 'silent' : 'answer'),
  });
  hears = (imsi) => imsi === line!.imsi;
  await lookAgain(made.caseId);
  expect(await closedCase(pool, made.caseId)).toMatchObject({ outcome: 'completed', detach: 'acknowledged' });
  simulator.inject({});
});

it('certifies each access by its own nodes when only one of them stayed silent', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 40, simulator });
  const watch = imsiOf(8_000_040);
  await addAccess(instance, line!, { accessId: 'watch-40', kind: 'companion', imsi: watch });
  expect(await instance.vlr.attach(line!.imsi, 'cs')).toBe(true);
  expect(await node.attach(watch, 'cs')).toBe(true);
  hears = () => false;
  const made = await readyToEnd(op, line!);
  await waitingForNode(made.caseId);
  ahead = 3 * 60_000;
  await lookAgain(made.caseId);
  expect(await closedCase(pool, made.caseId)).toMatchObject({ detach: 'unconfirmed' });
  ahead = 0;
  const claims = claimsOf(await verifiedCertificate(instance, made));
  expect(Object.fromEntries(claims.accesses.map((a) => [a.kind, a.detach]))).toEqual({
    sim: 'acknowledged',
    companion: 'unconfirmed',
  });
});

it('goes on when a person of the operator ends the waiting, with the reason in the audit log', async () => {
  const [line, skipped] = await seedLines(pool, instance.vault, 2, { from: 50, simulator });
  hears = () => false;
  for (const { imsi } of [line!, skipped!]) expect(await node.attach(imsi, 'cs')).toBe(true);
  const staff = staffNamed('lin');
  const made = await readyToEnd(op, line!);
  const other = await readyToEnd(op, skipped!);
  await waitingForNode(made.caseId);
  await waitingForNode(other.caseId);
  await rollForward(op, staff, { caseId: made.caseId, reason: 'the node is gone' });
  await skipStage(op, staff, { caseId: other.caseId, reason: 'the node is gone' });
  for (const { caseId, action } of [
    { caseId: made.caseId, action: 'rolled_forward' },
    { caseId: other.caseId, action: 'skipped' },
  ]) {
    expect(await closedCase(pool, caseId)).toMatchObject({ outcome: 'completed', detach: 'unconfirmed' });
    expect(await auditOf(pool, caseId)).toContain(action);
  }
  expect(detachOf(await verifiedCertificate(instance, made))).toEqual(['unconfirmed']);
  expect(detachOf(await verifiedCertificate(instance, other))).toEqual(['unconfirmed']);
});
