import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const BINARY = '/usr/bin/osmo-hlr';
/** Fixed in the binary; only the address can be chosen. */
export const OSMO_HLR_PORTS = { gsup: 4222, vty: 4258, ctrl: 4259 } as const;

export const osmoHlrInstalled = (): boolean => existsSync(BINARY);

export interface OsmoHlrProcess {
  readonly host: string;
  readonly ports: typeof OSMO_HLR_PORTS;
  /** Its configuration and database; removed by `stop`. */
  readonly folder: string;
  readonly pid: number;
  stop(): Promise<void>;
}

let started = 0;
/** A loopback address of this process's own: all of 127/8 is local on Linux. */
const ownLoopback = (): string =>
  `127.${64 + (started++ % 64)}.${(process.pid >> 8) & 0xff}.${process.pid & 0xff || 1}`;

/**
 * Starts a real OsmoHLR with an empty database in a folder of its own, and waits until it listens.
 * @throws Error if it ends before it listens, with what it logged
 */
export async function startOsmoHlr(
  options: {
    /** A loopback address that no other instance uses, because the ports are fixed. Default: one of our own. */
    readonly host?: string;
    /** The parent of its folder; a tmpfs makes it several times faster. Default: the system's temporary folder. */
    readonly parent?: string;
  } = {},
): Promise<OsmoHlrProcess> {
  const host = options.host ?? ownLoopback();
  const folder = await mkdtemp(join(options.parent ?? tmpdir(), 'osmo-hlr-'));
  const configFile = join(folder, 'osmo-hlr.cfg');
  await writeFile(configFile, configuration(host));
  const child = spawn(BINARY, ['-c', configFile, '-l', join(folder, 'hlr.db')], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit').catch(() => {});
  let log = '';
  // Read to the end, or OsmoHLR blocks when the pipe is full; only the start of it is kept.
  child.stderr.setEncoding('latin1').on('data', (text: string) => {
    if (log.length < 8_192) log += text;
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) await end(child, exited);
    await rm(folder, { recursive: true, force: true });
  };
  const onParentExit = (): void => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', onParentExit);
  exited.then(() => process.off('exit', onParentExit));
  try {
    for (const port of Object.values(OSMO_HLR_PORTS)) await listening(host, port, child);
  } catch (error) {
    await stop();
    throw new Error(`osmo-hlr did not start at ${host}: ${log}`, { cause: error });
  }
  return { host, ports: OSMO_HLR_PORTS, folder, pid: child.pid!, stop };
}

function configuration(host: string): string {
  return [
    'log stderr',
    ' logging level set-all fatal',
    'line vty',
    ' no login',
    ` bind ${host}`,
    'ctrl',
    ` bind ${host}`,
    'hlr',
    ' gsup',
    `  bind ip ${host}`,
    '',
  ].join('\n');
}

/** SIGINT is its clean end: it closes the database. */
async function end(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
  child.kill('SIGINT');
  const forced = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await exited;
  clearTimeout(forced);
}

async function listening(host: string, port: number, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
      throw new Error('it ended');
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
