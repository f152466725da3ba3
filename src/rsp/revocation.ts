import { verify } from 'node:crypto';
import { oid, readMembers, readOnly, TAG, type Tlv } from '../asn1/der.ts';
import { exactly, readSerial, readTime, wholeBits } from './certificate-fields.ts';
import { TrustFault } from './faults.ts';
import { OID } from './gsma-oids.ts';
import { derValues } from './pem.ts';
import type { Anchor, TrustAnchors } from './trust-anchors.ts';

/** Certificate revocation lists of the CIs. RFC 5280 section 5, SGP.22 section 4.6. */

/** What the lists of one CI say together; the GSMA may cut one list into several. */
export interface Revocations {
  /** Serial numbers in hexadecimal, as `readSerial` gives them. */
  readonly serials: ReadonlySet<string>;
  /** Milliseconds since the epoch: when the oldest of the lists was made, and when the first of them runs out. */
  readonly thisUpdate: number;
  readonly nextUpdate: number;
}

/** By the key identifier of the CI. */
export type RevocationLists = ReadonlyMap<string, Revocations>;

const DELTA_CRL = oid(OID.deltaCrl);
const EXTENSIONS = 0xa0;

/**
 * Reads CRLs from files in DER or PEM. A serial that is listed is revoked, whatever else the list says of it.
 *
 * @throws TrustFault `crl_malformed` (also for a delta CRL, which is no list by itself), `crl_not_of_anchor`.
 */
export function readRevocationLists(files: readonly Buffer[], anchors: TrustAnchors): RevocationLists {
  const lists = new Map<string, Revocations>();
  for (const crl of files.flatMap(readFile)) {
    const anchor = [...anchors.values()].find((one) => isSignedBy(crl, one));
    if (!anchor) throw new TrustFault('crl_not_of_anchor');
    const before = lists.get(anchor.keyId) ?? crl;
    lists.set(anchor.keyId, {
      serials: before.serials.union(crl.serials),
      thisUpdate: Math.min(before.thisUpdate, crl.thisUpdate),
      nextUpdate: Math.min(before.nextUpdate, crl.nextUpdate),
    });
  }
  return lists;
}

interface Crl extends Revocations {
  readonly tbs: Buffer;
  readonly signature: Buffer;
}

function isSignedBy(crl: Crl, anchor: Anchor): boolean {
  return verify('sha256', crl.tbs, anchor.publicKey, crl.signature);
}

function readFile(file: Buffer): Crl[] {
  try {
    return derValues(file, 'X509 CRL').map(readCrl);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new TrustFault('crl_malformed', { cause: error });
  }
}

function readCrl(der: Buffer): Crl {
  const [tbs, , signature] = exactly(3, readMembers(readOnly(der), TAG.sequence));
  const [, , , thisUpdate, nextUpdate, ...rest] = readMembers(tbs, TAG.sequence);
  if (!thisUpdate || !nextUpdate) throw new RangeError('not a CRL');
  // An empty list of entries is left out (RFC 5280 section 5.1.2.6).
  const entries = rest[0]?.tag === TAG.sequence ? readMembers(rest[0], TAG.sequence) : [];
  const extensions = rest.find((one) => one.tag === EXTENSIONS);
  if (extensions && isDelta(extensions)) throw new RangeError('a delta CRL');
  return {
    tbs: tbs.raw,
    signature: wholeBits(signature),
    serials: new Set(entries.map((entry) => readSerial(readMembers(entry, TAG.sequence)[0]!))),
    thisUpdate: readTime(thisUpdate),
    nextUpdate: readTime(nextUpdate),
  };
}

function isDelta(extensions: Tlv): boolean {
  const [list] = exactly(1, readMembers(extensions, EXTENSIONS));
  return readMembers(list, TAG.sequence).some((one) =>
    readMembers(one, TAG.sequence)[0]?.raw.equals(DELTA_CRL),
  );
}
