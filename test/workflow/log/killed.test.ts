import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import { entriesFrom } from '../../../src/store/log/log-entries.ts';
import { committedTree } from '../../../src/store/log/log-heads.ts';
import { openCheckpoint } from '../../../src/tlog/checkpoint.ts';
import { LogSequencer } from '../../../src/workflow/log-sequencer.ts';
import { testDatabase } from '../../support/database.ts';
import { testLog } from '../../support/log.ts';
import { naiveRoot } from '../../tlog/naive-tree.ts';

const database = await testDatabase();
const log = await testLog(database.pool);

/** Runs it until it has shown so many checkpoints, then kills it wherever it is. */
async function killedAfter(shown: number): Promise<readonly string[]> {
  const child = spawn(
    process.execPath,
    ['--import', './src/tsx-loader.ts', 'test/support/sequencer-process.ts'],
    {
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: 'node_modules/.cache/node',
        HANDBACK_DATA: log.settings.dataFolder,
        DATABASE_URL: database.url,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const notes: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    notes.push(JSON.parse(line));
    if (notes.length === shown) break;
  }
  child.kill('SIGKILL');
  await once(child, 'close');
  return notes;
}

it('a log whose processes are killed anywhere shows one history, and loses nothing', async () => {
  const notes: string[] = [];
  for (const shown of [1, 7, 3, 12]) {
    // Two at once: what one leaves behind the other meets.
    const both = await Promise.all([killedAfter(shown), killedAfter(shown)]);
    expect(both.map(({ length }) => length)).toEqual([shown, shown]);
    notes.push(...both.flat());
  }
  const sequencer = new LogSequencer(log.pool, log.signer, () => undefined);
  await expect
    .poll(
      async () => {
        // A connection of the killed may hold the lock until the server notices.
        await sequencer.turn();
        return (await log.pool.query('select from log_queue')).rowCount;
      },
      { timeout: 30_000 },
    )
    .toBe(0);
  const { size } = await committedTree(log.pool);
  const leaves = (await entriesFrom(log.pool, 0, size)).map((entry) => Buffer.from(entry));
  expect(leaves).toHaveLength(size);
  expect(new Set(leaves.map(String)).size).toBe(size);
  for (const note of new Set(notes)) {
    const opened = await openCheckpoint(note, [log.key], nodeVerifyCrypto);
    if (!opened.ok) throw new Error(opened.fault);
    const { checkpoint } = opened;
    expect(Buffer.from(checkpoint.root)).toEqual(naiveRoot(leaves.slice(0, checkpoint.size)));
  }
}, 180_000);
