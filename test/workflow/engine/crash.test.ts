import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readSettings } from '../../../src/config/settings.ts';
import { createOsmoHlr } from '../../../src/connectors/osmo-hlr/driver.ts';
import { planFor } from '../../../src/domain/cases/plan.ts';
import type { Stage } from '../../../src/domain/cases/termination.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import { composeBase, stageContext } from '../../../src/run/compose.ts';
import { startServingNode } from '../../../src/simulators/osmo-hlr/serving-node.ts';
import { startOsmoHlrSimulator } from '../../../src/simulators/osmo-hlr/simulator.ts';
import { Engine } from '../../../src/workflow/engine/engine.ts';
import { FAULT_MOMENTS, FAULT_POINTS } from '../../../src/workflow/engine/fault-points.ts';
import { STAGE_MODULES } from '../../../src/workflow/stages/index.ts';
import { subscriberOf } from '../../support/actors.ts';
import { atPeer, auditOf, booksOf, closedCase, readyToEnd } from '../../support/cases.ts';
import { imsiOf, seedLines } from '../../support/seed.ts';
import { freshDatabase, someAtOnce, startWorker } from '../../support/workers.ts';

const dataFolder = mkdtempSync(join(tmpdir(), 'handback-crash-'));
// The network outlives every worker: it is what counts their effects.
const simulator = await startOsmoHlrSimulator();
const vlr = await startServingNode({
  host: simulator.host,
  port: simulator.ports.gsupPort,
  name: 'vlr-crash',
});
// A busy machine must not look like a serving node that does not answer: asking again waits longer than a test does.
const network = { host: simulator.host, ...simulator.ports, callTimeoutMs: 20_000 };
const hlr = createOsmoHlr(network);
const settings = readSettings({
  HANDBACK_DATA: dataFolder,
  HANDBACK_RULEBOOK_OVERLAY: 'rulebook/demo.yaml',
});
let lines = 0;

afterAll(async () => {
  await hlr.close();
  await vlr.close();
  await simulator.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

/** A stage that is walked into was claimed earlier: to be claimed at it, a case must have crashed there before. */
function crashesFor(point: string): string[] {
  const [stage, moment] = point.split(':');
  return moment === 'claimed' && stage !== 'cool_off' ? [`${stage}:before_effect`, point] : [point];
}

/** A stage that follows in the commit of another is claimed by itself only where it failed by itself. */
function momentsOf(stage: Stage): string[] {
  return FAULT_MOMENTS.filter((moment) => moment !== 'claimed' || !STAGE_MODULES[stage].follows).map(
    (moment) => `${stage}:${moment}`,
  );
}

/** One case in a database of its own, so that every worker that dies there dies over this case. */
async function crashAndFinish(points: readonly string[], withdrawAfter: string | null): Promise<void> {
  const n = lines++;
  const database = await freshDatabase(`crash_${process.pid}_${n}`);
  const base = await composeBase(settings, database.url, 'http://handback.test');
  const { operations: op } = base;
  try {
    const [line] = await seedLines(op.pool, base.vault, 1, { from: n, simulator });
    expect(await vlr.attach(line!.imsi, 'cs')).toBe(true);
    const { caseId } = await readyToEnd(op, line!);
    for (const point of points) {
      const worker = await startWorker(
        { url: database.url, dataFolder, simulator },
        { HANDBACK_FAULT: point, WORKER_HLR: JSON.stringify(network) },
      );
      expect(`${point} ${await worker.ended}`, worker.log()).toBe(`${point} SIGKILL`);
      if (point === withdrawAfter) await withdraw(op, subscriberOf(line!), { caseId });
      // What the dead worker held is free when its lease is over.
      await op.pool.query('update termination set lease_until = now() where lease is not null');
    }
    const engine = new Engine(stageContext(base, hlr, undefined), { idleMs: 20 });
    engine.start();
    const closed = await closedCase(op.pool, caseId);
    await engine.stop();
    expect(closed.outcome, points.join()).toBe(withdrawAfter === null ? 'completed' : 'withdrawn');
    const { rows } = await op.pool.query(
      'select (select count(*)::int from termination) as open, (select count(*)::int from termination_closed) as closed',
    );
    expect(rows[0]).toEqual({ open: 0, closed: 1 });
    const effects = simulator.effects(imsiOf(n));
    const books = await booksOf(op.pool, line!);
    const audit = await auditOf(op.pool, caseId);
    if (withdrawAfter === null) {
      expect(atPeer(simulator, line!.imsi), points.join()).toBe('absent');
      expect(effects.deleted, points.join()).toBe(1);
      expect(effects.restored).toBe(0);
      expect(effects.barred).toBeGreaterThanOrEqual(1);
      expect(effects.barred).toBeLessThanOrEqual(2);
      expect(effects.keysRemoved).toBeGreaterThanOrEqual(2);
      expect(effects.cancelAcknowledged).toBeGreaterThanOrEqual(1);
      expect(books, points.join()).toMatchObject({
        status: 'ended',
        ledger: 'quarantined',
        owner: null,
        access: 0,
      });
      expect(books, points.join()).toMatchObject({ finals: 1, certificates: 1, assigned: 0 });
      const stages = planFor({ urgent: false, esim: false }).slice(1);
      expect(audit, points.join()).toEqual(['declared', 'confirmed', ...stages.map((s) => `${s}.done`)]);
    } else {
      expect(atPeer(simulator, line!.imsi), points.join()).toBe('served');
      expect(effects.deleted).toBe(0);
      expect(books, points.join()).toMatchObject({
        status: 'active',
        ledger: 'assigned',
        access: 1,
        assigned: 1,
      });
      expect(books, points.join()).toMatchObject({ finals: 0, certificates: 0 });
      expect(
        audit.filter((action) => action === 'undo_bar.done'),
        points.join(),
      ).toHaveLength(1);
      expect(audit.at(-1)).toBe('close.done');
    }
  } finally {
    await base.close();
    await database.drop();
  }
}

const normal = planFor({ urgent: false, esim: false }).filter((stage) => stage !== 'confirm');

it.each(normal)('finishes a case exactly once after its worker died at any moment of %s', async (stage) => {
  const points = momentsOf(stage);
  expect(FAULT_POINTS).toEqual(expect.arrayContaining(points));
  await someAtOnce(points, 3, (point) => crashAndFinish(crashesFor(point), null));
});

it('gives the line back after the worker died at any moment of undoing the bar', async () => {
  const points = FAULT_MOMENTS.map((moment) => `undo_bar:${moment}`);
  await someAtOnce(points, 3, (point) =>
    crashAndFinish(['detach:before_effect', ...crashesFor(point)], 'detach:before_effect'),
  );
});

it('gives the line back when the worker died over it while a withdrawal was recorded', async () => {
  const points = ['bar:before_effect', 'bar:after_effect', 'bar:in_commit', 'bar:after_commit'].concat([
    'detach:after_effect',
    'detach:before_commit',
    'detach:in_commit',
  ]);
  await someAtOnce(points, 3, (point) => crashAndFinish([point], point));
});
