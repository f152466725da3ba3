import type { KeyObject } from 'node:crypto';
import { HandbackError } from '../domain/errors.ts';
import { type Eid, parseEid } from '../domain/values/eid.ts';
import { publicKeyOf, type RspCertificate } from './certificate.ts';
import type { Permit } from './certificate-extensions.ts';
import { ChainFault } from './faults.ts';
import type { RevocationLists } from './revocation.ts';
import type { Anchor, TrustAnchors } from './trust-anchors.ts';

/**
 * The rules of a chain from an eUICC's certificate to a CI: SGP.22 section 4.5.2.1.
 *
 * Standard path validation fails on these chains, as GSMA writes the first digits of an EID where X.509 means a whole
 * name. Certificates are matched by key identifier and not by name: a CI has several certificates with several names.
 * Nothing here verifies a signature; each function tells which ones must hold for its result to be true.
 */

/** A certificate's signature and the key that must have made it. */
export interface SignatureCheck {
  readonly data: Buffer;
  readonly key: KeyObject;
  /** ECDSA-Sig-Value in DER. */
  readonly signature: Buffer;
}

/** Milliseconds since the epoch, both ends included. */
interface Validity {
  readonly notBefore: number;
  readonly notAfter: number;
}

/** The authorities above eUICCs, from their issuer up to the CI. */
export interface Issuers {
  /** Key identifier and key of the one that issues the eUICCs. */
  readonly keyId: string;
  readonly publicKey: KeyObject;
  readonly permits: readonly (readonly Permit[])[];
  readonly anchor: Anchor;
  /** Serial number of the EUM's certificate, in hexadecimal. */
  readonly eumSerial: string;
  readonly validity: Validity;
}

/** An eUICC and who stands for it. */
export interface Chain {
  readonly eid: Eid;
  readonly publicKey: KeyObject;
  readonly anchor: Anchor;
  readonly eumSerial: string;
  readonly validity: Validity;
}

/** What may stand between an eUICC and the CI, from below: Variants O and Ov3, then B, A, C. */
const ROWS_OF_ROLES: ReadonlySet<string> = new Set(['eum', 'eum subCi', 'subEum eum', 'subEum eum subCi']);

/**
 * @param certificates first the issuer of the eUICC, then the others in any order.
 * @throws ChainFault
 */
export function readIssuers(
  certificates: readonly RspCertificate[],
  anchors: TrustAnchors,
  revocations: RevocationLists,
): { readonly issuers: Issuers; readonly checks: readonly SignatureCheck[] } {
  const { row, anchor } = climb(certificates, anchors);
  if (!ROWS_OF_ROLES.has(row.map((one) => one.role).join(' '))) throw new ChainFault('chain_policy');
  row.forEach(requireAuthority);
  if (row.some((one) => one.curve !== anchor.curve)) throw new ChainFault('chain_curve');
  const eum = row.find((one) => one.role === 'eum')!;
  if (eum.permits.length === 0) throw new ChainFault('chain_constraint');
  if (revocations.get(anchor.keyId)?.serials.has(row.at(-1)!.serial)) throw new ChainFault('chain_revoked');
  const keys = row.map(publicKeyOf);
  const issuers = {
    keyId: row[0]!.subjectKeyId!,
    publicKey: keys[0]!,
    permits: row.flatMap((one) => one.permits),
    anchor,
    eumSerial: eum.serial,
    validity: row.map(validityOf).reduce(overlap),
  };
  const checks = row.map((one, i) => checkOf(one, keys[i + 1] ?? anchor.publicKey));
  return { issuers, checks };
}

