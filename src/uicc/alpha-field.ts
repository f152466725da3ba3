import { textOfSeptets } from './gsm-alphabet.ts';
import type { Decoded } from './problem.ts';

const FILLER = 0xff;

/**
 * A name on a card: the GSM default alphabet with bit 8 clear, or one of the three UCS2 codings of ETSI TS 102 221 Annex A,
 * by the first byte. Empty fields are all FF.
 */
export function readAlpha(field: Uint8Array): Decoded<string> {
  switch (field[0]) {
    case undefined:
    case FILLER:
      return { value: '', problems: [] };
    case 0x80:
      return ucs2Field(field.subarray(1));
    case 0x81:
      // The base is bits 15 to 8 of a 16-bit pointer whose highest bit is 0.
      return pagedField(field, 3, (field[2] ?? 0) << 7);
    case 0x82:
      return pagedField(field, 4, ((field[2] ?? 0) << 8) | (field[3] ?? 0));
    default:
      return defaultField(field);
  }
}

/** Coding 80: big-endian UCS2, to FFFF or the end of the field. A last odd byte is filler (note to Annex A). */
function ucs2Field(bytes: Uint8Array): Decoded<string> {
  let end = 0;
  while (end + 1 < bytes.length && !(bytes[end] === FILLER && bytes[end + 1] === FILLER)) end += 2;
  return wellFormed(ucs2Text(bytes.subarray(0, end)), false);
}

/** Codings 81 and 82: a count, a base, and one byte a character: of the default alphabet, or with bit 8 set beside the base. */
function pagedField(field: Uint8Array, start: number, base: number): Decoded<string> {
  const count = field[1] ?? 0;
  const characters = field.subarray(start, start + count);
  let text = '';
  let septets: number[] = [];
  const takeSeptets = (): void => {
    text += textOfSeptets(septets);
    septets = [];
  };
  for (const byte of characters) {
    if (byte < 0x80) septets.push(byte);
    else {
      takeSeptets();
      text += String.fromCharCode((base + (byte & 0x7f)) & 0xffff);
    }
  }
  takeSeptets();
  return wellFormed(text, characters.length < count);
}

function defaultField(field: Uint8Array): Decoded<string> {
  const end = field.indexOf(FILLER);
  const used = end < 0 ? field : field.subarray(0, end);
  const septets = used.filter((byte) => byte < 0x80);
  return { value: textOfSeptets(septets), problems: septets.length < used.length ? ['name_coding'] : [] };
}

function wellFormed(text: string, cutOff: boolean): Decoded<string> {
  const broken = cutOff || !text.isWellFormed();
  return { value: text.toWellFormed(), problems: broken ? ['name_coding'] : [] };
}

/** Big-endian UCS2 as a string, halves of surrogate pairs among it. A last odd byte is left out. */
export function ucs2Text(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at + 1 < bytes.length; at += 2)
    text += String.fromCharCode((bytes[at]! << 8) | bytes[at + 1]!);
  return text;
}
