import { createPublicKey, type KeyObject } from 'node:crypto';
import { oid, readMembers, readOnly, sequence, TAG, tlv } from '../asn1/der.ts';
import { type CertificateExtensions, readExtensions } from './certificate-extensions.ts';
import { exactly, type NameParts, readName, readSerial, readTime, wholeBits } from './certificate-fields.ts';
import { ChainFault } from './faults.ts';
import { CURVES, type Curve, OID } from './gsma-oids.ts';

/** The fields of an X.509 certificate that the walk of a chain asks for. RFC 5280 section 4.1, SGP.22 section 4.5.2. */
export interface RspCertificate extends CertificateExtensions {
  /** TBSCertificate as received: what the issuer signed. */
  readonly tbs: Buffer;
  /** ECDSA-Sig-Value in DER. */
  readonly signature: Buffer;
  /** In hexadecimal, without leading zero bytes. */
  readonly serial: string;
  /** Milliseconds since the epoch, both ends included. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly subject: NameParts;
  /** SubjectPublicKeyInfo in DER. */
  readonly spki: Buffer;
  readonly curve: Curve;
}

const ECDSA_WITH_SHA256 = sequence(oid(OID.ecdsaWithSha256));
const VERSION_3 = Buffer.from('a003020102', 'hex');

/** What a SubjectPublicKeyInfo of each curve begins with, up to the uncompressed point. RFC 5480 section 2. */
const SPKI_HEADS = Object.entries(CURVES).map(([curve, curveOid]) => {
  const algorithm = sequence(oid(OID.ecPublicKey), oid(curveOid));
  const whole = sequence(algorithm, tlv(TAG.bitString, Buffer.of(0, 4), Buffer.alloc(64)));
  return { curve: curve as Curve, head: whole.subarray(0, -64), length: whole.length };
});

/** @throws ChainFault `certificate_malformed`, `chain_curve` where the key is of another kind. */
export function readCertificate(der: Buffer): RspCertificate {
  try {
    return read(der);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ChainFault('certificate_malformed', { cause: error });
  }
}

/** @throws ChainFault `chain_curve` where the point is not on the curve. */
export function publicKeyOf(certificate: RspCertificate): KeyObject {
  try {
    return createPublicKey({ key: certificate.spki, format: 'der', type: 'spki' });
  } catch (error) {
    throw new ChainFault('chain_curve', { cause: error });
  }
}

function read(der: Buffer): RspCertificate {
  const [tbs, algorithm, signature] = exactly(3, readMembers(readOnly(der), TAG.sequence));
  const [version, serial, innerAlgorithm, , validity, subject, spki, extensions] = exactly(
    8,
    readMembers(tbs, TAG.sequence),
  );
  if (!version.raw.equals(VERSION_3)) throw new RangeError('not an X.509 v3 certificate');
  if (!algorithm.raw.equals(ECDSA_WITH_SHA256) || !innerAlgorithm.raw.equals(ECDSA_WITH_SHA256))
    throw new RangeError('not signed by ECDSA with SHA-256');
  const [notBefore, notAfter] = exactly(2, readMembers(validity, TAG.sequence));
  return {
    tbs: tbs.raw,
    signature: wholeBits(signature),
    serial: readSerial(serial),
    notBefore: readTime(notBefore),
    notAfter: readTime(notAfter),
    subject: readName(subject),
    spki: spki.raw,
    curve: curveOf(spki.raw),
    ...readExtensions(extensions),
  };
}

function curveOf(spki: Buffer): Curve {
  const known = SPKI_HEADS.find(
    ({ head, length }) => spki.length === length && spki.subarray(0, head.length).equals(head),
  );
  if (!known) throw new ChainFault('chain_curve');
  return known.curve;
}
