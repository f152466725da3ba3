import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { OsmoHlrSimulator } from '../../src/simulators/osmo-hlr/simulator.ts';
import { type Database, openDatabase } from '../../src/store/database/database.ts';
import { withDatabase } from './global-setup.ts';

const SCRIPT = join(import.meta.dirname, 'worker-process.ts');

export interface WorkerProcess {
  readonly child: ChildProcess;
  /** How it ended: the signal, or the exit code. */
  readonly ended: Promise<string>;
  /** What it wrote to its error output. */
  log(): string;
  /** Ends it cleanly if it still runs. */
  stop(): Promise<void>;
}

/** Starts a worker in a process of its own and waits until it walks. */
export async function startWorker(
  at: { readonly url: string; readonly dataFolder: string; readonly simulator: OsmoHlrSimulator },
  environment: Record<string, string> = {},
): Promise<WorkerProcess> {
  const { host, ports } = at.simulator;
  const child = spawn(process.execPath, [SCRIPT], {
    env: {
      ...process.env,
      DATABASE_URL: at.url,
      HANDBACK_DATA: at.dataFolder,
      HANDBACK_RULEBOOK_OVERLAY: 'rulebook/demo.yaml',
      // One connection: what a stage sends at once leaves in one write, so that a worker that is stopped at the first of its
      // commands is not between the clock and the wire with another.
      WORKER_HLR: JSON.stringify({ host, ...ports, callTimeoutMs: 3_000, vtyConnections: 1 }),
      ...environment,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  const ended = once(child, 'exit').then(([code, signal]) => String(signal ?? code));
  child.stdin.on('error', () => undefined);
  await Promise.race([once(child.stdout, 'data'), ended]);
  return {
    child,
    ended,
    log: () => log,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A migrated database that its test drops itself: for tests that need many, one after another. */
export async function freshDatabase(
  name: string,
): Promise<Database & { readonly url: string; drop(): Promise<void> }> {
  const server = inject('postgresUrl');
  const admin = openDatabase(server, { max: 1 });
  await admin.pool.query(`create database ${name} template handback_template`);
  const url = withDatabase(server, name);
  const database = openDatabase(url, { max: 4 });
  return {
    ...database,
    url,
    async drop() {
      await database.close();
      await admin.pool.query(`drop database if exists ${name} with (force)`);
      await admin.close();
    },
  };
}

/** Runs `work` on each item, some at once. */
export async function someAtOnce<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
    }),
  );
}
