import { oid, readMembers, readOnly, TAG, type Tlv } from '../asn1/der.ts';
import { PRINTABLE_STRING, readName } from './certificate-fields.ts';
import { OID, ROLE_POLICIES, type Role } from './gsma-oids.ts';

/** The extensions that say who may issue what. RFC 5280 section 4.2, SGP.22 section 4.5.2.1. */
export interface CertificateExtensions {
  /** In hexadecimal. */
  readonly subjectKeyId: string | null;
  readonly authorityKeyId: string | null;
  /** What the policies make of the certificate; `null` unless they name exactly one role. */
  readonly role: Role | null;
  readonly authority: boolean;
  /** How many authorities may follow below; `null` without a limit. */
  readonly pathLength: number | null;
  readonly mayCertify: boolean;
  readonly maySign: boolean;
  /** For whom an EUM may issue: of each list one must fit. */
  readonly permits: readonly (readonly Permit[])[];
  /** Something critical is in it that is not understood here. */
  readonly unknownCritical: boolean;
}

export interface Permit {
  /** The first digits of the EID. */
  readonly eidPrefix: string;
  /** `null`: any. */
  readonly organization: string | null;
}

const hexOid = (dotted: string): string => oid(dotted).toString('hex');

const EXTENSION = {
  subjectKeyId: hexOid(OID.subjectKeyId),
  authorityKeyId: hexOid(OID.authorityKeyId),
  basicConstraints: hexOid(OID.basicConstraints),
  keyUsage: hexOid(OID.keyUsage),
  policies: hexOid(OID.policies),
  nameConstraints: hexOid(OID.nameConstraints),
  permittedEins: hexOid(OID.permittedEins),
  // Only names and where CRLs are: critical or not, they bear on nothing here.
  subjectAltName: hexOid(OID.subjectAltName),
  crlDistributionPoints: hexOid(OID.crlDistributionPoints),
} as const;
const UNDERSTOOD: ReadonlySet<string> = new Set(Object.values(EXTENSION));

const ROLE_BY_POLICY: ReadonlyMap<string, Role> = new Map(
  Object.entries(ROLE_POLICIES).flatMap(([role, policies]) =>
    policies.map((policy) => [hexOid(policy), role as Role] as const),
  ),
);

const DIGITAL_SIGNATURE = 0x80;
const KEY_CERT_SIGN = 0x04;
const EXTENSIONS = 0xa3;
const KEY_IDENTIFIER = 0x80;
const PERMITTED_SUBTREES = 0xa0;
const DIRECTORY_NAME = 0xa4;

/** The `[3] Extensions` of a certificate. @throws RangeError */
export function readExtensions(wrapped: Tlv): CertificateExtensions {
  const { values, critical } = readValues(wrapped);
  const read = <T>(type: string, reader: (value: Tlv) => T): T | null => {
    const value = values.get(type);
    return value ? reader(readOnly(value)) : null;
  };
  const usage = read(EXTENSION.keyUsage, readKeyUsage) ?? 0;
  const constraints = read(EXTENSION.basicConstraints, readBasicConstraints);
  const names = read(EXTENSION.nameConstraints, readNameConstraints);
  const prefixes = read(EXTENSION.permittedEins, readPermittedEins);
  return {
    subjectKeyId: read(EXTENSION.subjectKeyId, readSubjectKeyId),
    authorityKeyId: read(EXTENSION.authorityKeyId, readAuthorityKeyId),
    role: read(EXTENSION.policies, readRole),
    authority: constraints?.authority ?? false,
    pathLength: constraints?.pathLength ?? null,
    mayCertify: (usage & KEY_CERT_SIGN) !== 0,
    maySign: (usage & DIGITAL_SIGNATURE) !== 0,
    permits: [names, prefixes].filter((list) => list !== null),
    unknownCritical: critical.some((type) => !UNDERSTOOD.has(type)),
  };
}

