import { ucs2Text } from '../alpha-field.ts';
import { textOfSeptets, unpackSeptets } from '../gsm-alphabet.ts';
import type { ProblemCode } from '../problem.ts';
import type { Reader } from './reader.ts';

/** One part of a text that was sent in several messages. */
export interface Part {
  /** Says which parts belong together, e.g. `8:42`, with the width of the reference: two widths are two messages. */
  readonly reference: string;
  readonly total: number;
  /** From 1. */
  readonly number: number;
}

export interface UserData {
  /** May begin or end with half of a surrogate pair where it is a part. Null where it is no text. */
  readonly text: string | null;
  /** What is no text, upper-case hexadecimal. */
  readonly data: string | null;
  readonly part: Part | null;
  readonly problems: readonly ProblemCode[];
}

type Coding = 'default' | 'data' | 'ucs2' | 'compressed';

/** The data coding scheme (3GPP TS 23.038 section 4); what is reserved counts as the default alphabet. */
export function codingOf(scheme: number): Coding {
  const group = scheme >> 4;
  if (group <= 0x7) {
    if ((scheme & 0x20) !== 0) return 'compressed';
    return (['default', 'data', 'ucs2', 'default'] as const)[(scheme >> 2) & 0x03]!;
  }
  if (group === 0xe) return 'ucs2';
  if (group === 0xf && (scheme & 0x04) !== 0) return 'data';
  return 'default';
}

/** Information elements (3GPP TS 23.040 section 9.2.3.24). */
const CONCATENATED_8 = 0x00;
const CONCATENATED_16 = 0x08;
const SINGLE_SHIFT = 0x24;
const LOCKING_SHIFT = 0x25;

/**
 * TP-UDL and TP-UD (section 9.2.3.16 and 9.2.3.24): with a header where `hasHeader`. In the default alphabet the length
 * counts septets, and the text begins at the next septet after the header.
 */
export function readUserData(reader: Reader, scheme: number, hasHeader: boolean): UserData {
  const coding = codingOf(scheme);
  const length = reader.byte();
  const inSeptets = coding === 'default';
  const octets = inSeptets ? Math.ceil((length * 7) / 8) : length;
  const bytes = reader.upTo(octets);
  const problems: ProblemCode[] = bytes.length < octets ? ['message_cut_off'] : [];
  const header = hasHeader ? readHeader(bytes) : { length: 0, elements: [] };
  if (header === null)
    return {
      text: null,
      data: bytes.toString('hex').toUpperCase(),
      part: null,
      problems: [...problems, 'message_coding'],
    };
  if (header.elements.some(({ id }) => id === SINGLE_SHIFT || id === LOCKING_SHIFT))
    problems.push('message_language_table');
  const part = partOf(header.elements);
  const rest = bytes.subarray(header.length);
  switch (coding) {
    case 'default': {
      const before = Math.ceil((header.length * 8) / 7);
      const septets = unpackSeptets(bytes, Math.max(0, length - before), before * 7);
      return { text: textOfSeptets(septets), data: null, part, problems };
    }
    case 'ucs2':
      return { text: ucs2Text(rest), data: null, part, problems };
    case 'compressed':
      return { text: null, data: hex(rest), part, problems: [...problems, 'message_compressed'] };
    case 'data':
      return { text: null, data: hex(rest), part, problems };
  }
}

const hex = (bytes: Buffer): string => bytes.toString('hex').toUpperCase();

interface Element {
  readonly id: number;
  readonly value: Buffer;
}

/** @returns null where its elements do not fill it, or it is longer than the data */
function readHeader(
  bytes: Buffer,
): { readonly length: number; readonly elements: readonly Element[] } | null {
  const length = 1 + (bytes[0] ?? bytes.length);
  if (length > bytes.length) return null;
  const elements: Element[] = [];
  let at = 1;
  while (at < length) {
    const end = at + 2 + (bytes[at + 1] ?? 0);
    if (at + 2 > length || end > length) return null;
    elements.push({ id: bytes[at]!, value: bytes.subarray(at + 2, end) });
    at = end;
  }
  return { length, elements };
}

/** The last one counts (section 9.2.3.24); one that contradicts itself is ignored, as section 9.2.3.24.1 asks. */
function partOf(elements: readonly Element[]): Part | null {
  let part: Part | null = null;
  for (const { id, value } of elements) {
    const width = id === CONCATENATED_8 ? 1 : id === CONCATENATED_16 ? 2 : 0;
    if (width === 0 || value.length !== width + 2) continue;
    const [total, number] = value.subarray(width) as unknown as [number, number];
    if (total === 0 || number === 0 || number > total) continue;
    part = { reference: `${width * 8}:${value.readUIntBE(0, width)}`, total, number };
  }
  return part;
}
