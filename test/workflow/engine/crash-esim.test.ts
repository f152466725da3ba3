import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readSettings } from '../../../src/config/settings.ts';
import { createOsmoHlr } from '../../../src/connectors/osmo-hlr/driver.ts';
import { planFor } from '../../../src/domain/cases/plan.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { stopWaitingForDevices } from '../../../src/operations/esim/stop-waiting-for-devices.ts';
import { composeBase, stageContext } from '../../../src/run/compose.ts';
import { connectSmdp } from '../../../src/run/peers.ts';
import { startSmdpSimulator } from '../../../src/simulators/es2plus/simulator.ts';
import { startOsmoHlrSimulator } from '../../../src/simulators/osmo-hlr/simulator.ts';
import { makeTestPki } from '../../../src/simulators/pki/tls-pki.ts';
import { Engine } from '../../../src/workflow/engine/engine.ts';
import { FAULT_MOMENTS } from '../../../src/workflow/engine/fault-points.ts';
import { subscriberOf } from '../../support/actors.ts';
import { atPeer, auditOf, closedCase, cooledOff, declared } from '../../support/cases.ts';
import { profileIccid, seedProfiles, TestDevice } from '../../support/esim.ts';
import { seedLines } from '../../support/seed.ts';
import { freshDatabase, someAtOnce, startWorker } from '../../support/workers.ts';

const dataFolder = mkdtempSync(join(tmpdir(), 'handback-crash-esim-'));
const pki = makeTestPki('crash');
// Both peers outlive every worker: they count the effects.
const simulator = await startOsmoHlrSimulator();
const smdp = await startSmdpSimulator({ identity: pki.server(['127.0.0.1']), clientCaPem: pki.caPem });
const client = pki.client('handback');
mkdirSync(join(dataFolder, 'rsp', 'es2plus'), { recursive: true });
for (const [name, pem] of [
  ['ca.pem', pki.caPem],
  ['client.pem', client.certPem],
  ['client-key.pem', client.keyPem],
] as const)
  writeFileSync(join(dataFolder, 'rsp', 'es2plus', name), pem);
// A busy machine must not look like a peer that does not answer.
const network = { host: simulator.host, ...simulator.ports, callTimeoutMs: 20_000 };
const environment = { HANDBACK_SMDP: smdp.url };
const settings = readSettings({
  HANDBACK_DATA: dataFolder,
  HANDBACK_RULEBOOK_OVERLAY: 'rulebook/demo.yaml',
  ...environment,
});
const hlr = createOsmoHlr(network);
let lines = 0;

afterAll(async () => {
  await hlr.close();
  await simulator.close();
  await smdp.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

/** A line with a profile on a device that stays silent, and one that no device has. */
async function crashAndFinish(points: readonly string[]): Promise<void> {
  const n = lines++;
  const database = await freshDatabase(`crash_esim_${process.pid}_${n}`);
  const base = await composeBase(settings, database.url, 'http://handback.test');
  const { operations: op } = base;
  const context = stageContext(base, hlr, undefined, connectSmdp(settings));
  try {
    const [line] = await seedLines(op.pool, base.vault, 1, { from: n, simulator });
    const [silent, unused] = [profileIccid(n * 2), profileIccid(n * 2 + 1)];
    smdp.putProfile({ iccid: unused, state: 'released' });
    await seedProfiles(op.pool, line!, [
      { iccid: silent, eid: new TestDevice(n).eid },
      { iccid: unused, eid: null, state: 'released' },
    ]);
    const { caseId } = await declared(op, line!);
    await confirm(op, subscriberOf(line!), { caseId });
    await stopWaitingForDevices(op, subscriberOf(line!), { caseId });
    await cooledOff(op.pool, caseId);
    for (const point of points) {
      const worker = await startWorker(
        { url: database.url, dataFolder, simulator },
        { ...environment, HANDBACK_FAULT: point, WORKER_HLR: JSON.stringify(network) },
      );
      expect(`${point} ${await worker.ended}`, worker.log()).toBe(`${point} SIGKILL`);
      await op.pool.query('update termination set lease_until = now() where lease is not null');
    }
    const engine = new Engine(context, { idleMs: 20 });
    engine.start();
    const closed = await closedCase(op.pool, caseId);
    await engine.stop();
    expect(closed.outcome, points.join()).toBe('completed');
    expect(atPeer(simulator, line!.imsi), points.join()).toBe('absent');
    expect(smdp.profile(unused)?.state, points.join()).toBe('unavailable');
    const calls = smdp.calls.filter(({ body }) => String(body['iccid']).startsWith(unused));
    // However often it was asked, it was one call by its identifier, and so one effect.
    expect(new Set(calls.map(({ callId }) => callId)).size, points.join()).toBe(1);
    const { rows } = await op.pool.query(
      'select iccid, result, ended_at is not null as ended from unbinding order by iccid',
    );
    expect(rows, points.join()).toEqual([
      { iccid: silent, result: 'unreachable', ended: true },
      { iccid: unused, result: 'cancelled', ended: true },
    ]);
    const stages = planFor({ urgent: false, esim: true }).slice(1);
    const audit = (await auditOf(op.pool, caseId)).filter((action) => action.endsWith('.done'));
    expect(audit, points.join()).toEqual(stages.map((stage) => `${stage}.done`));
  } finally {
    await context.smdp.close();
    await base.close();
    await database.drop();
  }
}

it.each(['unbind', 'cancel_profiles'])(
  'finishes a case exactly once after its worker died at any moment of %s',
  (stage) =>
    someAtOnce(FAULT_MOMENTS, 3, (moment) => {
      const point = `${stage}:${moment}`;
      return crashAndFinish(moment === 'claimed' ? [`${stage}:before_effect`, point] : [point]);
    }),
);
