import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { startCampaign } from '../src/operations/campaigns/start-campaign.ts';
import { proposeRulebook } from '../src/operations/rulebooks/propose-rulebook.ts';
import { startSimulation, viewSimulation } from '../src/operations/rulebooks/simulate.ts';
import { staffNamed } from '../test/support/actors.ts';
import { changedBook, withValue } from '../test/support/rulebooks.ts';
import { seedLines } from '../test/support/seed.ts';
import { type BenchServer, benchInstance } from './bench-instance.ts';
import type { Figure } from './figure.ts';
import { SimulatedHlr } from './simulated-hlr.ts';

const AT_ONCE = 5_000;

/** How long it takes to make the last decisions again by a changed rulebook, and how long whoever else asks this process waits meanwhile. */
export async function rulebooks(server: BenchServer, decisions: number): Promise<readonly Figure[]> {
  const instance = await benchInstance(await server.database('rulebooks'), new SimulatedHlr());
  const op = instance.base.operations;
  const staff = staffNamed('bench');
  for (let from = 0; from < decisions; from += AT_ONCE) {
    const lines = await seedLines(op.pool, op.vault, Math.min(AT_ONCE, decisions - from), { from });
    const lineIds = Readable.from(lines.map(({ lineId }) => lineId));
    for await (const _ of startCampaign(op, staff, { name: `bench ${from}`, lineIds, dryRun: false }));
  }
  await op.pool.query('analyze decision, termination, party');
  const book = op.rulebooks.inForce('cn');
  await proposeRulebook(op, staff, {
    book: changedBook(book, {
      version: 'bench',
      settings: withValue(book, 'cooling_off', { period: { unit: 'days', amount: 45 } }),
    }),
  });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const began = performance.now();
  const cpu = process.cpuUsage();
  const { simulationId, ended } = await startSimulation(op, staff, {
    ...{ jurisdiction: 'cn', version: 'bench', last: decisions, on: null },
  });
  await ended;
  const seconds = (performance.now() - began) / 1000;
  delay.disable();
  const { user, system } = process.cpuUsage(cpu);
  const looked = performance.now();
  const { counts, simulation } = await viewSimulation(op, staff, { simulationId, after: 0, limit: 50 });
  const page = performance.now() - looked;
  await instance.close();
  if (simulation.state !== 'done' || counts.replayed !== decisions || counts.service_end !== decisions)
    throw new Error(`${simulation.state}: ${JSON.stringify(counts)}`);
  const size = decisions.toLocaleString('en');
  return [
    { name: `simulation of ${size} decisions`, value: seconds, unit: 's', target: '<= 60 s at 100,000' },
    { name: 'of that, work of this process', value: (user + system) / 1e6, unit: 's' },
    { name: 'others wait meanwhile, p99', value: delay.percentile(99) / 1e6, unit: 'ms', note: 'event loop' },
    { name: 'a page of 50 changes', value: page, unit: 'ms' },
  ];
}
