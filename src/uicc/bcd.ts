import type { Decoded } from './problem.ts';

/** The low half of each byte first, as telephony stores digits (3GPP TS 24.008 section 10.5.4.7). */
export function nibblesOf(bytes: Uint8Array): number[] {
  return [...bytes].flatMap((byte) => [byte & 0x0f, byte >> 4]);
}

const HEXADECIMAL = '0123456789ABCDEF';

/** EF_ICCID (ETSI TS 102 221 section 13.2): its places without the padding. Some issuers write letters. @returns null where it is empty */
export function readIccid(bytes: Uint8Array): string | null {
  const text = nibblesOf(bytes)
    .map((nibble) => HEXADECIMAL[nibble])
    .join('')
    .replace(/F+$/, '');
  return text === '' ? null : text;
}

/**
 * EF_IMSI (3GPP TS 31.102 section 4.2.2): a length byte, then digits of which the first half byte is type and parity.
 * @returns null where there is none
 */
export function readImsi(bytes: Uint8Array): string | null {
  const length = bytes[0] ?? 0xff;
  if (length === 0 || length > 8 || bytes.length < 1 + length) return null;
  const text = nibblesOf(bytes.subarray(1, 1 + length))
    .slice(1)
    .map((nibble) => HEXADECIMAL[nibble])
    .join('')
    .replace(/F+$/, '');
  return /^\d{6,15}$/.test(text) ? text : null;
}

/** Digits of a number to dial (3GPP TS 31.102 section 4.4.2.3, note 6): C is a pause, D any one digit. E is kept for later. */
const DIALLED = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#', 'p', '?'] as const;
const END = 0x0f;

/** Digits up to the first F. What means nothing is left out and said. */
export function readDialled(bytes: Uint8Array): Decoded<string> {
  let digits = '';
  let odd = false;
  for (const nibble of nibblesOf(bytes)) {
    if (nibble === END) break;
    const digit = DIALLED[nibble];
    if (digit === undefined) odd = true;
    else digits += digit;
  }
  return { value: digits, problems: odd ? ['number_coding'] : [] };
}

/** Bits 7 to 5 of the byte before a number (3GPP TS 24.008 section 10.5.4.7). */
export const TYPE_OF_NUMBER = { international: 1, alphanumeric: 5 } as const;

export const typeOfNumber = (byte: number): number => (byte >> 4) & 0x07;

/** A number as people write it: with `+` where the card says that it is international. */
export function withPlus(tonNpi: number, digits: string): string {
  const international = typeOfNumber(tonNpi) === TYPE_OF_NUMBER.international;
  return international && /^\d/.test(digits) ? `+${digits}` : digits;
}
