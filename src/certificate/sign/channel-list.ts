import type { ChannelRegistry } from '../../domain/channels/registry.ts';
import type { VerifyCrypto } from '../../ports/verify-crypto.ts';
import { fromBase64url } from './base64url.ts';
import { signJwt } from './sign-jwt.ts';
import type { CertificateSigner } from './signer.ts';
import type { Trust } from './trust.ts';

/** The registry of official channels, as it is published. */
export interface ChannelList extends ChannelRegistry {
  readonly format: 'handback-channels/1';
  readonly issuer: string;
  /** UTC instant, ISO 8601 with milliseconds. */
  readonly asOf: string;
}

const TYPE = 'handback-channels+jws';
/** More than any operator has channels. */
export const MAX_CHANNEL_LIST_BYTES = 8 * 1024 * 1024;

/** Signs the registry as a compact JWS (RFC 7515 section 7.1, ES256) with the key of certificates, which the trust document names. */
export function issueChannelList(registry: ChannelRegistry, signer: CertificateSigner, now: Date): string {
  const list: ChannelList = {
    format: 'handback-channels/1',
    issuer: signer.issuer.id,
    asOf: now.toISOString(),
    owners: registry.owners,
  };
  return signJwt({ alg: 'ES256', kid: signer.keyId, typ: TYPE }, list, signer);
}

export type ChannelListReading =
  | { readonly ok: true; readonly list: ChannelList }
  | { readonly ok: false; readonly fault: 'list_unreadable' | 'list_altered' | 'list_of_unknown_issuer' };

/** Checks a list from an untrusted place. Never throws; no algorithm is taken from its header, and no key. */
export async function readChannelList(
  jws: string,
  trust: Trust,
  crypto: Pick<VerifyCrypto, 'verifyEs256'>,
): Promise<ChannelListReading> {
  const parts = jws.trim().split('.');
  if (jws.length > MAX_CHANNEL_LIST_BYTES || parts.length !== 3)
    return { ok: false, fault: 'list_unreadable' };
  const [head, body, signature] = parts as [string, string, string];
  const header = parsed(head) as { alg?: unknown; kid?: unknown; typ?: unknown } | null;
  const list = parsed(body) as ChannelList | null;
  if (header?.alg !== 'ES256' || header.typ !== TYPE || typeof header.kid !== 'string')
    return { ok: false, fault: 'list_unreadable' };
  if (list?.format !== 'handback-channels/1' || !Array.isArray(list.owners))
    return { ok: false, fault: 'list_unreadable' };
  const key = trust.get(header.kid);
  if (!key || key.state === 'revoked') return { ok: false, fault: 'list_of_unknown_issuer' };
  const bytes = fromBase64url(signature);
  const holds = bytes !== null && (await crypto.verifyEs256(key, Buffer.from(`${head}.${body}`), bytes));
  if (!holds || list.issuer !== key.issuer.id) return { ok: false, fault: 'list_altered' };
  return { ok: true, list };
}

function parsed(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
