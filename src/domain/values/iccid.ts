import { HandbackError } from '../errors.ts';
import { withoutSeparators } from './pasted-text.ts';
import { digitsDamage } from './spreadsheet-damage.ts';

/** Integrated circuit card identifier: 18 to 20 characters, upper case, beginning with 89 (telecom; ITU-T E.118 section 4). */
export type Iccid = string & { readonly __brand: 'Iccid' };

/** Whether the last digit fits; `unknown` where the form tells nothing: letters, or the check digit left off. */
export type LuhnVerdict = 'valid' | 'invalid' | 'unknown';

/**
 * Reads an ICCID as printed, scanned or read from the card. Hexadecimal letters are legal: Chinese operators
 * print them. `F` at the end is the padding of EF_ICCID to 20 places (ETSI TS 102 221 section 13.2) and goes, one or
 * several. Before the end `F` stands at the seventh place only, where China Mobile writes the number's range.
 *
 * @throws HandbackError `iccid_invalid`; a Luhn digit that does not fit is no reason (see `checkIccid`)
 */
export function parseIccid(text: string): Iccid {
  const damage = digitsDamage(text);
  if (damage !== null && damage !== 'rounded_number')
    throw new HandbackError('iccid_invalid', { reason: damage });
  const compact = withoutSeparators(text).toUpperCase();
  if (!/^[0-9A-F]+$/.test(compact)) throw new HandbackError('iccid_invalid', { reason: 'not_hexadecimal' });
  const value = compact.replace(/F+$/, '');
  if (value.length < 18 || compact.length > 20) {
    throw new HandbackError('iccid_invalid', { reason: 'length', length: compact.length });
  }
  // 98 at the start is an EF_ICCID dump whose nibbles nobody swapped back.
  if (value.startsWith('98')) throw new HandbackError('iccid_invalid', { reason: 'nibbles_swapped' });
  if (!value.startsWith('89')) throw new HandbackError('iccid_invalid', { reason: 'not_telecom' });
  if (value.slice(0, 6).includes('F') || value.slice(7).includes('F'))
    throw new HandbackError('iccid_invalid', { reason: 'padding_inside' });
  return value as Iccid;
}

/**
 * An ICCID out of a table that somebody made. Where all digits after the fifteenth are zeros and the Luhn digit does not
 * fit, a spreadsheet made them. What a card or another system says, and what is stored, is not doubted like this.
 *
 * @throws HandbackError `iccid_invalid`
 */
export function parseTabledIccid(text: string): Iccid {
  const iccid = parseIccid(text);
  const damage = digitsDamage(iccid);
  if (damage !== null && checkIccid(iccid).luhn !== 'valid')
    throw new HandbackError('iccid_invalid', { reason: damage });
  return iccid;
}

/**
 * The Luhn digit (ISO/IEC 7812-1 annex B) is only certain where the issuer's profile says so, hence a warning
 * for a person to look at and never a refusal.
 */
export function checkIccid(iccid: Iccid): { readonly luhn: LuhnVerdict } {
  if (iccid.length === 18 || /[A-F]/.test(iccid)) return { luhn: 'unknown' };
  let sum = 0;
  for (let i = 0; i < iccid.length; i++) {
    const digit = Number(iccid[iccid.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return { luhn: sum % 10 === 0 ? 'valid' : 'invalid' };
}
