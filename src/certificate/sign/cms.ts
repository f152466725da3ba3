import { createHash, verify, X509Certificate } from 'node:crypto';
import {
  context,
  ecdsaFromDer,
  ecdsaToDer,
  integer,
  octetString,
  oid,
  readMembers,
  readOnly,
  sequence,
  setOf,
  TAG,
  tlv,
} from '../../asn1/der.ts';
import type { CertificateSigner } from './signer.ts';
import type { Trust, TrustedKey } from './trust.ts';
import { keyIdOf } from './x509.ts';

/**
 * Detached CMS SignedData (RFC 5652) in the profile of PAdES B-B (ETSI EN 319 142-1 section 6): signed attributes
 * content-type, message-digest and signing-certificate-v2 (RFC 5035), and no signing-time, whose place is /M in the PDF.
 */

const ID_DATA = oid('1.2.840.113549.1.7.1');
const ID_SIGNED_DATA = oid('1.2.840.113549.1.7.2');
const CONTENT_TYPE = oid('1.2.840.113549.1.9.3');
const MESSAGE_DIGEST = oid('1.2.840.113549.1.9.4');
const SIGNING_CERTIFICATE_V2 = oid('1.2.840.113549.1.9.16.2.47');
const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'));
const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

/** What a signature consists of, beyond what the profile fixes. */
interface CmsParts {
  readonly certificate: Buffer;
  readonly root: Buffer;
  /** SHA-256 of the signed content. */
  readonly digest: Buffer;
  /** r || s, 64 bytes. */
  readonly signature: Buffer;
}

/** Signs content by its SHA-256; returns the DER ContentInfo. */
export function signCms(digest: Buffer, signer: CertificateSigner): Buffer {
  const { certificate, root } = signer;
  const attributes = setOf(...signedAttributes(digest, certificate));
  return encode({ certificate, root, digest, signature: signer.sign(attributes) });
}

export type CmsReading =
  | { readonly ok: true; readonly key: TrustedKey }
  | { readonly ok: false; readonly fault: 'altered' }
  | { readonly ok: false; readonly fault: 'unknown_issuer'; readonly keyId: string };

/**
 * Checks a signature over content with this digest. Only what varies is read out of the bytes; the whole is then built
 * anew from the trusted certificate and the given digest and must be the same to the byte. So nothing in a signature
 * goes unchecked: no unsigned attribute, no second signer, no other spelling.
 */
export function verifyCms(der: Buffer, digest: Buffer, trust: Trust): CmsReading {
  let found: { signature: Buffer; certificates: Buffer[] };
  let keyIds: string[];
  try {
    found = extract(der);
    keyIds = found.certificates
      .map((raw) => new X509Certificate(raw))
      .filter((one) => !one.ca)
      .map((one) => keyIdOf(one.publicKey));
  } catch {
    return { ok: false, fault: 'altered' };
  }
  const [keyId, ...others] = keyIds;
  if (keyId === undefined || others.length > 0) return { ok: false, fault: 'altered' };
  const key = trust.get(keyId);
  if (!key) return { ok: false, fault: 'unknown_issuer', keyId };
  const parts = { certificate: key.certificate, root: key.root, digest, signature: found.signature };
  if (!encode(parts).equals(der)) return { ok: false, fault: 'altered' };
  const attributes = setOf(...signedAttributes(digest, key.certificate));
  const holds = verify(
    'sha256',
    attributes,
    { key: key.publicKey, dsaEncoding: 'ieee-p1363' },
    found.signature,
  );
  return holds ? { ok: true, key } : { ok: false, fault: 'altered' };
}

function encode(parts: CmsParts): Buffer {
  const { issuer, serial } = issuerAndSerial(parts.certificate);
  const attributes = setOf(...signedAttributes(parts.digest, parts.certificate));
  const signerInfo = sequence(
    integer(Uint8Array.of(1)),
    sequence(issuer, serial),
    SHA256,
    // Signed as a SET, sent as [0] IMPLICIT: RFC 5652 section 5.4.
    Buffer.concat([Buffer.of(0xa0), attributes.subarray(1)]),
    ECDSA_WITH_SHA256,
    octetString(ecdsaToDer(parts.signature)),
  );
  const certificates = setOf(parts.certificate, parts.root);
  const signedData = sequence(
    integer(Uint8Array.of(1)),
    tlv(TAG.set, SHA256),
    sequence(ID_DATA),
    Buffer.concat([Buffer.of(0xa0), certificates.subarray(1)]),
    tlv(TAG.set, signerInfo),
  );
  return sequence(ID_SIGNED_DATA, context(0, signedData));
}

function signedAttributes(digest: Buffer, certificate: Buffer): Buffer[] {
  const { issuer, serial } = issuerAndSerial(certificate);
  const certificateSha256 = createHash('sha256').update(certificate).digest();
  // ESSCertIDv2: its hash algorithm defaults to SHA-256, and DER leaves a default out (RFC 5035 section 4).
  const certificateId = sequence(
    octetString(certificateSha256),
    sequence(sequence(context(4, issuer)), serial),
  );
  return [
    sequence(CONTENT_TYPE, setOf(ID_DATA)),
    sequence(MESSAGE_DIGEST, setOf(octetString(digest))),
    sequence(SIGNING_CERTIFICATE_V2, setOf(sequence(sequence(certificateId)))),
  ];
}

function issuerAndSerial(certificate: Buffer): { issuer: Buffer; serial: Buffer } {
  const [tbs] = readMembers(readOnly(certificate), TAG.sequence);
  const [, serial, , issuer] = readMembers(tbs!, TAG.sequence);
  return { issuer: issuer!.raw, serial: serial!.raw };
}

function extract(der: Buffer): { signature: Buffer; certificates: Buffer[] } {
  const [, wrapped] = readMembers(readOnly(der), TAG.sequence);
  const [signedData] = readMembers(wrapped!, 0xa0);
  const [, , , certificates, signers] = readMembers(signedData!, TAG.sequence);
  const raw = readMembers(certificates!, 0xa0).map((one) => one.raw);
  if (raw.length > 4) throw new RangeError('too many certificates');
  const [signer] = readMembers(signers!, TAG.set);
  const signature = readMembers(signer!, TAG.sequence)[5];
  return { signature: ecdsaFromDer(signature!.content), certificates: raw };
}