/** Extension values by their encoded OID, and the OIDs of the critical ones. */
function readValues(wrapped: Tlv): { values: Map<string, Buffer>; critical: string[] } {
  const values = new Map<string, Buffer>();
  const critical: string[] = [];
  const [list, ...more] = readMembers(wrapped, EXTENSIONS);
  if (!list || more.length > 0) throw new RangeError('extensions');
  for (const extension of readMembers(list, TAG.sequence)) {
    const [type, ...rest] = readMembers(extension, TAG.sequence);
    const key = type?.raw.toString('hex') ?? '';
    const value = rest.pop();
    const [flag, ...none] = rest;
    // DER leaves FALSE out, as it is the default.
    if (flag && (flag.tag !== TAG.boolean || !flag.content.equals(Buffer.of(0xff))))
      throw new RangeError('critical');
    if (value?.tag !== TAG.octetString || none.length > 0 || values.has(key))
      throw new RangeError('extension');
    values.set(key, value.content);
    if (flag) critical.push(key);
  }
  return { values, critical };
}

function readSubjectKeyId(value: Tlv): string {
  if (value.tag !== TAG.octetString || value.content.length === 0) throw new RangeError('subject key id');
  return value.content.toString('hex');
}

function readAuthorityKeyId(value: Tlv): string | null {
  const [keyId] = readMembers(value, TAG.sequence);
  return keyId?.tag === KEY_IDENTIFIER ? keyId.content.toString('hex') : null;
}

/** The first octet of the bits, which holds all that are asked for. */
function readKeyUsage(value: Tlv): number {
  const [unused, bits] = value.content;
  if (value.tag !== TAG.bitString || unused === undefined || bits === undefined)
    throw new RangeError('key usage');
  return bits;
}

function readBasicConstraints(value: Tlv): { authority: boolean; pathLength: number | null } {
  const members = readMembers(value, TAG.sequence);
  const authority = members[0]?.tag === TAG.boolean && members[0].content.equals(Buffer.of(0xff));
  const [limit, ...more] = authority ? members.slice(1) : members;
  if (more.length > 0) throw new RangeError('basic constraints');
  if (!limit) return { authority, pathLength: null };
  const [length] = limit.content;
  if (limit.tag !== TAG.integer || limit.content.length !== 1 || length === undefined || length > 0x7f)
    throw new RangeError('path length');
  return { authority, pathLength: length };
}

function readRole(value: Tlv): Role | null {
  const policies = readMembers(value, TAG.sequence).map((policy) => readMembers(policy, TAG.sequence)[0]);
  const roles = new Set(policies.map((policy) => ROLE_BY_POLICY.get(policy?.raw.toString('hex') ?? '')));
  roles.delete(undefined);
  const [role = null, ...others] = roles;
  return others.length === 0 ? role : null;
}

/** Only permitted directory names of a serialNumber and an organization are understood: GSMA writes nothing else. */
function readNameConstraints(value: Tlv): Permit[] {
  const [permitted, ...excluded] = readMembers(value, TAG.sequence);
  if (!permitted || excluded.length > 0) throw new RangeError('name constraints');
  return readMembers(permitted, PERMITTED_SUBTREES).map((subtree) => {
    const [base, ...distances] = readMembers(subtree, TAG.sequence);
    if (!base || distances.length > 0) throw new RangeError('name constraints');
    const [directoryName] = readMembers(base, DIRECTORY_NAME);
    if (!directoryName) throw new RangeError('name constraints');
    const { organization, serialNumber, attributes } = readName(directoryName);
    if (attributes !== (organization === null ? 1 : 2)) throw new RangeError('name constraints');
    return { eidPrefix: readPrefix(serialNumber ?? ''), organization };
  });
}

function readPermittedEins(value: Tlv): Permit[] {
  return readMembers(value, TAG.sequence).map((prefix) => {
    if (prefix.tag !== PRINTABLE_STRING) throw new RangeError('EIN');
    return { eidPrefix: readPrefix(prefix.content.toString('latin1')), organization: null };
  });
}

/** An EIN has 8 digits in SGP.22 and a varying number in SGP.29; an empty one would permit every EID. */
function readPrefix(digits: string): string {
  if (!/^\d{1,32}$/.test(digits)) throw new RangeError('EIN');
  return digits;
}
