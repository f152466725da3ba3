import { existsSync } from 'node:fs';
import { ownLoopback, startDaemon } from '../osmo-core/daemon.ts';

const BINARY = 'osmo-hlr';
/** Fixed in the binary; only the address can be chosen. */
export const OSMO_HLR_PORTS = { gsup: 4222, vty: 4258, ctrl: 4259 } as const;

export const osmoHlrInstalled = (): boolean => existsSync(`/usr/bin/${BINARY}`);

export interface OsmoHlrProcess {
  readonly host: string;
  readonly ports: typeof OSMO_HLR_PORTS;
  /** Its configuration and database; removed by `stop`. */
  readonly folder: string;
  readonly pid: number;
  stop(): Promise<void>;
}

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
  const daemon = await startDaemon({
    binary: BINARY,
    host,
    ports: Object.values(OSMO_HLR_PORTS),
    configuration: configuration(host),
    args: ['-l', 'hlr.db'],
    // Its clean end: it closes the database.
    endsBy: 'SIGINT',
    ...(options.parent === undefined ? {} : { parent: options.parent }),
  });
  return {
    host,
    ports: OSMO_HLR_PORTS,
    folder: daemon.folder,
    pid: daemon.pid,
    stop: daemon.stop,
  };
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
