import type { PassphraseFault } from '../domain/accounts/passphrase.ts';
import type { PhotoFault } from '../domain/values/photo/photo-types.ts';

/**
 * What `facts.reason` of a value's own error says beyond its title, by the code of the error; a reason that is not here is
 * told by the error's general text.
 */
export interface ValueReasons {
  readonly table: Readonly<Record<'spreadsheet_number' | 'decimal_number' | 'rounded_number', string>>;
  readonly msisdn: Readonly<
    Record<'too_short' | 'too_long' | 'trunk_zero' | 'national_form' | 'country_code' | 'ambiguous', string>
  >;
  readonly iccid: Readonly<Record<'nibbles_swapped' | 'padding_inside' | 'not_telecom', string>>;
  readonly document: Readonly<
    Record<
      | 'empty'
      | 'country'
      | 'old_form'
      | 'length'
      | 'form'
      | 'region'
      | 'birth_date'
      | 'birth_date_to_come'
      | 'check_digit',
      string
    >
  >;
  readonly code: Readonly<Record<'empty' | 'length' | 'form' | 'four_digits', string>>;
  readonly photo: Readonly<Record<PhotoFault, string>>;
  readonly date: Readonly<Record<'past', string>>;
  readonly passphrase: Readonly<Record<PassphraseFault, string>>;
}
