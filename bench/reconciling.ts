import { createOsmoHlr } from '../src/connectors/osmo-hlr/driver.ts';
import { ENGINE } from '../src/operations/access/actor.ts';
import type { Operations } from '../src/operations/context.ts';
import { advanceReconciliation, startReconciliation } from '../src/operations/reconciliation/advance-run.ts';
import { listFindings } from '../src/operations/reconciliation/findings.ts';
import { Pace } from '../src/operations/reconciliation/pace.ts';
import type { ReconciliationPeers } from '../src/operations/reconciliation/peers.ts';
import type { SubscriberPage } from '../src/ports/hlr.ts';
import { osmoHlrInstalled, startOsmoHlr } from '../src/simulators/osmo-hlr/process.ts';
import { staffNamed } from '../test/support/actors.ts';
import { imsiOf, type SeededLine, seedLines } from '../test/support/seed.ts';
import { type BenchServer, benchInstance } from './bench-instance.ts';
import type { Figure } from './figure.ts';
import { ctrl, provision } from './osmo-hlr.ts';
import { SimulatedHlr } from './simulated-hlr.ts';

const CHUNK = 20_000;
const ROUNDS = 5;
const PAIRS = 3;

/**
 * All lines against a peer in memory that lists in bulk, of which one line in a thousand differs; then look-ups of a real OsmoHLR against a
 * bare client that asks the same and compares nothing, by turns.
 */
export async function reconciling(
  server: BenchServer,
  lines: number,
  lookUps: number,
): Promise<readonly Figure[]> {
  return [...(await inBulk(server, lines)), ...(await oneByOne(server, lookUps))];
}

async function inBulk(server: BenchServer, lines: number): Promise<readonly Figure[]> {
  const instance = await benchInstance(await server.database('reconciling'), new SimulatedHlr());
  const { operations: op, vault } = instance.base;
  for (let from = 0; from < lines; from += CHUNK)
    await seedLines(op.pool, vault, Math.min(CHUNK, lines - from), { from });
  await op.pool.query('vacuum analyze');
  const differing = Math.ceil(lines / 1_000);
  let theirs = 0;
  const waitFor = async <T>(work: () => Promise<T>): Promise<T> => {
    const began = performance.now();
    try {
      return await work();
    } finally {
      theirs += performance.now() - began;
    }
  };
  const isMissing = (n: number): boolean => n % 1_000 === 0;
  const page = (place: string | null, limit: number): SubscriberPage => {
    const from = place === null ? 0 : Number(place);
    const to = Math.min(lines, from + limit);
    const subscribers = Array.from({ length: to - from }, (_, i) => from + i)
      .filter((n) => !isMissing(n))
      .map((n) => ({
        imsi: imsiOf(n),
        msisdn: `+861700${String(n).padStart(7, '0')}` as NonNullable<
          SubscriberPage['subscribers'][number]['msisdn']
        >,
      }));
    return { subscribers, next: to === lines ? null : String(to) };
  };
  const absent = { value: null, answers: [] };
  const hlr: ReconciliationPeers['hlr'] = {
    element: 'in-memory',
    list: (place, limit) => waitFor(async () => page(place, limit)),
    lookup: async () => absent,
    lookupByNumber: async () => absent,
  };
  let most = 0;
  const sampled = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 50);
  const before = process.memoryUsage().rss;
  const seconds = await run(op, { hlr, pace: new Pace(0) });
  clearInterval(sampled);
  const { counts } = await listFindings(op, staffNamed('bench'), {
    ...{ kind: null, open: true, after: null, limit: 1 },
  });
  await instance.close();
  const found = counts.map(({ kind, open }) => `${kind} ${open}`).join(', ');
  if (found !== `missing_at_hlr ${differing}`) throw new Error(`found ${found}, not ${differing} missing`);
  return [
    {
      name: `reconciliation, ${lines} lines in bulk, own time`,
      value: seconds - theirs / 1_000,
      unit: 's',
      target: '1 million <= 180',
      note: `${Math.round(lines / seconds)} lines/s; billing, ledger and SM-DP+ with it; grew by ${Math.round((most - before) / 2 ** 20)} MiB`,
    },
  ];
}

async function run(op: Operations, peers: ReconciliationPeers, only?: 'hlr'): Promise<number> {
  await startReconciliation(op, ENGINE, { settledMinutes: 0 });
  if (only !== undefined)
    await op.pool.query(
      'update reconciliation_part set finished_at = now() where part <> $1 and finished_at is null',
      [only],
    );
  const began = performance.now();
  while ((await advanceReconciliation(op, ENGINE, peers)) > 0);
  return (performance.now() - began) / 1_000;
}

async function oneByOne(server: BenchServer, lookUps: number): Promise<readonly Figure[]> {
  if (!osmoHlrInstalled()) return [];
  const osmo = await startOsmoHlr();
  const hlr = createOsmoHlr({ host: osmo.host });
  const instance = await benchInstance(await server.database('lookups'), hlr);
  const { operations: op, vault } = instance.base;
  const seeded: SeededLine[] = [];
  for (let from = 0; from < lookUps; from += CHUNK)
    seeded.push(...(await seedLines(op.pool, vault, Math.min(CHUNK, lookUps - from), { from })));
  await provision(osmo.host, seeded);
  await op.pool.query('vacuum analyze');
  const info = seeded.map((line) => `GET # subscriber.by-imsi-${line.imsi}.info`);
  const bare = async (): Promise<number> => {
    const began = performance.now();
    // As many connections as the driver has.
    const part = Math.ceil(info.length / 4);
    await Promise.all([0, 1, 2, 3].map((n) => ctrl(osmo.host, info.slice(n * part, (n + 1) * part))));
    return (performance.now() - began) / 1_000;
  };
  const peers = { hlr, pace: new Pace(0) };
  const ratios: number[] = [];
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [bareSeconds, ours] = [await bare(), await run(op, peers, 'hlr')];
    // The first ones warm both sides up.
    if (round < ROUNDS - PAIRS) continue;
    ratios.push(bareSeconds / ours);
    rates.push(lookUps / ours);
  }
  await hlr.close();
  await instance.close();
  await osmo.stop();
  const mean = ratios.reduce((sum, one) => sum + one, 0) / ratios.length;
  return [
    {
      name: 'reconciliation, OsmoHLR / bare look-ups',
      value: mean,
      target: '>= 0.7',
      note: `${lookUps} lines, ${PAIRS} rounds: ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')}; ${Math.round(Math.max(...rates))} lines/s, each page kept`,
    },
  ];
}
