import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '../../src/run/embedded-postgres.ts';
import { takeRunLock } from '../../src/run/run-lock.ts';
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

it('is made once when two start at once on a new folder', async () => {
  const fresh = mkdtempSync(join(folder, 'fresh-'));
  const both = await Promise.all(
    [1, 2].map(() => commandLine({ url: '', dataFolder: fresh }, ['migrate', '--json'])),
  );
  const [done, refused] = both.sort((a, b) => (a.code ?? 0) - (b.code ?? 0));
  expect(done).toMatchObject({ code: 0, err: '' });
  // Unless the one was done before the other began.
  if (refused!.code !== 0) expect(refused!.err).toMatch(/in use \(process \d+\)/);
});

it.skipIf(process.getuid?.() !== 0)('starts as root whatever its umask takes away', () => {
  const fresh = mkdtempSync(join(folder, 'umask-'));
  const command = ['--import', './src/tsx-loader.ts', 'src/main.ts', 'migrate'].join(' ');
  for (const mask of ['077', '027']) {
    const said = spawnSync('/bin/sh', ['-c', `umask ${mask}; exec ${process.execPath} ${command}`], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HANDBACK_DATA: join(fresh, mask), LANG: 'C.UTF-8' },
    });
    expect(said, mask).toMatchObject({ status: 0 });
  }
});

it('takes over the lock of a process that is gone, and half a file', () => {
  for (const left of ['', '{"pid":', JSON.stringify({ pid: 2 ** 30, startTick: '1' })]) {
    const file = join(folder, 'run.lock');
    writeFileSync(file, left);
    const taken = takeRunLock(file);
    expect('lock' in taken).toBe(true);
    expect(takeRunLock(file)).toMatchObject({ heldBy: { pid: process.pid } });
    if ('lock' in taken) taken.lock.release();
  }
});
