import type { ConnectionOptions } from 'node:tls';
import type { Clock } from '../../ports/clock.ts';
import { hostOf } from '../address.ts';
import type { Surroundings } from '../driver.ts';
import { type Identity, isDiameterIdentity } from './messages.ts';

export interface S6aConfig {
  readonly host: string;
  readonly port: number;
  /** With our certificate. Absent: plain TCP. */
  readonly tls?: ConnectionOptions;
  /** As whom we speak: an identity that the peer takes the HSS's requests from. One link at a time may have it. */
  readonly identity: Identity;
  /** Where nodes are of which the HSS knows no realm. Default: our own realm. */
  readonly destinationRealm?: string;
  /** Bounds every method, in milliseconds. Default 10,000. */
  readonly callTimeoutMs?: number;
  /** For TCP, TLS and the exchange of capabilities, in milliseconds. Default 3,000. */
  readonly connectTimeoutMs?: number;
  /** Requests in flight; a deaf serving node keeps its places until the time-out. Default 512. */
  readonly window?: number;
  /** RFC 3539 section 3.4.1. Default 30,000. */
  readonly watchdogMs?: number;
  /** Names this side in evidence and errors. Default `s6a`. */
  readonly element?: string;
  readonly clock?: Clock;
}

/** RFC 6733 section 2.1: Diameter over TCP, and over TLS from the first byte. */
const PORT = 3868;
const TLS_PORT = 5658;

/** @throws Error where the address, or a file that it needs, cannot be used */
export function s6aConfig(url: URL, { hlrClient }: Pick<Surroundings, 'hlrClient'>): S6aConfig {
  const isTls = url.protocol === 's6as:';
  const originHost = identityIn(url, 'origin-host');
  if (originHost === null)
    throw new Error(`${url.protocol}// address: origin-host= must say as whom Handback speaks`);
  const originRealm = identityIn(url, 'origin-realm') ?? originHost.split('.').slice(1).join('.');
  if (originRealm === '')
    throw new Error(`${url.protocol}// address: origin-realm= is missing, and origin-host= has no domain`);
  return {
    host: hostOf(url),
    port: url.port === '' ? (isTls ? TLS_PORT : PORT) : Number(url.port),
    identity: { originHost, originRealm },
    destinationRealm: identityIn(url, 'destination-realm') ?? originRealm,
    ...(isTls && { tls: tlsOf(hlrClient()) }),
  };
}

const tlsOf = (client: ReturnType<Surroundings['hlrClient']>): ConnectionOptions => ({
  ca: client.caPem,
  cert: client.certPem,
  key: client.keyPem,
  minVersion: 'TLSv1.2',
});

function identityIn(url: URL, name: string): string | null {
  const text = url.searchParams.get(name);
  if (text === null || text === '') return null;
  if (!isDiameterIdentity(text)) throw new Error(`${url.protocol}// address: ${name}= is no domain name`);
  return text;
}
