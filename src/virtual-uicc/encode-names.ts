import { septetsOf } from '../uicc/gsm-alphabet.ts';

/** The codings of a name: the GSM default alphabet, and the three of ETSI TS 102 221 Annex A by their first byte. */
export type AlphaCoding = 'default' | '80' | '81' | '82';

/**
 * A name as a card keeps it, padded with FF.
 * @throws RangeError where it does not fit, or the coding cannot express it
 */
export function alphaField(text: string, length: number, coding: AlphaCoding = codingFor(text)): Buffer {
  const bytes = encoded(text, coding);
  if (bytes === null) throw new RangeError(`${JSON.stringify(text)} cannot be coded as ${coding}`);
  if (bytes.length > length) throw new RangeError(`${JSON.stringify(text)} is longer than ${length} bytes`);
  return Buffer.concat([bytes, Buffer.alloc(length - bytes.length, 0xff)]);
}

function codingFor(text: string): AlphaCoding {
  return (['default', '81', '82'] as const).find((coding) => encoded(text, coding) !== null) ?? '80';
}

function encoded(text: string, coding: AlphaCoding): Buffer | null {
  switch (coding) {
    case 'default': {
      const septets = septetsOf(text);
      return septets && Buffer.from(septets);
    }
    case '80':
      return Buffer.concat([Buffer.of(0x80), ucs2(text)]);
    case '81':
    case '82':
      return paged(text, coding);
  }
}

/** Big-endian UCS2. */
export const ucs2 = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

/** Characters of the default alphabet as they are, all others beside one base. */
function paged(text: string, coding: '81' | '82'): Buffer | null {
  const units = text.split('');
  const isDefault = (unit: string): boolean => septetsOf(unit)?.length === 1;
  const others = units.filter((unit) => !isDefault(unit)).map((unit) => unit.charCodeAt(0));
  const lowest = Math.min(...others, 0xffff);
  const base = coding === '81' ? lowest & 0x7f80 : lowest;
  if (others.some((code) => code - base > 0x7f)) return null;
  const bytes = units.map((unit) =>
    isDefault(unit) ? septetsOf(unit)![0]! : 0x80 | (unit.charCodeAt(0) - base),
  );
  const head =
    coding === '81' ? [0x81, units.length, base >> 7] : [0x82, units.length, base >> 8, base & 0xff];
  return units.length > 0xff ? null : Buffer.from([...head, ...bytes]);
}
