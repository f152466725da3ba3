import { HandbackError } from '../../domain/errors.ts';
import { parseStrictJson } from '../../domain/values/strict-json.ts';
import type { VerifyCrypto } from '../../ports/verify-crypto.ts';
import { issuedBy, keyIdOfSpki, type ReadCertificate, readCertificate, spkiOf } from './certificate-read.ts';
import type { Coordinates, Issuer } from './issuer.ts';

/** In the order in which a key may pass through them. */
const STATES = ['active', 'retired', 'revoked'] as const;
export type KeyState = (typeof STATES)[number];

/** A JWK (RFC 7517) with what a verifier of certificates needs besides. */
export interface TrustKey extends Coordinates {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly use: 'sig';
  readonly alg: 'ES256';
  readonly kid: string;
  /** Base64 DER: the key's certificate, then the operator's root. */
  readonly x5c: readonly [string, string];
  /** UTC instants: from when it signed, and when another key took its place; the active key has no end. */
  readonly notBefore: string;
  readonly notAfter?: string;
  /** A retired key signs no more, and what it signed stays good; a revoked one is no longer believed at all. */
  readonly state: KeyState;
}

/** What an operator publishes at `/.well-known/` and a verifier keeps: also a valid JWK set. */
export interface TrustDocument {
  readonly format: 'handback-trust/1';
  readonly issuer: Issuer;
  readonly keys: readonly TrustKey[];
  /** Verifier keys of the operator's public log, and of the witnesses that sign its heads (C2SP signed-note). */
  readonly logs?: readonly string[];
  readonly witnesses?: readonly string[];
}

export interface TrustedKey extends Coordinates {
  readonly keyId: string;
  readonly issuer: Issuer;
  /** X.509 in DER. */
  readonly certificate: Uint8Array;
  readonly root: Uint8Array;
  readonly notBefore: Date;
  /** Null as long as it signs. */
  readonly notAfter: Date | null;
  readonly state: KeyState;
  /** Of the document that names it. */
  readonly logs: readonly string[];
  readonly witnesses: readonly string[];
}

/** The keys that a verifier believes, by key id; of one operator or of many. */
export type Trust = ReadonlyMap<string, TrustedKey>;

const MAX_TRUST_BYTES = 4 * 1024 * 1024;

/**
 * Reads trust documents (JSON bytes, or as objects) and checks that each is sound in itself: every key id is the hash
 * of its key, and every key's certificate holds that key and is signed by the root beside it.
 * @throws HandbackError `trust_invalid` with the reason. Whether the document is the operator's own, only its source can tell.
 */
export async function readTrust(
  documents: readonly (Uint8Array | TrustDocument)[],
  crypto: Pick<VerifyCrypto, 'sha256' | 'verifyEs256'>,
): Promise<Trust> {
  const trust = new Map<string, TrustedKey>();
  for (const document of documents) {
    for (const key of await readDocument(document, crypto)) {
      const known = trust.get(key.keyId);
      if (known && known.issuer.id !== key.issuer.id) throw invalid('one key under two issuers', key.keyId);
      // An older copy of a document brings back neither what was revoked nor what has ended.
      const newer = known === undefined || STATES.indexOf(key.state) > STATES.indexOf(known.state);
      // Nor does it take away a log or a witness that another copy names.
      trust.set(key.keyId, {
        ...(newer ? key : known),
        logs: [...new Set([...(known?.logs ?? []), ...key.logs])],
        witnesses: [...new Set([...(known?.witnesses ?? []), ...key.witnesses])],
      });
    }
  }
  return trust;
}

function readDocument(
  input: Uint8Array | TrustDocument,
  crypto: Pick<VerifyCrypto, 'sha256' | 'verifyEs256'>,
): Promise<TrustedKey[]> {
  const document = input instanceof Uint8Array ? parse(input) : input;
  if (document?.format !== 'handback-trust/1') throw invalid('not a trust document');
  const { issuer, keys, logs = [], witnesses = [] } = document;
  if (typeof issuer?.id !== 'string' || issuer.id === '' || typeof issuer.name !== 'string')
    throw invalid('no issuer');
  if (!Array.isArray(keys)) throw invalid('no keys');
  if (!isTexts(logs) || !isTexts(witnesses)) throw invalid('a log or witness that is no key');
  return Promise.all(keys.map((key) => readKey({ issuer, logs, witnesses }, key, crypto)));
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

function parse(bytes: Uint8Array): TrustDocument {
  if (bytes.length > MAX_TRUST_BYTES) throw invalid('too large');
  try {
    return parseStrictJson(bytes) as TrustDocument;
  } catch {
    throw invalid('not JSON');
  }
}

async function readKey(
  document: Pick<TrustedKey, 'issuer' | 'logs' | 'witnesses'>,
  key: TrustKey,
  crypto: Pick<VerifyCrypto, 'sha256' | 'verifyEs256'>,
): Promise<TrustedKey> {
  const kid = typeof key?.kid === 'string' ? key.kid : '';
  if (key?.kty !== 'EC' || key.crv !== 'P-256' || !STATES.includes(key.state)) {
    throw invalid('a key of a kind that is not used', kid);
  }
  const notBefore = new Date(key.notBefore);
  const notAfter = key.notAfter === undefined ? null : new Date(key.notAfter);
  if (Number.isNaN(notBefore.getTime()) || Number.isNaN(notAfter?.getTime()))
    throw invalid('a key without a date', kid);
  const { x, y } = key;
  let spki: Buffer;
  let [certificate, root]: [ReadCertificate?, ReadCertificate?] = [];
  let der: readonly Buffer[];
  let issued: boolean;
  try {
    spki = spkiOf({ x, y });
    der = key.x5c.map((one) => Buffer.from(one, 'base64'));
    [certificate, root] = [readCertificate(der[0]!), readCertificate(der[1]!)];
    issued = await issuedBy(certificate, root, crypto);
  } catch {
    throw invalid('a key that cannot be read', kid);
  }
  if ((await keyIdOfSpki(spki, crypto)) !== kid)
    throw invalid('a key id that is not the hash of its key', kid);
  if (!certificate.spki.equals(spki)) throw invalid('a certificate of another key', kid);
  if (!issued) throw invalid('a certificate that its root did not issue', kid);
  return {
    ...document,
    ...{ keyId: kid, x, y, notBefore, notAfter, state: key.state },
    ...{ certificate: der[0]!, root: der[1]! },
  };
}

function invalid(reason: string, keyId = ''): HandbackError {
  return new HandbackError('trust_invalid', { reason, keyId });
}
