import { ecdsaFromDer, oid, readMembers, readOnly, sequence, TAG, type Tlv, tlv } from '../../asn1/der.ts';
import type { VerifyCrypto } from '../../ports/verify-crypto.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import type { Coordinates } from './issuer.ts';

/** The reading half of `x509.ts`: P-256 certificates (RFC 5280), without `node:crypto`, so that browsers read them too. */
export interface ReadCertificate {
  /** TBSCertificate as received: what the issuer signed. */
  readonly tbs: Buffer;
  /** r || s, 64 bytes. */
  readonly signature: Buffer;
  /** Names in DER. */
  readonly issuer: Buffer;
  readonly subject: Buffer;
  /** SubjectPublicKeyInfo in DER. */
  readonly spki: Buffer;
  /** Whether it may issue certificates: basicConstraints and keyUsage say so. */
  readonly authority: boolean;
  readonly subjectKeyId: Buffer | null;
  readonly authorityKeyId: Buffer | null;
}

const ECDSA_WITH_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));
const BASIC_CONSTRAINTS = oid('2.5.29.19');
const KEY_USAGE = oid('2.5.29.15');
const SUBJECT_KEY_ID = oid('2.5.29.14');
const AUTHORITY_KEY_ID = oid('2.5.29.35');
const KEY_CERT_SIGN = 0x04;

/** What a SubjectPublicKeyInfo of P-256 begins with, up to the coordinates (RFC 5480 section 2). */
const SPKI_HEAD = sequence(
  sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')),
  tlv(TAG.bitString, Uint8Array.of(0, 4), new Uint8Array(64)),
).subarray(0, -64);

/** @throws RangeError for what is not a certificate signed by ECDSA with SHA-256 */
export function readCertificate(der: Buffer): ReadCertificate {
  const [tbs, algorithm, signature, ...more] = readMembers(readOnly(der), TAG.sequence);
  const members = readMembers(tbs!, TAG.sequence);
  const [, , innerAlgorithm, issuer, , subject, spki, wrapped] = members;
  if (!signature || !wrapped || more.length > 0 || members.length !== 8)
    throw new RangeError('not an X.509 v3 certificate');
  if (!algorithm!.raw.equals(ECDSA_WITH_SHA256) || !innerAlgorithm!.raw.equals(ECDSA_WITH_SHA256))
    throw new RangeError('not signed by ECDSA with SHA-256');
  if (signature.tag !== TAG.bitString || signature.content[0] !== 0) throw new RangeError('no signature');
  return {
    tbs: tbs!.raw,
    signature: ecdsaFromDer(signature.content.subarray(1)),
    issuer: issuer!.raw,
    subject: subject!.raw,
    spki: spki!.raw,
    ...readExtensions(wrapped),
  };
}

/** The coordinates in a SubjectPublicKeyInfo. @throws RangeError for a key of another kind */
export function coordinatesOf(spki: Buffer): Coordinates {
  const head = spki.subarray(0, SPKI_HEAD.length);
  if (spki.length !== SPKI_HEAD.length + 64 || !head.equals(SPKI_HEAD))
    throw new RangeError('not a P-256 key');
  return { x: toBase64url(spki.subarray(-64, -32)), y: toBase64url(spki.subarray(-32)) };
}

/** The SubjectPublicKeyInfo of a key. @throws RangeError for coordinates that are not 32 bytes in their one spelling */
export function spkiOf({ x, y }: Coordinates): Buffer {
  const [first, second] = [fromBase64url(x), fromBase64url(y)];
  if (first?.length !== 32 || second?.length !== 32) throw new RangeError('not a P-256 key');
  return Buffer.concat([SPKI_HEAD, first, second]);
}

/** Hex of the first 16 bytes of SHA-256 over the SubjectPublicKeyInfo: the key id in certificates and trust documents. */
export async function keyIdOfSpki(spki: Uint8Array, crypto: Pick<VerifyCrypto, 'sha256'>): Promise<string> {
  const digest = await crypto.sha256(spki);
  return Buffer.from(digest.subarray(0, 16)).toString('hex');
}

/** Whether a root that signed itself issued the certificate: by name, key identifier and signature (RFC 5280 section 6.1.3). */
export async function issuedBy(
  certificate: ReadCertificate,
  root: ReadCertificate,
  crypto: Pick<VerifyCrypto, 'verifyEs256'>,
): Promise<boolean> {
  const { authorityKeyId } = certificate;
  const named = authorityKeyId === null || root.subjectKeyId?.equals(authorityKeyId) === true;
  if (!root.authority || !named || !certificate.issuer.equals(root.subject)) return false;
  const key = coordinatesOf(root.spki);
  return (
    (await crypto.verifyEs256(key, root.tbs, root.signature)) &&
    (await crypto.verifyEs256(key, certificate.tbs, certificate.signature))
  );
}

type Extensions = Pick<ReadCertificate, 'authority' | 'subjectKeyId' | 'authorityKeyId'>;

function readExtensions(wrapped: Tlv): Extensions {
  const [list] = readMembers(wrapped, 0xa3);
  const values = new Map<string, Tlv>();
  for (const extension of readMembers(list!, TAG.sequence)) {
    const members = readMembers(extension, TAG.sequence);
    const [type, value] = [members[0], members.at(-1)];
    if (type?.tag !== TAG.oid || value?.tag !== TAG.octetString) throw new RangeError('not an extension');
    const name = type.raw.toString('hex');
    if (values.has(name)) throw new RangeError('extension twice');
    values.set(name, readOnly(value.content));
  }
  const of = (type: Buffer): Tlv | undefined => values.get(type.toString('hex'));
  const [isAuthority] = readMembers(of(BASIC_CONSTRAINTS) ?? readOnly(sequence()), TAG.sequence);
  const usage = of(KEY_USAGE);
  const [keyId] = readMembers(of(AUTHORITY_KEY_ID) ?? readOnly(sequence()), TAG.sequence);
  return {
    authority:
      isAuthority?.tag === TAG.boolean &&
      isAuthority.content[0] === 0xff &&
      usage?.tag === TAG.bitString &&
      ((usage.content[1] ?? 0) & KEY_CERT_SIGN) !== 0,
    subjectKeyId: of(SUBJECT_KEY_ID)?.content ?? null,
    authorityKeyId: keyId?.tag === 0x80 ? keyId.content : null,
  };
}
