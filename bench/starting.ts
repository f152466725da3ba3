import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../src/free-port.ts';
import type { Figure } from './figure.ts';

/** From `npm start` to the first page: in a fresh clone with a warm package cache, and again in the same clone. */
export async function starting(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'handback-start-'));
  const clone = join(folder, 'handback');
  spawnSync('git', ['clone', '-q', join(import.meta.dirname, '..'), clone], { stdio: 'inherit' });
  try {
    const fresh = await timed(clone);
    const warm = [await timed(clone), await timed(clone), await timed(clone)].sort((a, b) => a - b);
    return [
      {
        name: 'start, fresh clone to first page',
        value: fresh / 1000,
        unit: 's',
        target: '<= 120',
        note: 'warm package cache, 10,000 demo lines made',
      },
      {
        name: 'start, warm to first page',
        value: warm[1]! / 1000,
        unit: 's',
        target: '<= 8',
        note: 'median of 3',
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timed(clone: string): Promise<number> {
  const port = await freePort();
  const start = performance.now();
  const child = spawn('npm', ['start', '--silent'], {
    cwd: clone,
    env: { ...process.env, HANDBACK_PORT: String(port) },
    stdio: ['ignore', 'ignore', 'ignore'],
    detached: true,
  });
  try {
    while (!(await answers(`http://127.0.0.1:${port}/`))) {
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return performance.now() - start;
  } finally {
    await stop(child);
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.once('exit', () => resolve());
    process.kill(-child.pid!, 'SIGINT');
  });
}