/** @throws ChainFault */
export function readChain(
  euicc: RspCertificate,
  issuers: Issuers,
): { readonly chain: Chain; readonly check: SignatureCheck } {
  if (euicc.authorityKeyId !== issuers.keyId) throw new ChainFault('chain_incomplete');
  if (euicc.role !== 'euicc') throw new ChainFault('chain_policy');
  if (euicc.authority || !euicc.maySign) throw new ChainFault('chain_usage');
  if (euicc.unknownCritical || euicc.permits.length > 0) throw new ChainFault('chain_extension');
  if (euicc.curve !== issuers.anchor.curve) throw new ChainFault('chain_curve');
  const eid = eidOf(euicc);
  if (eid === null) throw new ChainFault('eid_malformed');
  const permitted = issuers.permits.every((list) => list.some((permit) => fits(euicc, eid, permit)));
  if (!permitted) throw new ChainFault('chain_constraint');
  const { anchor, eumSerial } = issuers;
  const validity = overlap(validityOf(euicc), issuers.validity);
  return {
    chain: { eid, publicKey: publicKeyOf(euicc), anchor, eumSerial, validity },
    check: checkOf(euicc, issuers.publicKey),
  };
}

/** @throws ChainFault `chain_not_yet_valid`, `chain_expired`. */
export function requireValid(chain: Chain, at: Date): void {
  requireWithin(chain.validity, at);
  const anchorHolds = chain.anchor.validity.some((one) => isWithin(one, at));
  if (!anchorHolds) requireWithin(chain.anchor.validity.at(-1)!, at);
}

/** The EID that a certificate claims for its eUICC: the 32 digits and nothing else. */
export function eidOf(euicc: RspCertificate): Eid | null {
  const digits = euicc.subject.serialNumber ?? '';
  if (!/^\d{32}$/.test(digits)) return null;
  try {
    return parseEid(digits);
  } catch (error) {
    if (!(error instanceof HandbackError)) throw error;
    return null;
  }
}

/** From the issuer of the eUICC up to the CI. A certificate is used once, so that no loop can be made. */
function climb(
  certificates: readonly RspCertificate[],
  anchors: TrustAnchors,
): { row: RspCertificate[]; anchor: Anchor } {
  const [lowest, ...unused] = certificates;
  const row = [lowest!];
  for (let top = lowest!; ; ) {
    const above = top.authorityKeyId;
    if (above === null) throw new ChainFault('chain_incomplete');
    const anchor = anchors.get(above);
    if (anchor) return { row, anchor };
    const next = unused.findIndex((one) => one.subjectKeyId === above);
    if (next < 0) throw new ChainFault(top.role === 'subEum' ? 'chain_incomplete' : 'anchor_unknown');
    top = unused.splice(next, 1)[0]!;
    row.push(top);
  }
}

/** @param below how many authorities are below this one. */
function requireAuthority(certificate: RspCertificate, below: number): void {
  const { authority, mayCertify, pathLength, role } = certificate;
  // Who issues to eUICCs may issue to nobody else, and says so with a path length of 0.
  const longEnough = below === 0 ? pathLength === 0 : pathLength === null || pathLength >= below;
  if (!authority || !mayCertify || !longEnough) throw new ChainFault('chain_usage');
  if (certificate.unknownCritical || (role === 'subCi' && certificate.permits.length > 0))
    throw new ChainFault('chain_extension');
}

function fits(euicc: RspCertificate, eid: Eid, permit: Permit): boolean {
  const { eidPrefix, organization } = permit;
  return eid.startsWith(eidPrefix) && (organization === null || euicc.subject.organization === organization);
}

const checkOf = ({ tbs, signature }: RspCertificate, key: KeyObject): SignatureCheck => ({
  data: tbs,
  key,
  signature,
});

const validityOf = ({ notBefore, notAfter }: RspCertificate): Validity => ({ notBefore, notAfter });

const overlap = (a: Validity, b: Validity): Validity => ({
  notBefore: Math.max(a.notBefore, b.notBefore),
  notAfter: Math.min(a.notAfter, b.notAfter),
});

const isWithin = ({ notBefore, notAfter }: Validity, at: Date): boolean =>
  at.getTime() >= notBefore && at.getTime() <= notAfter;

function requireWithin(validity: Validity, at: Date): void {
  if (isWithin(validity, at)) return;
  throw new ChainFault(at.getTime() > validity.notAfter ? 'chain_expired' : 'chain_not_yet_valid');
}
