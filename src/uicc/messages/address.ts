import { nibblesOf, TYPE_OF_NUMBER, typeOfNumber, withPlus } from '../bcd.ts';
import { textOfSeptets, unpackSeptets } from '../gsm-alphabet.ts';
import type { Reader } from './reader.ts';

/** Semi-octets of an address (3GPP TS 23.040 section 9.1.2.3): F is filler. */
const DIGITS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#', 'a', 'b', 'c', ''] as const;

const digitsOf = (bytes: Uint8Array): string =>
  nibblesOf(bytes)
    .map((nibble) => DIGITS[nibble])
    .join('');

/**
 * An originating, destination or recipient address (section 9.1.2.5): a length in semi-octets, type and plan, and at most
 * ten bytes; a name in the default alphabet where the type says so. @throws RangeError where it is longer
 */
export function readAddress(reader: Reader): string {
  const length = reader.byte();
  if (length > 20) throw new RangeError('address');
  const tonNpi = reader.byte();
  const bytes = reader.bytes(Math.ceil(length / 2));
  if (typeOfNumber(tonNpi) === TYPE_OF_NUMBER.alphanumeric)
    return textOfSeptets(unpackSeptets(bytes, Math.floor((length * 4) / 7))).trimEnd();
  return withPlus(tonNpi, digitsOf(bytes).slice(0, length));
}

/** A service centre address as EF_SMS holds it (3GPP TS 24.011 section 8.2.5.1): a length in bytes. @throws RangeError where it is longer than 11 */
export function readServiceCentre(reader: Reader): string | null {
  const length = reader.byte();
  if (length === 0 || length === 0xff) return null;
  if (length > 11) throw new RangeError('service centre');
  const tonNpi = reader.byte();
  return withPlus(tonNpi, digitsOf(reader.bytes(length - 1))) || null;
}
