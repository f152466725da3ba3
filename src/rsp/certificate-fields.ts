import { oid, readMembers, TAG, type Tlv } from '../asn1/der.ts';
import { OID } from './gsma-oids.ts';

/** Fields that certificates, their extensions and CRLs have in common. RFC 5280. All throw RangeError. */

export const PRINTABLE_STRING = 0x13;
const ORGANIZATION = oid(OID.organization);
const SERIAL_NUMBER = oid(OID.serialNumber);

/** The members of a SEQUENCE without optional ones, by their count. */
export function exactly<Count extends number>(count: Count, members: readonly Tlv[]): Exactly<Count> {
  if (members.length !== count) throw new RangeError(`not ${count} members`);
  return members as Exactly<Count>;
}
type Exactly<Count extends number, List extends Tlv[] = []> = List['length'] extends Count
  ? List
  : Exactly<Count, [...List, Tlv]>;

/** The octets of a BIT STRING that leaves no bit free. */
export function wholeBits(value: Tlv): Buffer {
  if (value.tag !== TAG.bitString || value.content[0] !== 0) throw new RangeError('not a whole BIT STRING');
  return value.content.subarray(1);
}

/** A certificate's serial number in hexadecimal, without leading zero bytes. */
export function readSerial(value: Tlv): string {
  if (value.tag !== TAG.integer || value.content.length === 0) throw new RangeError('not a serial number');
  return value.content.toString('hex').replace(/^(00)+(?=.)/, '');
}

/** UTCTime or GeneralizedTime in the one form that section 4.1.2.5 allows; milliseconds since the epoch. */
export function readTime(value: Tlv): number {
  const text = value.content.toString('latin1');
  const digits = value.tag === TAG.utcTime ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text;
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(digits);
  if (!parts || (value.tag !== TAG.utcTime && value.tag !== TAG.generalizedTime))
    throw new RangeError('not a time');
  const [, year, month, day, hour, minute, second] = parts;
  const iso = `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const at = new Date(iso);
  // Date moves the 31st of a month of 30 days to the next.
  if (Number.isNaN(at.getTime()) || at.toISOString() !== iso) throw new RangeError('not a time');
  return at.getTime();
}

/** What this trust asks of a name; an attribute that is there twice says nothing. */
export interface NameParts {
  /** As bytes in latin1: compared, never shown. */
  readonly organization: string | null;
  readonly serialNumber: string | null;
  /** How many attributes the name has. */
  readonly attributes: number;
}

export function readName(name: Tlv): NameParts {
  const attributes = readMembers(name, TAG.sequence)
    .flatMap((rdn) => readMembers(rdn, TAG.set))
    .map((attribute) => readMembers(attribute, TAG.sequence));
  const only = (type: Buffer): string | null => {
    const found = attributes.filter(([one]) => one?.raw.equals(type));
    return found.length === 1 ? readText(found[0]![1]) : null;
  };
  return {
    organization: only(ORGANIZATION),
    serialNumber: only(SERIAL_NUMBER),
    attributes: attributes.length,
  };
}

function readText(value: Tlv | undefined): string {
  if (value?.tag !== TAG.utf8String && value?.tag !== PRINTABLE_STRING) throw new RangeError('not a text');
  return value.content.toString('latin1');
}
