import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '../../src/run/embedded-postgres.ts';
import { openDatabase } from '../../src/store/database/database.ts';
import { commandLine } from '../support/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'handback-embedded-'));
const start = () => startEmbeddedPostgres({ dataFolder: join(folder, 'postgres') });
let server = await start();
afterAll(async () => {
  await server.stop();
  rmSync(server.dataFolder, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

it('leaves a database alone that another process runs, and starts it again when that has ended', async () => {
  const database = openDatabase(server.url, { max: 1 });
  for (const command of [['migrate'], ['worker'], ['cases', 'stuck']]) {
    const said = await commandLine({ url: '', dataFolder: folder }, command);
    expect(said.err).toContain(`in use (process ${process.pid})`);
    expect(said.code).toBe(1);
  }
  expect((await database.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await database.close();
  await server.stop();
  expect(await commandLine({ url: '', dataFolder: folder }, ['migrate'])).toMatchObject({ code: 0 });
  server = await start();
});
