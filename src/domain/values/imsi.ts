import { HandbackError } from '../errors.ts';
import { withoutSeparators } from './pasted-text.ts';
import { digitsDamage } from './spreadsheet-damage.ts';

/** International mobile subscriber identity: 14 or 15 digits, country code (MCC) first. 3GPP TS 23.003 section 2.2. */
export type Imsi = string & { readonly __brand: 'Imsi' };

/** @throws HandbackError `imsi_invalid`. */
export function parseImsi(text: string): Imsi {
  // The zero of `46099000000302.0` would be read as the last digit of another subscriber.
  const damage = digitsDamage(text);
  if (damage !== null) throw new HandbackError('imsi_invalid', { reason: damage });
  const digits = withoutSeparators(text);
  if (!/^\d+$/.test(digits)) throw new HandbackError('imsi_invalid', { reason: 'not_a_digit' });
  if (digits.length < 14 || digits.length > 15) {
    throw new HandbackError('imsi_invalid', { reason: 'length', length: digits.length });
  }
  return digits as Imsi;
}
