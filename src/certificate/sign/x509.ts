import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import {
  bitString,
  context,
  contextPrimitive,
  integer,
  octetString,
  oid,
  sequence,
  setOf,
  time,
  trueValue,
  utf8String,
} from '../../asn1/der.ts';

/** X.509 v3 certificates for P-256 keys after RFC 5280: an operator's own root, and the signing keys under it. */

export interface Subject {
  readonly organization: string;
  readonly commonName: string;
  /** The issuer id of the operator (X.520 organizationIdentifier). */
  readonly organizationId: string;
}

export interface CertificateRequest {
  readonly subject: Subject;
  readonly publicKey: KeyObject;
  readonly issuer: Subject;
  readonly issuerPrivateKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** A root may only issue signing certificates (pathLen 0); a signing certificate may only sign documents. */
  readonly purpose: 'root' | 'signing';
}

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

/** The certificate in DER, with a random 127-bit serial number. */
export function makeCertificate(request: CertificateRequest): Buffer {
  const issuerSpki = subjectPublicKeyInfo(createPublicKey(request.issuerPrivateKey));
  const spki = subjectPublicKeyInfo(request.publicKey);
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x7f) | 0x40;
  const body = sequence(
    context(0, integer(Uint8Array.of(2))),
    integer(serial),
    ECDSA_WITH_SHA256,
    distinguishedName(request.issuer),
    sequence(time(request.notBefore), time(request.notAfter)),
    distinguishedName(request.subject),
    spki,
    context(3, sequence(...extensions(request.purpose, spki, issuerSpki))),
  );
  const signature = sign('sha256', body, { key: request.issuerPrivateKey, dsaEncoding: 'der' });
  return sequence(body, ECDSA_WITH_SHA256, bitString(signature));
}

/** Hex of the first 16 bytes of SHA-256 over the DER SubjectPublicKeyInfo: the key id in proofs and trust documents. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256').update(subjectPublicKeyInfo(publicKey)).digest('hex').slice(0, 32);
}

export function subjectPublicKeyInfo(publicKey: KeyObject): Buffer {
  return publicKey.export({ format: 'der', type: 'spki' });
}

export function certificatePem(der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function distinguishedName(subject: Subject): Buffer {
  const attribute = (type: string, value: string) => setOf(sequence(oid(type), utf8String(value)));
  return sequence(
    attribute('2.5.4.10', subject.organization),
    attribute('2.5.4.97', subject.organizationId),
    attribute('2.5.4.3', subject.commonName),
  );
}

function extensions(purpose: 'root' | 'signing', spki: Buffer, issuerSpki: Buffer): Buffer[] {
  const critical = (type: string, value: Buffer) => sequence(oid(type), trueValue(), octetString(value));
  const plain = (type: string, value: Buffer) => sequence(oid(type), octetString(value));
  const identifiers = [
    plain('2.5.29.14', octetString(keyIdentifier(spki))),
    plain('2.5.29.35', sequence(contextPrimitive(0, keyIdentifier(issuerSpki)))),
  ];
  return purpose === 'root'
    ? [
        critical('2.5.29.19', sequence(trueValue(), integer(Uint8Array.of(0)))),
        critical('2.5.29.15', bitString(Uint8Array.of(0x06), 1)), // keyCertSign, cRLSign
        ...identifiers,
      ]
    : [
        critical('2.5.29.19', sequence()),
        critical('2.5.29.15', bitString(Uint8Array.of(0xc0), 6)), // digitalSignature, nonRepudiation
        ...identifiers,
      ];
}

/** RFC 7093 section 2 method 1: the leftmost 160 bits of SHA-256 over the public key's BIT STRING content. */
function keyIdentifier(spki: Buffer): Buffer {
  // A P-256 SubjectPublicKeyInfo always ends in the 65-byte uncompressed point.
  return createHash('sha256').update(spki.subarray(-65)).digest().subarray(0, 20);
}
