import { DOCUMENT_TYPES } from '../people/document.ts';
import { parseEid } from '../values/eid.ts';
import { cleanText, identifier, matching, oneOf, refuseField } from '../values/field-text.ts';
import { parseTabledIccid } from '../values/iccid.ts';
import { parseImsi } from '../values/imsi.ts';
import { HOME_LANGUAGE, LANGUAGES, LISTED_LANGUAGES } from '../values/language.ts';
import { ACCESS_KINDS, OPENED_CHANNELS, PAYMENT_KINDS } from '../values/line-terms.ts';
import { parseLocalDate } from '../values/local-date.ts';
import { parseDecimal } from '../values/money.ts';
import { parseMsisdn } from '../values/msisdn.ts';
import { nearestName } from '../values/nearest-name.ts';
import { readAccesses, readHolds, readProfiles, readTies } from './line-lists.ts';

/** What a column may need of its surroundings to be read. */
export interface ReadContext {
  /** Of numbers in national form, e.g. `86`. */
  readonly callingCode: string;
  /** Of the row's amounts; null when the row's own is missing or wrong, and amounts are then checked for form only. */
  readonly currency: string | null;
}

type Need = 'required' | 'optional';

export interface Column<T> {
  readonly need: Need;
  readonly about: string;
  readonly example: string;
  /** Also taken as a JSON array in JSON input. */
  readonly list: boolean;
  readonly read: (text: string, context: ReadContext) => T;
}

function column<T>(
  need: Need,
  about: string,
  example: string,
  read: (text: string, context: ReadContext) => T,
): Column<T> {
  return { need, about, example, read, list: false };
}

function listColumn<T>(about: string, example: string, read: (text: string) => T): Column<T> {
  return { need: 'optional', about, example, read, list: true };
}

const amount =
  (sign: 'any' | 'not_negative') =>
  (text: string, { currency }: ReadContext) => {
    const read = parseDecimal(currency ?? 'XXX', text);
    if (sign === 'not_negative' && read.minor < 0) refuseField('negative');
    return read;
  };
const day = (text: string) => parseLocalDate(text);
const name = (longest: number) => (text: string) => cleanText(text, longest);

/**
 * Every field of a line that an operator may send: the columns of an import file, the keys of its JSON lines, the
 * body of `PUT /lines/{lineId}`. Reading, checking and docs/reference/import-columns.md all come from this table.
 */
