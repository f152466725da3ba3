import { parseStrictJson } from '../../domain/values/strict-json.ts';
import { isInstant } from '../verify/statement-shape.ts';
import { canonicalBytes } from './canonical.ts';
import { type CertificateSigner, signCanonical, verifyCanonical } from './signer.ts';
import type { Trust } from './trust.ts';

export interface Revocation {
  readonly certificateId: string;
  /** UTC instant, ISO 8601 with milliseconds. */
  readonly at: string;
  /** One of `REVOCATION_REASONS`; the list of another operator may have others. */
  readonly reason: string;
}

export interface Supersession {
  readonly certificateId: string;
  /** The certificate that replaces it. */
  readonly by: string;
}

/** All of an operator's revoked and superseded certificates as of one instant; whatever is not in it stood at that instant. */
export interface StatusList {
  readonly format: 'handback-status/1';
  readonly issuer: string;
  readonly asOf: string;
  /** From then on a newer list is to be had, and this one is stale. */
  readonly nextUpdate: string;
  readonly revoked: readonly Revocation[];
  readonly superseded: readonly Supersession[];
  readonly keyId: string;
  /** Base64url ES256 over the canonical form of all the members above. */
  readonly signature: string;
}

export interface StatusEntries {
  readonly revoked: readonly Revocation[];
  readonly superseded: readonly Supersession[];
}

export type StatusListFault = 'list_unreadable' | 'list_altered' | 'list_of_unknown_issuer';

export type StatusListReading =
  | { readonly ok: true; readonly list: StatusList }
  | { readonly ok: false; readonly fault: StatusListFault };

/** 64 MiB holds some 400,000 entries. */
export const MAX_STATUS_LIST_BYTES = 64 * 1024 * 1024;

/** Signs the list as of `now`, stale `validForMs` later. */
export function issueStatusList(
  entries: StatusEntries,
  signer: CertificateSigner,
  now: Date,
  validForMs = 24 * 3_600_000,
): StatusList {
  const unsigned = {
    format: 'handback-status/1',
    issuer: signer.issuer.id,
    asOf: now.toISOString(),
    nextUpdate: new Date(now.getTime() + validForMs).toISOString(),
    revoked: entries.revoked,
    superseded: entries.superseded,
    keyId: signer.keyId,
  } as const;
  return { ...unsigned, signature: signCanonical(unsigned, signer) };
}

/** The bytes to publish. */
export function statusListBytes(list: StatusList): Buffer {
  return canonicalBytes(list);
}

/** Checks a list from an untrusted place. Never throws; a list that does not hold is named, not used. */
export function readStatusList(bytes: Uint8Array, trust: Trust): StatusListReading {
  if (bytes.length > MAX_STATUS_LIST_BYTES) return { ok: false, fault: 'list_unreadable' };
  let list: StatusList;
  try {
    list = parseStrictJson(bytes) as StatusList;
  } catch {
    return { ok: false, fault: 'list_unreadable' };
  }
  if (list?.format !== 'handback-status/1' || typeof list.signature !== 'string')
    return { ok: false, fault: 'list_unreadable' };
  const key = trust.get(list.keyId);
  if (!key || key.state === 'revoked') return { ok: false, fault: 'list_of_unknown_issuer' };
  const { signature, ...unsigned } = list;
  if (!verifyCanonical(unsigned, signature, key) || list.issuer !== key.issuer.id)
    return { ok: false, fault: 'list_altered' };
  return isList(list) ? { ok: true, list } : { ok: false, fault: 'list_unreadable' };
}

function isList(list: StatusList): boolean {
  const named = (entry: { certificateId: string } | null) => typeof entry?.certificateId === 'string';
  return (
    isInstant(list.asOf) &&
    isInstant(list.nextUpdate) &&
    Array.isArray(list.revoked) &&
    list.revoked.every((entry) => named(entry) && isInstant(entry.at) && typeof entry.reason === 'string') &&
    Array.isArray(list.superseded) &&
    list.superseded.every((entry) => named(entry) && typeof entry.by === 'string')
  );
}
