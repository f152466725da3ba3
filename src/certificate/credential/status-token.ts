import type { StatusReference } from '../../domain/certificates/certificate.ts';
import type { VerifyCrypto } from '../../ports/verify-crypto.ts';
import { fromBase64url } from '../sign/base64url.ts';
import type { Trust, TrustedKey } from '../sign/trust.ts';
import { readJwt } from './sd-jwt.ts';

/** Token Status List (draft-ietf-oauth-status-list): the reading half, which runs in browsers too. */

export const STATUS_LIST_TYPE = 'statuslist+jwt';
export const STATUS_LIST_MEDIA_TYPE = 'application/statuslist+jwt';
export const BITS = 2;
/** Certificates a list. */
export const LIST_SIZE = 2 ** 20;

/**
 * Section 7.1: 0 VALID, 1 INVALID; 3 is the application's own. A foreign verifier calls a superseded certificate not
 * valid, which it is: another one took its place.
 */
export const STATES = { valid: 0, revoked: 1, superseded: 3 } as const;
export type CertificateState = keyof typeof STATES;

export type StatusListFault =
  | 'list_unreadable'
  | 'list_altered'
  | 'list_of_unknown_issuer'
  | 'list_of_another_address'
  | 'index_out_of_range'
  | 'status_unknown';

/** A list whose signature holds. */
export interface StatusList {
  readonly uri: string;
  readonly operatorId: string;
  /** UTC instants. */
  readonly asOf: Date;
  /** Null: it does not say until when it is good. */
  readonly staleFrom: Date | null;
  readonly bits: number;
  readonly bytes: Uint8Array;
}

export type StatusListReading =
  | { readonly ok: true; readonly list: StatusList }
  | { readonly ok: false; readonly fault: StatusListFault };

/** 16 MiB hold 67 million certificates at two bits. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Checks a status list token from an untrusted place (section 8.3). Never throws; one that does not hold is named, not used. */
export async function readStatusToken(
  token: string,
  trust: Trust,
  crypto: Pick<VerifyCrypto, 'verifyEs256' | 'inflate'>,
): Promise<StatusListReading> {
  const unreadable = { ok: false, fault: 'list_unreadable' } as const;
  if (token.length > MAX_BYTES) return unreadable;
  const jwt = readJwt(token.trim());
  if (jwt === null) return unreadable;
  const { header, payload } = jwt;
  if (header['typ'] !== STATUS_LIST_TYPE || header['alg'] !== 'ES256' || typeof header['kid'] !== 'string')
    return unreadable;
  const key: TrustedKey | undefined = trust.get(header['kid']);
  if (!key || key.state === 'revoked') return { ok: false, fault: 'list_of_unknown_issuer' };
  if (!(await crypto.verifyEs256(key, jwt.signed, jwt.signature)))
    return { ok: false, fault: 'list_altered' };
  const { sub, iat, exp, status_list: inner } = payload;
  const { bits, lst } = (inner ?? {}) as { bits?: unknown; lst?: unknown };
  if (typeof sub !== 'string' || !isTime(iat) || (exp !== undefined && !isTime(exp))) return unreadable;
  if (typeof bits !== 'number' || ![1, 2, 4, 8].includes(bits) || typeof lst !== 'string') return unreadable;
  // A key that ended signs no list any more: a copy of it could say for ever that all is well.
  if (key.notAfter !== null && iat * 1000 > key.notAfter.getTime())
    return { ok: false, fault: 'list_of_unknown_issuer' };
  const packed = fromBase64url(lst);
  if (packed === null) return unreadable;
  let bytes: Uint8Array;
  try {
    bytes = await crypto.inflate(packed, MAX_BYTES);
  } catch {
    return unreadable;
  }
  const asOf = new Date(iat * 1000);
  const staleFrom = exp === undefined ? null : new Date(exp * 1000);
  return { ok: true, list: { uri: sub, operatorId: key.issuer.id, asOf, staleFrom, bits, bytes } };
}

const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 && value < 2 ** 42;

/** What a list says of one certificate. An index beyond its end is refused, and says nothing. */
export function stateIn(
  list: StatusList,
  { idx, uri }: StatusReference,
):
  | { readonly ok: true; readonly state: CertificateState }
  | { readonly ok: false; readonly fault: StatusListFault } {
  if (list.uri !== uri) return { ok: false, fault: 'list_of_another_address' };
  const at = idx * list.bits;
  const byte = list.bytes[Math.floor(at / 8)];
  if (byte === undefined) return { ok: false, fault: 'index_out_of_range' };
  const value = (byte >> (at % 8)) & ((1 << list.bits) - 1);
  const state = (Object.keys(STATES) as CertificateState[]).find((name) => STATES[name] === value);
  return state === undefined ? { ok: false, fault: 'status_unknown' } : { ok: true, state };
}
