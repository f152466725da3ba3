import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
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
  tlv,
  trueValue,
  utf8String,
} from '../../asn1/der.ts';
import { PRINTABLE_STRING } from '../../rsp/certificate-fields.ts';
import { type Curve, OID, ROLE_POLICIES, type Role } from '../../rsp/gsma-oids.ts';

/**
 * Certificate chains of remote SIM provisioning with keys of their own, for tests and virtual eUICCs: what a CI, an EUM
 * and an eUICC have by SGP.22 section 4.5.2.1, and every way to get it wrong. Nothing here belongs to the GSMA.
 */

export interface TestCertificate {
  readonly der: Buffer;
  /** The private key. */
  readonly key: KeyObject;
  readonly curve: Curve;
  readonly generation: Generation;
  /** The subject as a DER Name, and the organization in it. */
  readonly name: Buffer;
  readonly organization: string;
  readonly serial: Buffer;
}

export interface TestChain {
  readonly ci: TestCertificate;
  readonly eum: TestCertificate;
  readonly euicc: TestCertificate;
  /** 32 digits, as given. */
  readonly eid: string;
}

/** `v2`: flat policies and nameConstraints. `v3`: nested policies and the list of EID prefixes. */
export type Generation = 'v2' | 'v3';

/** What to make otherwise than the standard says; `null` leaves the thing out. */
export interface TestFaults {
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly policy?: string | null;
  /** First octet of the KeyUsage bits: 0x80 digitalSignature, 0x04 keyCertSign, 0x02 cRLSign. */
  readonly keyUsage?: number | null;
  /** basicConstraints cA. */
  readonly authority?: boolean;
  readonly pathLength?: number | null;
  readonly organization?: string;
  /** The serialNumber of an eUICC's subject, in place of its EID. */
  readonly subjectSerial?: string | null;
  /** What an EUM may issue: the first digits of the EIDs and the organization. `null`: it says nothing. */
  readonly permits?: { readonly prefix: string; readonly organization: string } | null;
  readonly subjectKeyId?: Buffer | null;
  readonly authorityKeyId?: Buffer | null;
  /** Signed by this key although the issuer is named. */
  readonly signedBy?: KeyObject;
  readonly curve?: Curve;
  /** The key pair to certify, as another certificate of the same key needs it. */
  readonly key?: KeyObject;
  readonly serial?: Buffer;
  /** More extensions, in DER. */
  readonly extensions?: readonly Buffer[];
}

export interface TestChainRequest {
  readonly curve?: Curve;
  readonly eid: string;
  readonly generation?: Generation;
  readonly ci?: TestFaults;
  readonly eum?: TestFaults;
  readonly euicc?: TestFaults;
}

// Fixed, so that nothing that is made here depends on the day.
const NOT_BEFORE = new Date('2020-01-01T00:00:00Z');
const NOT_AFTER = new Date('2059-12-31T23:59:59Z');

const ECDSA_WITH_SHA256 = sequence(oid(OID.ecdsaWithSha256));
const KEY_CERT_SIGN_AND_CRL_SIGN = 0x06;
const DIGITAL_SIGNATURE = 0x80;

/** CI, EUM and eUICC in a row, as in Variants O (v2) and Ov3. */
export function makeTestChain(request: TestChainRequest): TestChain {
  const { curve = 'P-256', generation = 'v2', eid } = request;
  const ci = makeCi({ generation, faults: { curve, ...request.ci } });
  const prefix = eid.slice(0, 8);
  const eum = issueEum(ci, { prefix, ...(request.eum ? { faults: request.eum } : {}) });
  return { ci, eum, euicc: issueEuicc(eum, eid, request.euicc), eid };
}

/** A self-signed CI; several certificates of one key are made by passing `faults.key`. */
export function makeCi(options: { generation?: Generation; faults?: TestFaults } = {}): TestCertificate {
  return issue('ci', null, 'Handback Test CI', options.generation ?? 'v2', options.faults ?? {});
}

/** v3: a CI under the CI (Variants B and C). */
export const issueSubCi = (ci: TestCertificate, faults: TestFaults = {}): TestCertificate =>
  issue('subCi', ci, 'Handback Test Sub CI', ci.generation, faults);

/** An EUM that may issue eUICCs whose EIDs begin with `prefix`. */
export function issueEum(
  ci: TestCertificate,
  options: { prefix: string; organization?: string; faults?: TestFaults },
): TestCertificate {
  const { prefix, organization = 'Handback Test EUM', faults = {} } = options;
  return issue('eum', ci, organization, ci.generation, { permits: { prefix, organization }, ...faults });
}

/** v3: a certificate authority of the EUM between it and its eUICCs (Variants A and C); the EUM needs a path length of 1. */
export const issueSubEum = (eum: TestCertificate, faults: TestFaults = {}): TestCertificate =>
  issue('subEum', eum, eum.organization, eum.generation, faults);

/** Another eUICC of the same EUM. */
export const issueEuicc = (issuer: TestCertificate, eid: string, faults: TestFaults = {}): TestCertificate =>
  issue('euicc', issuer, issuer.organization, issuer.generation, { subjectSerial: eid, ...faults });

