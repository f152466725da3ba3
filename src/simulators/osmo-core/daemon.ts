import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface DaemonOptions {
  /** Also the name of its folder and of its configuration file. */
  readonly binary: string;
  /** Its address; its TCP ports there are fixed. */
  readonly host: string;
  readonly ports: readonly number[];
  readonly configuration: string;
  /** Behind `-c <configuration>`. File names are relative to its folder. */
  readonly args?: readonly string[];
  /** Made once its folder is there. */
  readonly env?: (folder: string) => Promise<Readonly<Record<string, string>>>;
  /** The parent of its folder. Default: the system's temporary folder. */
  readonly parent?: string;
  /** SIGINT where it must close something properly. Default SIGKILL: then nothing is lost but time. */
  readonly endsBy?: 'SIGINT' | 'SIGKILL';
}

/** One of the Osmocom servers, in a folder of its own that `stop` removes. It ends with this process at the latest. */
export interface Daemon {
  readonly folder: string;
  readonly pid: number;
  /** The last of what it logged. */
  log(): string;
  /** Rejects when it has ended without being told to; otherwise never settles. */
  readonly died: Promise<never>;
  /** As if its machine lost power. `start` brings it back, with its folder, at its address. */
  kill(): Promise<void>;
  /** Keeps it from doing anything until `thaw`: its connections stand, and nobody answers on them. */
  freeze(): void;
  thaw(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

const KEPT_LOG = 8_192;
/** Sends SIGKILL when the parent ends, however that ends (util-linux, essential in Debian; prctl(2), PR_SET_PDEATHSIG). */
const WITH_PARENT = ['/usr/bin/setpriv', '--pdeathsig', 'KILL', '--'];

let started = 0;
/** A loopback address that nothing else uses: all of 127/8 is local on Linux, and these servers' ports are fixed. */
export const ownLoopback = (): string =>
  `127.${64 + (started++ % 64)}.${(process.pid >> 8) & 0xff}.${process.pid & 0xff || 1}`;

/**
 * Starts it and waits until all its ports listen.
 * @throws Error if it ends before, with what it logged
 */
export async function startDaemon(options: DaemonOptions): Promise<Daemon> {
  const { binary, host } = options;
  const folder = await mkdtemp(join(options.parent ?? tmpdir(), `${binary}-`));
  const configuration = join(folder, `${binary}.cfg`);
  await writeFile(configuration, options.configuration);
  let env: Readonly<Record<string, string>> = {};
  let child: ChildProcess | undefined;
  let exited: Promise<unknown> = Promise.resolve();
  let ending = false;
  let log = '';
  let fail = (_error: Error): void => {};
  const died = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Who does not look at it must not be ended by it.
  died.catch(() => {});

  const running = (): boolean =>
    child?.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const end = async (signal: 'SIGINT' | 'SIGKILL'): Promise<void> => {
    ending = true;
    if (running()) child?.kill(signal);
    const forced = setTimeout(() => child?.kill('SIGKILL'), 3_000);
    await exited;
    clearTimeout(forced);
  };
  const start = async (): Promise<void> => {
    const command = [...(existsSync(WITH_PARENT[0]!) ? WITH_PARENT : []), `/usr/bin/${binary}`];
    ending = false;
    const one = spawn(command[0]!, [...command.slice(1), '-c', configuration, ...(options.args ?? [])], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child = one;
    exited = once(one, 'exit').catch(() => {});
    exited.then(() => {
      if (!ending) fail(new Error(`${binary} ended at ${host}: ${log}`));
    });
    // Read to the end, or the server blocks when the pipe is full.
    one.stderr.setEncoding('latin1').on('data', (text: string) => {
      log = (log + text).slice(-KEPT_LOG);
    });
    try {
      for (const port of options.ports) await listening(host, port, running);
    } catch (error) {
      await end('SIGKILL');
      throw new Error(`${binary} did not start at ${host}: ${log}`, { cause: error });
    }
  };
  const onParentExit = (): void => {
    child?.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  const stop = async (): Promise<void> => {
    await end(options.endsBy ?? 'SIGKILL');
    process.off('exit', onParentExit);
    await rm(folder, { recursive: true, force: true });
  };
  process.once('exit', onParentExit);
  try {
    env = (await options.env?.(folder)) ?? {};
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    folder,
    get pid() {
      return child!.pid!;
    },
    log: () => log,
    died,
    kill: () => end('SIGKILL'),
    freeze: () => {
      child?.kill('SIGSTOP');
    },
    thaw: () => {
      child?.kill('SIGCONT');
    },
    start,
    stop,
  };
}

async function listening(host: string, port: number, running: () => boolean): Promise<void> {
  for (;;) {
    if (!running()) throw new Error('it ended');
    const open = await new Promise<boolean>((resolve) => {
      const probe = connect({ host, port });
      probe.once('connect', () => {
        probe.destroy();
        resolve(true);
      });
      probe.once('error', () => resolve(false));
    });
    if (open) return;
    await delay(10);
  }
}
