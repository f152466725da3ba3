import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ownLoopback } from '../osmo-core/daemon.ts';
import { makeTestPki, type TestPki } from '../pki/tls-pki.ts';

const BINARY = '/usr/bin/freeDiameterd';
/** Debian keeps its extensions here. */
const EXTENSIONS = '/usr/lib/freeDiameter';

/** Debian: freediameterd, freediameter-extensions. */
export const freeDiameterInstalled = (): boolean =>
  existsSync(BINARY) && existsSync(join(EXTENSIONS, 'acl_wl.fdx'));

export interface FreeDiameter {
  readonly host: string;
  /** RFC 6733 section 2.1. */
  readonly ports: { readonly tcp: 3868; readonly tls: 5658 };
  /** Who signed its certificate, and signs those of its clients. */
  readonly pki: TestPki;
  stop(): Promise<void>;
}

export interface FreeDiameterOptions {
  readonly identity: string;
  readonly realm: string;
  /** Whom it connects to over TCP, by their identities. */
  readonly peers: readonly { readonly identity: string; readonly host: string; readonly port: number }[];
  /** Who may call it, over TCP and TLS alike. */
  readonly clients: readonly string[];
}

const PORTS = { tcp: 3868, tls: 5658 } as const;

/**
 * Starts a real freeDiameter as a relay (DRA), in a folder of its own, and waits until it listens.
 * @throws Error if it ends before, with what it said
 */
export async function startFreeDiameter(options: FreeDiameterOptions): Promise<FreeDiameter> {
  const host = ownLoopback();
  const folder = mkdtempSync(join(tmpdir(), 'handback-dra-'));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    return join(folder, name);
  };
  const pki = makeTestPki('relay');
  const own = pki.server([options.identity, host]);
  const paths = {
    ca: file('ca.pem', pki.caPem),
    cert: file('cert.pem', own.certPem),
    key: file('key.pem', own.keyPem),
    clients: file('clients', options.clients.map((name) => `ALLOW_IPSEC ${name}\n`).join('')),
  };
  const child = spawn(BINARY, ['-c', file('freeDiameter.conf', configuration(host, options, paths))], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit').catch(() => undefined);
  let log = '';
  for (const output of [child.stdout, child.stderr])
    output.setEncoding('latin1').on('data', (text: string) => {
      if (log.length < 16_384) log += text;
    });
  const onParentExit = (): void => {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', onParentExit);
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    // It says goodbye to its peers, and waits for their answers.
    const forced = setTimeout(() => child.kill('SIGKILL'), 3_000);
    await exited;
    clearTimeout(forced);
    process.off('exit', onParentExit);
    rmSync(folder, { recursive: true, force: true });
  };
  for (const port of Object.values(PORTS)) {
    while (!(await listens(host, port))) {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) {
        await stop();
        throw new Error(`freeDiameter did not start: ${log}`);
      }
      await delay(20);
    }
  }
  return { host, ports: PORTS, pki, stop };
}

function configuration(
  host: string,
  { identity, realm, peers }: FreeDiameterOptions,
  paths: Readonly<Record<'ca' | 'cert' | 'key' | 'clients', string>>,
): string {
  return [
    `Identity = "${identity}";`,
    `Realm = "${realm}";`,
    `Port = ${PORTS.tcp};`,
    `SecPort = ${PORTS.tls};`,
    'No_SCTP;',
    'No_IPv6;',
    `ListenOn = "${host}";`,
    `TLS_Cred = "${paths.cert}", "${paths.key}";`,
    `TLS_CA = "${paths.ca}";`,
    `LoadExtension = "${join(EXTENSIONS, 'acl_wl.fdx')}" : "${paths.clients}";`,
    ...peers.map(
      (peer) =>
        `ConnectPeer = "${peer.identity}" { ConnectTo = "${peer.host}"; Port = ${peer.port}; No_TLS; No_SCTP; };`,
    ),
    '',
  ].join('\n');
}

function listens(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect({ host, port });
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => resolve(false));
  });
}
