import { factsWith, headerParts, meantText as meant, type ReasonText } from '../reason-text.ts';
import { punctuation } from './punctuation.ts';
import { valueReasons } from './value-reasons.ts';

const of = factsWith(punctuation.listedCodes);

/** What `facts.reason` of `field_invalid`, `import_file_invalid` and `line_conflict` means, and what to do. */
const reasons = {
  // one field
  not_text: 'Send it as text, in quotes: a JSON number loses digits.',
  too_long: (f) => `It may have ${of(f, 'longest')} characters at most.`,
  control_character: 'It holds a line break, a NUL or another control character.',
  lost_character: 'A character was lost when the text was converted before; export it again.',
  ...valueReasons.table,
  form: 'It does not have the form that the column needs.',
  not_one_of: (f) => `It must be one of: ${of(f, 'allowed')}.`,
  negative: 'It must not be negative.',
  not_json: 'It is not a JSON array of objects.',
  too_many: (f) => `There may be ${of(f, 'most')} at most.`,
  twice: (f) => `The same ${of(f, 'name')} is in it twice.`,
  full_number: 'A label must not hold a whole number; mask it, e.g. 138 **** 1234.',
  needs_other: (f) => `It goes only with ${of(f, 'other')}.`,
  not_with_other: (f) => `It does not go with ${of(f, 'other')}.`,
  other_jurisdiction: 'The province is not in the jurisdiction.',
  other_currency: (f) => `The rulebook counts in ${of(f, 'currency')}.`,
  no_rulebook: (f) => `There are rulebooks for: ${of(f, 'allowed')}.`,
  in_future: 'The day has not come yet.',
  unknown_field: (f) =>
    `There is no field of this name: ${of(f, 'name')}.${meant(f, (name) => ` Perhaps ${name}?`)}`,
  other_eid: 'The access names another EID than the profile.',
  other_line_id: 'It is not the line of the address.',
  read_only: "It is Handback's to say: leave it out, or send it as it was read.",
  columns: (f) =>
    `The row has ${of(f, 'found')} cells, the header ${of(f, 'expected')}. A comma inside a value needs quotes around the value.`,
  row_not_json: 'The line is not a JSON object.',
  row_too_long: (f) => `The row has more than ${of(f, 'most')} bytes.`,
  opening_hours:
    'Write hours as in OpenStreetMap: Mo-Fr 09:00-12:30,13:30-18:00; Sa 10:00-16:00; PH off; 2027 Feb 05-2027 Feb 12 off.',
  time_zone: 'Write an IANA name, for example Europe/Berlin, or leave it empty.',
  not_between: (f) => `It must be a whole number from ${of(f, 'least')} to ${of(f, 'most')}.`,
  // a row against others
  holder_differs:
    'In Handback the line has another holder, and this row does not give it back. Say in your own system whose it is now.',
  ended: 'The line has ended in Handback and does not begin again.',
  twice_in_file: (f) => `Row ${of(f, 'firstRow')} has the same line_id with other data.`,
  // the file
  empty: 'It is empty.',
  no_rows: 'It has a header and no rows.',
  no_good_row: (f) =>
    `None of its ${of(f, 'rows')} rows is right, so the list that was there stays. Is it the right file, and the right column?`,
  not_utf8: (f) =>
    `It is not UTF-8 (near row ${of(f, 'row')}). Files from Chinese systems are often GB18030: ${f['atDesk'] ? 'choose that' : 'try --encoding gb18030'}.`,
  wrong_encoding: (f) => `It is not ${of(f, 'encoding')} (near row ${of(f, 'row')}).`,
  unknown_encoding: (f) => `The encoding ${of(f, 'encoding')} is not known.`,
  utf16: (f) =>
    `It is UTF-16 without a byte order mark: ${f['atDesk'] ? 'choose UTF-16, or save it as UTF-8' : `add --encoding ${of(f, 'encoding')}`}.`,
  is_utf8: (f) =>
    `It is UTF-8 (near row ${of(f, 'row')}), and would be read wrongly: ${f['atDesk'] ? 'choose UTF-8' : 'leave --encoding out'}.`,
  delimiter: 'Its columns are not separated by commas: save it as CSV (comma delimited).',
  header: (f) =>
    headerParts(of, f, {
      unknown: (n) => `Unknown columns: ${n}. Correct them, or name those to pass over with --ignore.`,
      missing: (n) => `Missing columns: ${n}.`,
      twice: (n) => `Twice: ${n}.`,
    }),
  quote_open: (f) =>
    `Row ${of(f, 'row')}: a quote opens and does not close, so the rows after it cannot be told apart.`,
  quote: (f) =>
    `Row ${of(f, 'row')}: a quote in the middle of a value. Put quotes around the value and double those in it.`,
  file_row_too_long: (f) =>
    `Row ${of(f, 'row')} has more than ${of(f, 'most')} bytes: a quote that does not close, or no file of lines.`,
  too_many_rows: (f) => `It has more than ${of(f, 'most')} rows. Divide it into several campaigns.`,
  format: 'Say which it is: --format csv or --format ndjson.',
  not_readable: (f) => `It cannot be read: ${of(f, 'cause')}.`,
} satisfies Readonly<Record<string, ReasonText>>;

export const importReasons: Readonly<Record<keyof typeof reasons, ReasonText>> = reasons;
