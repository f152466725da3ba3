import { HandbackError } from '../errors.ts';
import { withoutSeparators } from './pasted-text.ts';

/** The number of a bank card (ISO/IEC 7812) or an IBAN (ISO 13616), in capitals and without spaces. */
export type BankAccount = string & { readonly __brand: 'BankAccount' };

/** @throws HandbackError `field_invalid` (`field: 'account'`) for a number whose check digits do not fit. */
export function parseBankAccount(text: string): BankAccount {
  const plain = withoutSeparators(text.slice(0, 100)).toUpperCase();
  const good = /^\d{12,19}$/.test(plain)
    ? fitsLuhn(plain)
    : /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(plain) && fitsMod97(plain);
  if (!good) throw new HandbackError('field_invalid', { field: 'account' });
  return plain as BankAccount;
}

/** The last four characters, e.g. `**** 0018`. */
export const maskBankAccount = (account: string): string => `**** ${account.slice(-4)}`;

/** ISO/IEC 7812-1 annex B. */
function fitsLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = i % 2 === 1 ? Number(digit) * 2 : Number(digit);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0 && sum > 0;
}

/** ISO 7064 MOD 97-10: the first four characters behind the others, letters as numbers from 10. */
function fitsMod97(iban: string): boolean {
  const digits = [...(iban.slice(4) + iban.slice(0, 4))].map((one) => Number.parseInt(one, 36)).join('');
  return BigInt(digits) % 97n === 1n;
}
