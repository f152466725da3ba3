import { seedCases, seedLines } from '../test/support/seed.ts';
import { type BenchServer, benchInstance, COUNTED } from './bench-instance.ts';
import { SimulatedHlr } from './simulated-hlr.ts';
import { startWorker } from './worker-process.ts';

export interface BulkResult {
  readonly lines: number;
  readonly seconds: number;
  /** Of the process that walks and serves; null where that is not what is measured. */
  readonly peakRssMb: number | null;
  readonly counts: Readonly<Record<string, number>>;
}

/** Lines that are due, each at the first stage that touches the network, each with another number to be told at. */
export async function seedBulk(
  server: BenchServer,
  lines: number,
  name: string,
): Promise<{ url: string; dataFolder: string; close(): Promise<void> }> {
  const url = await server.database(name);
  const instance = await benchInstance(url, new SimulatedHlr());
  const { pool } = instance.base.database;
  const rules = instance.base.operations.rulebooks.current('cn', 'CN-BJ', new Date());
  for (let from = 0; from < lines; from += 5_000) {
    const seeded = await seedLines(pool, instance.base.vault, Math.min(5_000, lines - from), { from });
    await seedCases(pool, seeded, { rulebookVersion: rules.version, lane: 2, stage: 'save_subscriber' });
    await pool.query(
      `insert into contact (party_id, channel, value_enc, value_bidx, verified_at) select a, 'sms', '\\x00', '\\x00', now() from unnest($1::text[]) a`,
      [seeded.map((line) => line.partyId)],
    );
  }
  await pool.query('vacuum analyze');
  return { url, dataFolder: instance.dataFolder, close: () => instance.close() };
}

/** Ends `lines` lines as one campaign, every stage of every line, in a process of its own that also serves the API. */
export async function bulkEngine(
  server: BenchServer,
  lines: number,
  name = 'bulk_engine',
): Promise<BulkResult> {
  const seeded = await seedBulk(server, lines, name);
  const worker = await startWorker(seeded.url, seeded.dataFolder);
  const { seconds, peakRssMb, deleted } = await worker.walk(lines);
  await worker.close();
  if (deleted !== lines) throw new Error(`the peer deleted ${deleted} of ${lines}`);
  const counts = await countRows(seeded.url);
  await seeded.close();
  return { lines, seconds, peakRssMb, counts };
}

export async function countRows(url: string): Promise<Record<string, number>> {
  const { openDatabase } = await import('../src/store/database/database.ts');
  const database = openDatabase(url, { max: 1 });
  const counts: Record<string, number> = {};
  for (const table of COUNTED) {
    counts[table] = (await database.pool.query<{ n: number }>(`select count(*)::int as n from ${table}`))
      .rows[0]!.n;
  }
  await database.close();
  return counts;
}