/** A list of revoked serial numbers, signed by the CI. RFC 5280 section 5.1, SGP.22 section 4.6. */
export function makeCrl(
  ci: TestCertificate,
  revokedSerials: readonly Buffer[],
  thisUpdate: Date,
  nextUpdate: Date,
  signedBy: KeyObject = ci.key,
): Buffer {
  const revoked = revokedSerials.map((serial) => sequence(integer(serial), time(thisUpdate)));
  const body = sequence(
    integer(Uint8Array.of(1)),
    ECDSA_WITH_SHA256,
    ci.name,
    time(thisUpdate),
    time(nextUpdate),
    ...(revoked.length === 0 ? [] : [sequence(...revoked)]),
    context(0, sequence(extension(OID.authorityKeyId, authorityKeyId(keyIdOf(ci.key))))),
  );
  return signed(body, signedBy);
}

function issue(
  role: Role,
  issuer: TestCertificate | null,
  organizationByRule: string,
  generation: Generation,
  faults: TestFaults,
): TestCertificate {
  const curve = faults.curve ?? issuer?.curve ?? 'P-256';
  const key = faults.key ?? generateKeyPairSync('ec', { namedCurve: curve }).privateKey;
  const organization = faults.organization ?? organizationByRule;
  const name = distinguishedName(organization, faults.subjectSerial ?? null, `${organization} ${role}`);
  const serial = faults.serial ?? Buffer.from([0x40, ...randomBytes(8)]);
  const body = sequence(
    context(0, integer(Uint8Array.of(2))),
    integer(serial),
    ECDSA_WITH_SHA256,
    issuer?.name ?? name,
    sequence(time(faults.notBefore ?? NOT_BEFORE), time(faults.notAfter ?? NOT_AFTER)),
    name,
    spkiOf(key),
    context(3, sequence(...extensions(role, generation, keyIdOf(key), issuer, faults))),
  );
  const der = signed(body, faults.signedBy ?? issuer?.key ?? key);
  return { der, key, curve, generation, name, organization, serial };
}

function extensions(
  role: Role,
  generation: Generation,
  keyId: Buffer,
  issuer: TestCertificate | null,
  faults: TestFaults,
): Buffer[] {
  const isAuthority = role !== 'euicc';
  const {
    authority = isAuthority,
    pathLength = role === 'eum' || role === 'subEum' ? 0 : null,
    keyUsage = isAuthority ? KEY_CERT_SIGN_AND_CRL_SIGN : DIGITAL_SIGNATURE,
    policy = ROLE_POLICIES[role].at(generation === 'v2' ? 0 : -1)!,
    subjectKeyId = keyId,
    authorityKeyId: issuerKeyId = issuer ? keyIdOf(issuer.key) : null,
    permits = null,
  } = faults;
  const out: Buffer[] = [];
  if (issuerKeyId) out.push(extension(OID.authorityKeyId, authorityKeyId(issuerKeyId)));
  if (subjectKeyId) out.push(extension(OID.subjectKeyId, octetString(subjectKeyId)));
  if (keyUsage !== null) out.push(critical(OID.keyUsage, keyUsageBits(keyUsage)));
  if (policy !== null) out.push(critical(OID.policies, sequence(sequence(oid(policy)))));
  if (authority) {
    const limit = pathLength === null ? [] : [integer(Uint8Array.of(pathLength))];
    out.push(critical(OID.basicConstraints, sequence(trueValue(), ...limit)));
  }
  if (permits) {
    out.push(
      generation === 'v2'
        ? critical(OID.nameConstraints, nameConstraints(permits))
        : critical(OID.permittedEins, sequence(printableString(permits.prefix))),
    );
  }
  return [...out, ...(faults.extensions ?? [])];
}

/** An Extension around its DER value, for `TestFaults.extensions`: not critical, or critical. */
export const extension = (type: string, value: Buffer): Buffer => sequence(oid(type), octetString(value));
export const critical = (type: string, value: Buffer): Buffer =>
  sequence(oid(type), trueValue(), octetString(value));

const authorityKeyId = (keyId: Buffer): Buffer => sequence(contextPrimitive(0, keyId));
const printableString = (text: string): Buffer => tlv(PRINTABLE_STRING, Buffer.from(text, 'latin1'));

/** A named BIT STRING without its trailing zero bits (X.690 section 11.2.2). */
function keyUsageBits(bits: number): Buffer {
  return bitString(Uint8Array.of(bits), 31 - Math.clz32(bits & -bits));
}

/** NameConstraints with one permitted directoryName, of which GSMA means the serialNumber as a prefix. */
function nameConstraints({ prefix, organization }: { prefix: string; organization: string }): Buffer {
  const base = sequence(
    attribute(OID.organization, utf8String(organization)),
    attribute(OID.serialNumber, printableString(prefix)),
  );
  return sequence(context(0, sequence(context(4, base))));
}

const attribute = (type: string, value: Buffer): Buffer => setOf(sequence(oid(type), value));

function distinguishedName(organization: string, subjectSerial: string | null, commonName: string): Buffer {
  return sequence(
    attribute(OID.organization, utf8String(organization)),
    ...(subjectSerial === null ? [] : [attribute(OID.serialNumber, printableString(subjectSerial))]),
    attribute(OID.commonName, utf8String(commonName)),
  );
}

const spkiOf = (key: KeyObject): Buffer => createPublicKey(key).export({ format: 'der', type: 'spki' });

/** RFC 5280 section 4.2.1.2 method 1, which GSMA uses: SHA-1 over the point, the last 65 bytes of these keys. */
export const keyIdOf = (key: KeyObject): Buffer =>
  createHash('sha1').update(spkiOf(key).subarray(-65)).digest();

/** A body with its signature: the outer shape of certificates and CRLs alike. */
function signed(body: Buffer, key: KeyObject): Buffer {
  return sequence(body, ECDSA_WITH_SHA256, bitString(sign('sha256', body, key)));
}
