import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { emptyDemo } from '../../src/demo/fresh-demo.ts';
import { NotTheDemo, seedDemo } from '../../src/demo/seed-demo.ts';
import { showcaseStates } from '../../src/demo/showcase-states.ts';
import { logFolderOf, openLogSigner } from '../../src/run/log-signer.ts';
import { takeRunLock } from '../../src/run/run-lock.ts';
import { openDatabase } from '../../src/store/database/database.ts';
import { migrate } from '../../src/store/database/migrate.ts';
import { noteKeyEpoch } from '../../src/store/people/key-epochs.ts';
import { LogSequencer } from '../../src/workflow/log-sequencer.ts';
import { testDatabase } from '../support/database.ts';
import { testInstance } from '../support/instance.ts';
import { testLog } from '../support/log.ts';
import { seedLines } from '../support/seed.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'handback-fresh-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function demo(environment: NodeJS.ProcessEnv) {
  const { HANDBACK_URL: _, ...env } = process.env;
  const args = [join(root, 'bin', 'handback.mjs'), 'demo', '--fresh'];
  return spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...env, LANG: 'en_GB.UTF-8', LC_ALL: '', ...environment },
  });
}

describe('a fresh demo', () => {
  test('has every line again, and nothing of the old one', async () => {
    const database = await testDatabase();
    const instance = await testInstance(database);
    const { pool } = instance.operations;
    const now = new Date();
    await seedDemo(pool, instance.vault, now, 40);
    await pool.query(`update line set status = 'ended' where line_id = 'D0000001'`);
    await pool.query(`insert into demo_inbox (msisdn, text) values ('+8617000000001', 'x')`);
    const phones = join(folder, 'demo');
    writeFileSync(phones, '');
    // The instance made the key of the log.
    const log = await testLog(pool, { HANDBACK_DATA: instance.dataFolder });
    await new LogSequencer(pool, log.signer, () => undefined).turn();

    expect(await emptyDemo(database.url, phones, logFolderOf(log.settings))).toBe(true);
    expect(existsSync(phones)).toBe(false);
    const again = openDatabase(database.url, { max: 2 });
    try {
      await migrate(again.pool);
      await noteKeyEpoch(again.pool, instance.vault);
      expect((await again.pool.query('select from demo_inbox')).rowCount).toBe(0);
      expect(await seedDemo(again.pool, instance.vault, now, 40)).toBe(40);
      expect((await showcaseStates(again.pool))[0]).toMatchObject({ usedUp: false });
      // Another log: under the old key its history would be rewritten.
      const signer = await openLogSigner(log.settings, again.pool);
      expect(signer.vkey).not.toBe(log.signer.vkey);
      await new LogSequencer(again.pool, signer, () => undefined).turn();
    } finally {
      await again.close();
    }
  });

  test('takes nothing from a database that holds somebody’s lines, nor does it add to them', async () => {
    const database = await testDatabase();
    const instance = await testInstance(database);
    const { pool } = instance.operations;
    await seedLines(pool, instance.vault, 2);
    const phones = join(folder, 'kept');
    writeFileSync(phones, '');
    await expect(emptyDemo(database.url, phones)).rejects.toThrow(NotTheDemo);
    await expect(seedDemo(pool, instance.vault, new Date(), 40)).rejects.toThrow(NotTheDemo);
    expect((await pool.query('select from line')).rowCount).toBe(2);
    expect(existsSync(phones)).toBe(true);
  });

  test('is refused for a server’s database, and while another instance runs on the data folder', () => {
    const named = demo({ HANDBACK_DATA: join(folder, 'a'), DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x' });
    expect(named.status).toBe(1);
    expect(named.stderr).toContain('never that of DATABASE_URL');

    const data = join(folder, 'b');
    const taken = takeRunLock(join(data, 'run.lock'));
    if ('heldBy' in taken) throw new Error('the lock is free');
    const beside = demo({ HANDBACK_DATA: data, DATABASE_URL: '' });
    taken.lock.release();
    expect(beside.status).toBe(1);
    expect(beside.stderr).toContain(`Handback is running already (process ${process.pid}`);
    expect(existsSync(join(data, 'postgres'))).toBe(false);
  });
});
