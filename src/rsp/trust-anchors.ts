import { hash, type KeyObject, verify } from 'node:crypto';
import { publicKeyOf, type RspCertificate, readCertificate } from './certificate.ts';
import { ChainFault, TrustFault } from './faults.ts';
import type { Curve } from './gsma-oids.ts';
import { derValues } from './pem.ts';

/** The certificate issuers (CI) that are trusted to have issued EUMs. SGP.22 section 4.5.2.1.0.1. */

/** A CI by its key: the GSMA knows CIs by key identifier, and renews their certificates under the same key. */
export interface Anchor {
  /** Subject key identifier in hexadecimal, as eUICCs name it (euiccCiPKId). */
  readonly keyId: string;
  readonly publicKey: KeyObject;
  readonly curve: Curve;
  /** The validity of each of its certificates, in milliseconds since the epoch. */
  readonly validity: readonly { readonly notBefore: number; readonly notAfter: number }[];
}

/** By key identifier. */
export type TrustAnchors = ReadonlyMap<string, Anchor>;

/**
 * Key identifiers of the test CIs of SGP.26, whose private keys are published. They are SHA-1 over the point (RFC 5280
 * section 4.2.1.2 method 1), so that they are told from the key itself, whatever identifier its certificate claims.
 */
const TEST_CI_KEYS: ReadonlySet<string> = new Set([
  'f54172bdf98a95d65cbeb88a38a1c11d800a85c3', // v1, P-256
  'c0bc70ba36929d43b467ff57570530e57ab8fcd8', // v1, brainpoolP256r1
  '34eecf13156518d48d30bdf06853404d115f955d', // v3, P-256
  '2209f61cd9ec5c9c854e787341ff83ecf9776a5b', // v3, brainpoolP256r1
]);
const POINT_BYTES = 65;

/**
 * Reads CI certificates from files in DER or PEM, of which one may hold several.
 *
 * @throws TrustFault `anchor_malformed`, `anchor_not_ci`, `anchor_key_conflict`, `anchor_test` unless they are allowed.
 */
export function readTrustAnchors(
  files: readonly Buffer[],
  options: { readonly allowTestAnchors?: boolean } = {},
): TrustAnchors {
  const anchors = new Map<string, Anchor>();
  const spkis = new Map<string, Buffer>();
  for (const { certificate, publicKey } of files.flatMap(readFile)) {
    const keyId = certificate.subjectKeyId;
    if (keyId === null || !isCi(certificate, publicKey)) throw new TrustFault('anchor_not_ci');
    if (!options.allowTestAnchors && TEST_CI_KEYS.has(hash('sha1', certificate.spki.subarray(-POINT_BYTES))))
      throw new TrustFault('anchor_test');
    const known = anchors.get(keyId);
    // An identifier is only a name: two keys may not share it.
    if (!certificate.spki.equals(spkis.get(keyId) ?? certificate.spki))
      throw new TrustFault('anchor_key_conflict');
    spkis.set(keyId, certificate.spki);
    anchors.set(keyId, {
      keyId,
      publicKey,
      curve: certificate.curve,
      validity: [
        ...(known?.validity ?? []),
        { notBefore: certificate.notBefore, notAfter: certificate.notAfter },
      ],
    });
  }
  return anchors;
}

interface CiCertificate {
  readonly certificate: RspCertificate;
  readonly publicKey: KeyObject;
}

function readFile(file: Buffer): CiCertificate[] {
  try {
    return derValues(file, 'CERTIFICATE').map((der) => {
      const certificate = readCertificate(der);
      return { certificate, publicKey: publicKeyOf(certificate) };
    });
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof ChainFault)) throw error;
    throw new TrustFault('anchor_malformed', { cause: error });
  }
}

function isCi(certificate: RspCertificate, publicKey: KeyObject): boolean {
  return (
    certificate.role === 'ci' &&
    certificate.authority &&
    certificate.mayCertify &&
    !certificate.unknownCritical &&
    verify('sha256', certificate.tbs, publicKey, certificate.signature)
  );
}
