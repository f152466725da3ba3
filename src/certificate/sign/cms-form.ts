import {
  context,
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

/**
 * The form of a detached CMS SignedData (RFC 5652) in the profile of PAdES B-B (ETSI EN 319 142-1 section 6): signed
 * attributes content-type, message-digest and signing-certificate-v2 (RFC 5035), and no signing-time, whose place is /M
 * in the PDF. Making and reading share it, so that what is read can be compared with what would have been made.
 */

const ID_DATA = oid('1.2.840.113549.1.7.1');
const ID_SIGNED_DATA = oid('1.2.840.113549.1.7.2');
const CONTENT_TYPE = oid('1.2.840.113549.1.9.3');
const MESSAGE_DIGEST = oid('1.2.840.113549.1.9.4');
const SIGNING_CERTIFICATE_V2 = oid('1.2.840.113549.1.9.16.2.47');
const SHA256 = sequence(oid('2.16.840.1.101.3.4.2.1'));
const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

/** What a signature consists of, beyond what the profile fixes. */
export interface CmsParts {
  readonly certificate: Uint8Array;
  /** SHA-256 of the certificate. */
  readonly certificateDigest: Uint8Array;
  readonly root: Uint8Array;
  /** SHA-256 of the signed content. */
  readonly digest: Uint8Array;
}

/** The SET OF attributes that is signed. */
export function signedAttributes({ certificate, certificateDigest, digest }: Omit<CmsParts, 'root'>): Buffer {
  const { issuer, serial } = issuerAndSerial(certificate);
  // ESSCertIDv2: its hash algorithm defaults to SHA-256, and DER leaves a default out (RFC 5035 section 4).
  const certificateId = sequence(
    octetString(certificateDigest),
    sequence(sequence(context(4, issuer)), serial),
  );
  return setOf(
    sequence(CONTENT_TYPE, setOf(ID_DATA)),
    sequence(MESSAGE_DIGEST, setOf(octetString(digest))),
    sequence(SIGNING_CERTIFICATE_V2, setOf(sequence(sequence(certificateId)))),
  );
}

/** The DER ContentInfo. `signature` is r || s, 64 bytes. */
export function encodeCms(parts: CmsParts, signature: Uint8Array): Buffer {
  const { issuer, serial } = issuerAndSerial(parts.certificate);
  const attributes = signedAttributes(parts);
  const signerInfo = sequence(
    integer(Uint8Array.of(1)),
    sequence(issuer, serial),
    SHA256,
    // Signed as a SET, sent as [0] IMPLICIT: RFC 5652 section 5.4.
    Buffer.concat([Buffer.of(0xa0), attributes.subarray(1)]),
    ECDSA_WITH_SHA256,
    octetString(ecdsaToDer(signature)),
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

function issuerAndSerial(certificate: Uint8Array): { issuer: Buffer; serial: Buffer } {
  const [tbs] = readMembers(readOnly(certificate), TAG.sequence);
  const [, serial, , issuer] = readMembers(tbs!, TAG.sequence);
  return { issuer: issuer!.raw, serial: serial!.raw };
}
