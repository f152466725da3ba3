import { isIPv6 } from 'node:net';
import type { Settings } from '../config/settings.ts';
import { freePort } from '../free-port.ts';

type Listening = Pick<Settings, 'host' | 'port' | 'tls'>;

/** Every address of the machine, and the one of them by which the machine reaches itself. */
const ANY: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' };

export function listensEverywhere({ host }: Pick<Listening, 'host'>): boolean {
  return host in ANY;
}

/** Where the server is reached from its own machine, as a URL: IPv6 literals in brackets (RFC 3986 section 3.2.2). */
export function localUrlOf({ host, port, tls }: Listening): string {
  const reached = ANY[host] ?? host;
  return `${tls === null ? 'http' : 'https'}://${isIPv6(reached) ? `[${reached}]` : reached}:${port}`;
}

/** Settles on a port where any will do: pages and papers name it before the server listens. */
export async function settlePort<T extends Listening>(settings: T): Promise<T> {
  return settings.port === 0 ? { ...settings, port: await freePort(settings.host) } : settings;
}
