const NONE = 0xff;
const DIALLED = '0123456789*#p?';
const INTERNATIONAL = 0x91;
const NATIONAL = 0x81;

/** What EF_ADN and its like hold of a number, and the records of EF_EXT1 that it goes on in. */
export interface EncodedNumber {
  /** Length, type and plan, ten bytes of digits, capability record, first extension record. */
  readonly field: Buffer;
  readonly extensions: readonly Buffer[];
}

/** Digits with the first in the low half of each byte, F at the end. */
export function packedDigits(digits: string, alphabet = DIALLED): Buffer {
  const nibbles = [...digits].map((digit) => alphabet.indexOf(digit));
  if (nibbles.includes(-1)) throw new RangeError(`${digits} holds what nobody can dial`);
  if (nibbles.length % 2 === 1) nibbles.push(0x0f);
  return Buffer.from(nibbles.flatMap((low, i) => (i % 2 === 0 ? [low | (nibbles[i + 1]! << 4)] : [])));
}

/** Type of number and numbering plan, and the digits. */
export function typed(number: string): { readonly tonNpi: number; readonly digits: string } {
  return number.startsWith('+')
    ? { tonNpi: INTERNATIONAL, digits: number.slice(1) }
    : { tonNpi: NATIONAL, digits: number };
}

/** 3GPP TS 31.102 sections 4.4.2.3 and 4.4.2.4; `nextExtension` is the record that the first extension will have. */
export function encodeNumber(number: string, nextExtension: number): EncodedNumber {
  const { tonNpi, digits } = typed(number);
  const first = packedDigits(digits.slice(0, 20));
  const rest = digits.slice(20).match(/.{1,20}/g) ?? [];
  const filler = Buffer.alloc(10 - first.length, NONE);
  const field = Buffer.concat([
    number === '' ? Buffer.of(NONE, NONE) : Buffer.of(1 + first.length, tonNpi),
    first,
    filler,
    Buffer.of(NONE, rest.length === 0 ? NONE : nextExtension),
  ]);
  const extensions = rest.map((part, i) => {
    const packed = packedDigits(part);
    const next = i + 1 < rest.length ? nextExtension + i + 1 : NONE;
    return Buffer.concat([
      Buffer.of(0x02, packed.length),
      packed,
      Buffer.alloc(10 - packed.length, NONE),
      Buffer.of(next),
    ]);
  });
  return { field, extensions };
}