export const LINE_COLUMNS = {
  line_id: column(
    'required',
    "The operator's own identity of the line; it never changes and is never given again.",
    'L0000001',
    identifier,
  ),
  msisdn: column(
    'optional',
    'The number, international or in national form. Empty for a data-only line.',
    '+8617000000001',
    (text, { callingCode }) => parseMsisdn(text, callingCode),
  ),
  imsi: column(
    'optional',
    'IMSI of the card or profile. Required unless `accesses` is given.',
    '001010000000001',
    parseImsi,
  ),
  iccid: column(
    'optional',
    'ICCID of the card or profile. Required unless `accesses` is given.',
    '89860900000000000014',
    parseTabledIccid,
  ),
  eid: column('optional', 'EID of the eUICC, for an eSIM.', '89049032123451234512345678901235', parseEid),
  access_kind: column(
    'optional',
    '`sim`, `esim` or `companion` (a watch). Required unless `accesses` is given.',
    'sim',
    oneOf(...ACCESS_KINDS),
  ),
  accesses: listColumn(
    'In place of the four above, for a line with several: a JSON array of objects with `kind`, `imsi`, `iccid`, `eid`.',
    '[{"kind":"sim","imsi":"001010000000001","iccid":"89860900000000000014"}]',
    readAccesses,
  ),
  profiles: listColumn(
    'eSIM profiles of the line: those in use, those ordered and not yet downloaded, those left behind on a device that was replaced. A JSON array of objects with `iccid`, `eid`, `state` (a state of SGP.22 section 3.1.6, `installed` if not given), `smdp_address`, `matching_id`, `notifies_deletion` (`yes` or `no`: whether its metadata names an address for deletions), `label` and `imei` of the device. An eSIM or companion access that is not among them counts as installed.',
    '[{"iccid":"89860900000000000014","eid":"89049032123451234512345678901235","state":"installed","notifies_deletion":"yes","label":"Xiaoming\'s phone"}]',
    readProfiles,
  ),
  holder_id: column(
    'required',
    "The operator's identity of the person or business that holds the line.",
    'P0000001',
    identifier,
  ),
  holder_kind: column('required', '`natural` or `legal`.', 'natural', oneOf('natural', 'legal')),
  holder_name: column('optional', 'Empty: what is stored stays.', '张三', name(200)),
  holder_language: column(
    'optional',
    `${LISTED_LANGUAGES}. Empty: what is stored stays, \`${HOME_LANGUAGE}\` at first.`,
    HOME_LANGUAGE,
    oneOf(...LANGUAGES),
  ),
  document_type: column(
    'optional',
    `${DOCUMENT_TYPES.map((type) => `\`${type}\``).join(', ')}. Given together with \`document_number\`; both empty: what is stored stays.`,
    'cn_resident_id',
    oneOf(...DOCUMENT_TYPES),
  ),
  document_country: column(
    'optional',
    'Who issued it, ISO 3166-1 alpha-2. Required for `passport` and `other`.',
    'CN',
    matching(/^[A-Za-z]{2}$/),
  ),
  document_number: column(
    'optional',
    'Check digits are verified where a standard defines them.',
    '11010519491231002X',
    name(60),
  ),
  contact_phone: column(
    'optional',
    'Another number of the holder that the operator has verified: it reaches them after the line has ended.',
    '+8617099000001',
    (text, { callingCode }) => parseMsisdn(text, callingCode),
  ),
  account_id: column('required', 'The billing account; several lines may share one.', 'A0000001', identifier),
  currency: column('required', 'ISO 4217. All amounts of the row are in it.', 'CNY', matching(/^[A-Z]{3}$/)),
  payment: column('required', '`prepaid` or `postpaid`.', 'postpaid', oneOf(...PAYMENT_KINDS)),
  balance: column(
    'optional',
    'Standing of the account as decimal text: positive is credit, negative is owed. Empty: what is stored stays, 0 at first.',
    '-12.05',
    amount('any'),
  ),
  unbilled: column(
    'optional',
    'Used and not yet billed, zero or more. Empty: what is stored stays, 0 at first.',
    '3.00',
    amount('not_negative'),
  ),
  plan_name: column('required', 'As the customer knows it.', '畅享 39', name(120)),
  monthly_fee: column('required', 'Decimal text, zero or more.', '39.00', amount('not_negative')),
  jurisdiction: column('required', 'Names the rulebook.', 'cn', matching(/^[a-z]{2}$/)),
  province: column(
    'optional',
    'ISO 3166-2, within the jurisdiction.',
    'CN-GD',
    matching(/^[A-Z]{2}-[A-Z0-9]{1,3}$/),
  ),
  opened_on: column(
    'required',
    'Local day on which the line was opened, YYYY-MM-DD; not in the future.',
    '2020-05-17',
    day,
  ),
  opened_channel: column(
    'required',
    '`store`, `online`, `agent` or `business`.',
    'online',
    oneOf(...OPENED_CHANNELS),
  ),
  contract_ends_on: column('optional', 'Last day of a fixed term, YYYY-MM-DD.', '2027-03-31', day),
  early_termination_per_month: column(
    'optional',
    'What leaving early costs for each month left; only with `contract_ends_on`.',
    '20.00',
    amount('not_negative'),
  ),
  ties: listColumn(
    'What hangs on the line or on what it hangs: `kind:role:label`, several joined by `|`, or a JSON array. Kinds `family`, `group`, `main_secondary`, `broadband`; roles `main`, `member`. The label is a name the person knows, never a full number.',
    'family:main:138 **** 1234|broadband:main:宽带 100M',
    readTies,
  ),
  holds: listColumn(
    'Reasons of the operator against an end: `kind:since:reference`, several joined by `|`, or a JSON array. Kinds `fraud`, `legal`, `termination_lock`.',
    'fraud:2026-01-15:F-2291',
    readHolds,
  ),
  port_out_on: column(
    'optional',
    'Day on which a port-out was requested that is under way.',
    '2026-02-01',
    day,
  ),
  port_out_to: column(
    'optional',
    'Who receives the number; only with `port_out_on`.',
    'Other Mobile',
    name(120),
  ),
  last_roamed_on: column('optional', 'Last day of use abroad.', '2026-01-20', day),
  range_holder: column(
    'optional',
    'Of a number that was ported in: the operator it goes back to. Empty: a number of our own.',
    'Other Mobile',
    name(120),
  ),
} satisfies Record<string, Column<unknown>>;

export type LineColumn = keyof typeof LINE_COLUMNS;
export const LINE_COLUMN_NAMES = Object.keys(LINE_COLUMNS) as readonly LineColumn[];

export type LineColumnValues = {
  readonly [K in LineColumn]: ReturnType<(typeof LINE_COLUMNS)[K]['read']> | null;
};

export function isLineColumn(text: string): text is LineColumn {
  return Object.hasOwn(LINE_COLUMNS, text);
}

/** The column that was probably meant, e.g. `msisdn` for `MSISDN ` or `misdn`; null when none is near. */
export function nearestColumn(text: string): LineColumn | null {
  const plain = text
    .trim()
    .slice(0, 60)
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  return nearestName(plain, LINE_COLUMN_NAMES);
}
