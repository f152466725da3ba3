import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { freePort } from '../../../src/free-port.ts';
import { startEmbeddedPostgres } from '../../../src/run/embedded-postgres.ts';
import { openDatabase } from '../../../src/store/database/database.ts';
import { migrate } from '../../../src/store/database/migrate.ts';
import { booksOf } from '../../support/cases.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { seedCases, seedLines } from '../../support/seed.ts';

const folder = mkdtempSync(join(tmpdir(), 'handback-restart-'));
const port = await freePort();
const start = async () => {
  const server = await startEmbeddedPostgres({
    dataFolder: folder,
    settings: { port: String(port), full_page_writes: 'off' },
  });
  const url = new URL(server.url);
  url.port = String(port);
  return { ...server, url: url.href };
};
let server = await start();
const database = { ...openDatabase(server.url), url: server.url };
await migrate(database.pool);
const instance = await testInstance(database);
afterAll(async () => {
  await database.close();
  await server.stop();
  rmSync(server.dataFolder, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

it('ends every line once although the database is restarted under load', async () => {
  const { pool } = instance.operations;
  const { simulator } = instance;
  const lines = await seedLines(pool, instance.vault, 300, { simulator });
  const { version } = instance.operations.rulebooks.current('cn', 'CN-BJ', new Date());
  await seedCases(pool, lines, { rulebookVersion: version });
  const faults: string[] = [];
  // Above the billing system's 10 s for a call, and short enough to see lost claims come back.
  const engine = instance.engine(
    { capacity: 60, commitSize: 20, leaseMs: 12_000 },
    { onFault: (where) => faults.push(where) },
  );
  const closed = async () =>
    (await pool.query<{ n: number }>('select count(*)::int as n from termination_closed')).rows[0]!.n;
  const asked = () => closed().catch(() => -1);
  // Each line's cut takes a moment, so that the restart meets cases at every stage.
  simulator.inject({ latency: () => 15 });
  engine.start();
  for (const enough of [30, 120]) {
    await eventually(asked, (n) => n >= enough);
    await server.stop();
    server = await start();
  }
  await eventually(asked, (n) => n === lines.length);
  await engine.stop();
  expect(faults.length).toBeGreaterThan(0);
  for (const line of lines) expect(simulator.effects(line.imsi).deleted).toBe(1);
  for (const line of lines.slice(0, 40))
    expect(await booksOf(pool, line)).toMatchObject({ status: 'ended', finals: 1, certificates: 1 });
  const { rows } = await pool.query(
    `select (select count(*)::int from certificate) as certificates, (select count(*)::int from billing_invoice) as bills,
       (select count(*)::int from termination) as open, (select count(*)::int from termination_closed where outcome = 'completed') as closed`,
  );
  expect(rows[0]).toEqual({ certificates: 300, bills: 300, open: 0, closed: 300 });
});
