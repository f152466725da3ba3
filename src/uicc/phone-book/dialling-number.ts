import { readAlpha } from '../alpha-field.ts';
import { readDialled, withPlus } from '../bcd.ts';
import type { Decoded, ProblemCode } from '../problem.ts';

/** A name and a number of EF_ADN, EF_MSISDN and their like. */
export interface NamedNumber {
  readonly name: string;
  /** Digits, `*`, `#`, `p` for a pause, with `+` where it is international; empty where there is none. */
  readonly number: string;
}

/** What follows the name (3GPP TS 31.102 section 4.4.2.3). */
const NUMBER_LENGTH = 14;
const NONE = 0xff;
/** Type of number and numbering plan, and ten bytes of digits. */
const MAX_CONTENTS = 11;

/**
 * One record of EF_ADN, EF_MSISDN or the like: a name of any length and 14 bytes (3GPP TS 31.102 sections 4.4.2.3 and
 * 4.2.26, TS 51.011 sections 10.5.1 and 10.5.5). `extension` answers the records of the extension file.
 * @returns null for a record that holds nothing
 */
export function readNamedNumber(
  record: Buffer,
  extension: (number: number) => Buffer | undefined,
): Decoded<NamedNumber | null> {
  if (record.length < NUMBER_LENGTH) return { value: null, problems: ['record_short'] };
  const name = readAlpha(record.subarray(0, -NUMBER_LENGTH));
  const number = readNumber(record.subarray(-NUMBER_LENGTH), extension);
  const problems = [...name.problems, ...number.problems];
  const empty = name.value === '' && number.value === '' && problems.length === 0;
  return { value: empty ? null : { name: name.value, number: number.value }, problems };
}

/**
 * A length, type and plan, ten bytes of digits, a capability record that nobody uses here, and the extension record:
 * the last 14 bytes of EF_ADN and 14 bytes of EF_ANR alike.
 */
export function readNumber(
  field: Buffer,
  extension: (number: number) => Buffer | undefined,
): Decoded<string> {
  const length = field[0]!;
  if (length === NONE || length === 0) return { value: '', problems: [] };
  if (length > MAX_CONTENTS) return { value: '', problems: ['number_coding'] };
  const first = readDialled(field.subarray(2, 1 + length));
  const rest = followExtensions(field[13]!, extension);
  return {
    value: withPlus(field[1]!, first.value + rest.value),
    problems: [...new Set([...first.problems, ...rest.problems])],
  };
}

/** Types of an extension record (3GPP TS 31.102 section 4.4.2.4). */
const SUBADDRESS = 0x01;
const MORE_DIGITS = 0x02;
const EXTENSION_LENGTH = 13;

/** EF_EXT1 and its like: 13 bytes, each record naming the next. A chain that leads back ends where it began. */
function followExtensions(first: number, extension: (number: number) => Buffer | undefined): Decoded<string> {
  const problems: ProblemCode[] = [];
  const seen = new Set<number>();
  let digits = '';
  for (let next = first; next !== NONE && next !== 0x00; ) {
    if (seen.has(next)) {
      problems.push('extension_circular');
      break;
    }
    seen.add(next);
    const record = extension(next);
    if (record === undefined || record.length < EXTENSION_LENGTH) {
      problems.push('extension_missing');
      break;
    }
    const [type, length] = record as unknown as [number, number];
    if (type === SUBADDRESS) problems.push('subaddress_left_out');
    else if (type === MORE_DIGITS && length <= 10) {
      const more = readDialled(record.subarray(2, 2 + length));
      digits += more.value;
      problems.push(...more.problems);
    } else {
      problems.push('extension_missing');
      break;
    }
    next = record[12]!;
  }
  return { value: digits, problems };
}
