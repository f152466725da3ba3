import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Engine } from '../src/workflow/engine/engine.ts';
import { isClosed } from '../src/workflow/engine/record.ts';
import { seedCases, seedLines } from '../test/support/seed.ts';
import { type BenchServer, benchInstance, percentile } from './bench-instance.ts';
import { bulkEngine, seedBulk } from './bulk-engine.ts';
import { bulkFloor } from './bulk-floor.ts';
import type { Figure } from './figure.ts';
import { SimulatedHlr } from './simulated-hlr.ts';

const DBOS_LINES = 500;
const ALONE = 30;

/** Many lines at once, as a share of what the database can do at all; and beside it a workflow library. */
export async function bulk(server: BenchServer, lines: number): Promise<readonly Figure[]> {
  const one = await bulkFloor(server, lines, 1, 'bulk_floor_1');
  const two = await bulkFloor(server, lines, 2, 'bulk_floor_2');
  const floor = one.seconds < two.seconds ? one : two;
  const engine = await bulkEngine(server, lines);
  if (JSON.stringify(engine.counts) !== JSON.stringify(floor.counts)) {
    throw new Error(
      `the rows differ: engine ${JSON.stringify(engine.counts)}, floor ${JSON.stringify(floor.counts)}`,
    );
  }
  const perSecond = lines / engine.seconds;
  const figures: Figure[] = [
    {
      name: 'bulk, floor',
      value: lines / floor.seconds,
      unit: 'lines/s',
      note: `${floor === one ? 1 : 2} connection(s), 500 a commit, ${lines} lines`,
    },
    {
      name: 'bulk, engine',
      value: perSecond,
      unit: 'lines/s',
      note: `rows left: ${JSON.stringify(engine.counts)}`,
    },
    { name: 'bulk, engine / floor', value: floor.seconds / engine.seconds, target: '>= 0.45' },
    {
      name: 'bulk, memory of server and worker',
      value: engine.peakRssMb ?? Number.NaN,
      unit: 'MB RSS',
      target: '<= 350',
    },
  ];
  const alone = await engineAlone(server);
  figures.push({ name: 'a line alone, engine', value: alone, unit: 'ms', note: 'p50, peers answer at once' });
  const peer = await dbos(server);
  if (peer === null) return figures;
  figures.push(
    {
      name: 'bulk, DBOS',
      value: peer.lines / peer.seconds,
      unit: 'lines/s',
      note: `${peer.lines} lines, 100 at once, pools of 40 and 20, no tracing`,
    },
    { name: 'bulk, engine / DBOS', value: (perSecond * peer.seconds) / peer.lines, target: 'aim at 50' },
    { name: 'a line alone, DBOS', value: peer.aloneMs, unit: 'ms', note: 'p50, peers answer at once' },
    { name: 'a line alone, engine / DBOS', value: alone / peer.aloneMs, target: '<= 0.5' },
  );
  return figures;
}

async function engineAlone(server: BenchServer): Promise<number> {
  const url = await server.database('alone');
  const instance = await benchInstance(url, new SimulatedHlr(() => 0));
  const { pool } = instance.base.database;
  const rules = instance.base.operations.rulebooks.current('cn', 'CN-BJ', new Date());
  const lines = await seedLines(pool, instance.base.vault, ALONE + 10);
  let closed: () => void = () => undefined;
  const engine = new Engine(
    instance.context,
    { idleMs: 60_000 },
    { onCommit: (c) => c.some(isClosed) && closed() },
  );
  engine.start();
  const times: number[] = [];
  for (const line of lines) {
    await seedCases(pool, [line], { rulebookVersion: rules.version, stage: 'save_subscriber' });
    const done = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const start = performance.now();
    engine.wake();
    await done;
    times.push(performance.now() - start);
  }
  await engine.stop();
  await instance.close();
  return percentile(times.slice(10), 0.5);
}

/** Null where the peer's own packages are not installed (`npm install` in bench/dbos). */
async function dbos(
  server: BenchServer,
): Promise<{ lines: number; seconds: number; aloneMs: number } | null> {
  if (!existsSync(join(import.meta.dirname, 'dbos', 'node_modules'))) return null;
  const seeded = await seedBulk(server, DBOS_LINES + ALONE, 'dbos_app');
  const child = spawn(
    process.execPath,
    ['--no-deprecation', join(import.meta.dirname, 'dbos', 'peer.mjs'), seeded.url, '100', String(ALONE)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  const code = await new Promise((resolve) => child.on('exit', resolve));
  await seeded.close();
  if (code !== 0) throw new Error(`DBOS ended with ${code}`);
  return JSON.parse(out);
}
