import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { HandbackError } from '../../domain/errors.ts';
import { parseStrictJson } from '../../domain/values/strict-json.ts';
import type { Issuer } from './signer.ts';
import { keyIdOf } from './x509.ts';

export type KeyState = 'active' | 'retired' | 'revoked';

/** A JWK (RFC 7517) with what a verifier of certificates needs besides. */
export interface TrustKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly use: 'sig';
  readonly alg: 'ES256';
  readonly kid: string;
  /** Base64 DER: the key's certificate, then the operator's root. */
  readonly x5c: readonly [string, string];
  readonly notBefore: string;
  /** A retired key signs no more, and what it signed stays good; a revoked one is no longer believed at all. */
  readonly state: KeyState;
}

/** What an operator publishes at `/.well-known/` and a verifier keeps: also a valid JWK set. */
export interface TrustDocument {
  readonly format: 'handback-trust/1';
  readonly issuer: Issuer;
  readonly keys: readonly TrustKey[];
}

export interface TrustedKey {
  readonly keyId: string;
  readonly issuer: Issuer;
  /** Coordinates as the JWK has them. */
  readonly x: string;
  readonly y: string;
  readonly publicKey: KeyObject;
  readonly certificate: Buffer;
  readonly root: Buffer;
  readonly notBefore: Date;
  readonly state: KeyState;
}

/** The keys that a verifier believes, by key id; of one operator or of many. */
export type Trust = ReadonlyMap<string, TrustedKey>;

const MAX_TRUST_BYTES = 4 * 1024 * 1024;

/**
 * Reads trust documents (JSON bytes, or as objects) and checks that each is sound in itself: every key id is the hash
 * of its key, and every key's certificate holds that key and is signed by the root beside it.
 * @throws HandbackError `trust_invalid` with the reason. Whether the document is the operator's own, only its source can tell.
 */
export function readTrust(...documents: readonly (Uint8Array | TrustDocument)[]): Trust {
  const trust = new Map<string, TrustedKey>();
  for (const document of documents) {
    for (const key of readDocument(document)) {
      const known = trust.get(key.keyId);
      if (known && known.issuer.id !== key.issuer.id) throw invalid('one key under two issuers', key.keyId);
      if (known?.state !== 'revoked') trust.set(key.keyId, key);
    }
  }
  return trust;
}

/** A key of a ring as a trust document names it; certificates in base64 DER. */
export function trustKeyOf(
  key: {
    readonly keyId: string;
    readonly certificate: string;
    readonly notBefore: string;
    readonly state: KeyState;
  },
  root: string,
): TrustKey {
  const { x, y } = new X509Certificate(Buffer.from(key.certificate, 'base64')).publicKey.export({
    format: 'jwk',
  });
  const { keyId: kid, notBefore, state } = key;
  const fixed = { kty: 'EC', crv: 'P-256', use: 'sig', alg: 'ES256' } as const;
  return { ...fixed, x: x!, y: y!, kid, x5c: [key.certificate, root], notBefore, state };
}

function readDocument(input: Uint8Array | TrustDocument): TrustedKey[] {
  const document = input instanceof Uint8Array ? parse(input) : input;
  if (document?.format !== 'handback-trust/1') throw invalid('not a trust document');
  const { issuer, keys } = document;
  if (typeof issuer?.id !== 'string' || issuer.id === '' || typeof issuer.name !== 'string')
    throw invalid('no issuer');
  if (!Array.isArray(keys)) throw invalid('no keys');
  return keys.map((key) => readKey(issuer, key));
}

function parse(bytes: Uint8Array): TrustDocument {
  if (bytes.length > MAX_TRUST_BYTES) throw invalid('too large');
  try {
    return parseStrictJson(bytes) as TrustDocument;
  } catch {
    throw invalid('not JSON');
  }
}

function readKey(issuer: Issuer, key: TrustKey): TrustedKey {
  const kid = typeof key?.kid === 'string' ? key.kid : '';
  if (key?.kty !== 'EC' || key.crv !== 'P-256' || !['active', 'retired', 'revoked'].includes(key.state)) {
    throw invalid('a key of a kind that is not used', kid);
  }
  const notBefore = new Date(key.notBefore);
  if (Number.isNaN(notBefore.getTime())) throw invalid('a key without a date', kid);
  let publicKey: KeyObject;
  let certificate: X509Certificate;
  let root: X509Certificate;
  try {
    publicKey = createPublicKey({ key: { kty: key.kty, crv: key.crv, x: key.x, y: key.y }, format: 'jwk' });
    certificate = new X509Certificate(Buffer.from(key.x5c[0], 'base64'));
    root = new X509Certificate(Buffer.from(key.x5c[1], 'base64'));
  } catch {
    throw invalid('a key that cannot be read', kid);
  }
  if (keyIdOf(publicKey) !== kid) throw invalid('a key id that is not the hash of its key', kid);
  if (!certificate.publicKey.equals(publicKey)) throw invalid('a certificate of another key', kid);
  if (
    !root.ca ||
    !root.verify(root.publicKey) ||
    !certificate.checkIssued(root) ||
    !certificate.verify(root.publicKey)
  ) {
    throw invalid('a certificate that its root did not issue', kid);
  }
  return {
    keyId: kid,
    issuer,
    x: key.x,
    y: key.y,
    publicKey,
    certificate: certificate.raw,
    root: root.raw,
    notBefore,
    state: key.state,
  };
}

function invalid(reason: string, keyId = ''): HandbackError {
  return new HandbackError('trust_invalid', { reason, keyId });
}
