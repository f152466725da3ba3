import { HandbackError } from '../errors.ts';
import { plainText } from './pasted-text.ts';
import { type DigitsDamage, digitsDamage, isShortened } from './spreadsheet-damage.ts';

/** Why a field is refused, as the facts of `field_invalid` name it; texts are in `src/messages/LANGUAGE/import-reasons.ts`. */
export type FieldReason =
  | 'not_text'
  | 'too_long'
  | 'control_character'
  | 'lost_character'
  | DigitsDamage
  | 'form'
  | 'not_one_of'
  | 'negative'
  | 'not_json'
  | 'too_many'
  | 'twice'
  | 'full_number'
  | 'needs_other'
  | 'not_with_other'
  | 'other_jurisdiction'
  | 'other_currency'
  | 'no_rulebook'
  | 'in_future'
  | 'unknown_field'
  | 'other_eid'
  | 'other_line_id'
  | 'columns'
  | 'opening_hours'
  | 'time_zone'
  | 'not_between';

/** @throws HandbackError `field_invalid`, always. */
export function refuseField(
  reason: FieldReason,
  facts: Readonly<Record<string, string | number | readonly string[]>> = {},
): never {
  throw new HandbackError('field_invalid', { reason, ...facts });
}

const PLAIN_ASCII = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/**
 * One line of text, without the marks that copying leaves (`plainText`).
 * @throws HandbackError `field_invalid` for control characters (NUL among them), a character that an earlier
 *   conversion lost, or more than `longest` characters.
 */
export function cleanText(text: string, longest: number): string {
  if (text.length > longest * 4) refuseField('too_long', { longest });
  if (text.length <= longest && PLAIN_ASCII.test(text)) return text;
  const plain = plainText(text);
  if (/\p{Cc}/u.test(plain)) refuseField('control_character');
  // U+FFFD and lone surrogates: the text was read in a wrong encoding before it came here.
  if (plain.includes('\uFFFD') || !plain.isWellFormed()) refuseField('lost_character');
  if (plain.length > longest) refuseField('too_long', { longest });
  return plain;
}

/**
 * A text of several lines, each cleaned as `cleanText` does; they end in a line feed, whatever the sender ends them with.
 * @throws HandbackError `field_invalid`, as `cleanText`
 */
export function cleanLines(text: string, longest: number): string {
  if (text.length > longest * 4) refuseField('too_long', { longest });
  const lines = text.split(/\r\n|\r|\n/).map((line) => cleanText(line, longest));
  const plain = lines.join('\n').trim();
  if (plain.length > longest) refuseField('too_long', { longest });
  return plain;
}

/** Identities that systems give: printable ASCII without spaces, at most 64 characters. */
export function identifier(text: string): string {
  const id = cleanText(text, 64);
  if (!/^[\x21-\x7e]+$/.test(id)) refuseField('form');
  const damage = digitsDamage(id);
  if (damage !== null) refuseField(damage);
  return id;
}

/** A spreadsheet made `8.98601E+19` of long digits: the rest of them is gone, and two rows may now look the same. */
export function refuseSpreadsheetNumber(text: string): void {
  if (isShortened(text)) refuseField('spreadsheet_number');
}

export function oneOf<const T extends string>(...allowed: readonly T[]): (text: string) => T {
  return (text) => {
    const plain = cleanText(text, 64);
    const found = allowed.find((value) => value === plain);
    return found ?? refuseField('not_one_of', { allowed });
  };
}

export function matching(form: RegExp): (text: string) => string {
  return (text) => {
    const plain = cleanText(text, 64);
    return form.test(plain) ? plain : refuseField('form');
  };
}
