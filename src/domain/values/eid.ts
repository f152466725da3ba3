import { HandbackError } from '../errors.ts';
import { withoutSeparators } from './pasted-text.ts';
import { digitsDamage } from './spreadsheet-damage.ts';

/** eUICC identifier: 32 digits, beginning with 89, the last two are check digits. GSMA SGP.02 section 2.2.2, SGP.29. */
export type Eid = string & { readonly __brand: 'Eid' };

/** The whole number leaves 1 when divided by 97 (SGP.02: check digits = 98 - (first 30 digits and 00) mod 97). */
function checkDigitsFit(digits: string): boolean {
  return BigInt(digits) % 97n === 1n;
}

/** @throws HandbackError `eid_invalid`. */
export function parseEid(text: string): Eid {
  const damage = digitsDamage(text);
  if (damage !== null) throw new HandbackError('eid_invalid', { reason: damage });
  const digits = withoutSeparators(text);
  if (!/^\d+$/.test(digits)) throw new HandbackError('eid_invalid', { reason: 'not_a_digit' });
  if (digits.length !== 32)
    throw new HandbackError('eid_invalid', { reason: 'length', length: digits.length });
  if (!digits.startsWith('89')) throw new HandbackError('eid_invalid', { reason: 'not_telecom' });
  if (!checkDigitsFit(digits)) throw new HandbackError('eid_invalid', { reason: 'check_digits' });
  return digits as Eid;
}
