import { type ErrorCode, type ErrorFacts, HandbackError } from '../errors.ts';
import { type IdentityDocument, parseDocument } from '../people/document.ts';
import { cleanText, refuseField, refuseSpreadsheetNumber } from '../values/field-text.ts';
import type { Language } from '../values/language.ts';
import type { LocalDate } from '../values/local-date.ts';
import { type Money, zero } from '../values/money.ts';
import type { Msisdn } from '../values/msisdn.ts';
import type { Contract, Hold, Line, PortOut, Tie } from './line.ts';
import {
  type Column,
  isLineColumn,
  LINE_COLUMN_NAMES,
  LINE_COLUMNS,
  type LineColumn,
  type LineColumnValues,
  nearestColumn,
  type ReadContext,
} from './line-columns.ts';
import type { AccessInput, ProfileInput } from './line-lists.ts';

export type { AccessInput, ProfileInput } from './line-lists.ts';

/** Whom a line belongs to. Null means "not sent": what is stored stays. */
export interface HolderInput {
  readonly holderId: string;
  readonly kind: 'natural' | 'legal';
  readonly name: string | null;
  readonly language: Language | null;
  readonly document: IdentityDocument | null;
  /** Another number of the holder, verified by the operator. */
  readonly contactPhone: Msisdn | null;
}

/** All that an operator sends of one line that serves; `src/store/lines/line-writer.ts` makes the database say the same. */
export interface LineInput {
  readonly lineId: string;
  readonly msisdn: Msisdn | null;
  /** One or more; no IMSI twice. */
  readonly accesses: readonly AccessInput[];
  /** Each ICCID once; with one for each eSIM access. */
  readonly profiles: readonly ProfileInput[];
  readonly holder: HolderInput;
  readonly accountId: string;
  /** Of every amount of the line. */
  readonly currency: string;
  readonly payment: Line['payment'];
  /** Null: what is stored stays. */
  readonly balance: Money | null;
  readonly unbilled: Money | null;
  readonly plan: Line['plan'];
  readonly jurisdiction: string;
  readonly province: string | null;
  readonly openedOn: LocalDate;
  readonly openedChannel: Line['openedChannel'];
  readonly contract: Contract | null;
  readonly ties: readonly Tie[];
  readonly holds: readonly Hold[];
  readonly portOut: PortOut;
  readonly lastRoamedOn: LocalDate | null;
  readonly rangeHolder: string | null;
}

/** What is wrong with one field of a row. */
export interface LineProblem {
  readonly field: string;
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;
}

export type LineReading =
  | { readonly input: LineInput; readonly problems?: undefined }
  | {
      readonly problems: readonly LineProblem[] /** As far as it could be read, for a report. */;
      readonly lineId: string | null;
    };

/**
 * Reads one line from its fields (`LINE_COLUMNS`): text, or for the list columns also a JSON array. Empty text, null
 * and a key that is absent are the same.
 *
 * @param defaultCallingCode for numbers in national form, e.g. `86`
 * @throws HandbackError `line_input_invalid` with every problem of the row as `field: code` in `facts.problems`
 */
export function parseLineInput(
  fields: Readonly<Record<string, unknown>>,
  defaultCallingCode: string,
): LineInput {
  const read = readLineInput(fields, defaultCallingCode);
  if (read.problems === undefined) return read.input;
  throw lineInputInvalid(read.problems);
}

export function lineInputInvalid(problems: readonly LineProblem[]): HandbackError {
  return new HandbackError('line_input_invalid', {
    problems: problems.map(({ field, code }) => `${field}: ${code}`),
    ...unknownOf(problems),
  });
}

/** Misspelt names: where they stand, and in the same order which were probably meant, empty where none is near. */
function unknownOf(problems: readonly LineProblem[]): ErrorFacts {
  const unknown = problems.filter(({ facts }) => facts['reason'] === 'unknown_field');
  if (unknown.length === 0) return {};
  return {
    unknown: unknown.map(({ field, facts }) =>
      facts['name'] === field ? `/${field}` : `/${field}/${String(facts['name'])}`,
    ),
    meant: unknown.map(({ facts }) => String(facts['meant'] ?? '')),
  };
}

/** As `parseLineInput`, with the problems as a value: a million rows may hold many. */
export function readLineInput(
  fields: Readonly<Record<string, unknown>>,
  defaultCallingCode: string,
): LineReading {
  const problems: LineProblem[] = [];
  const note = (field: string, error: unknown): null => {
    if (!(error instanceof HandbackError)) throw error;
    problems.push({ field, code: error.code, facts: error.facts });
    return null;
  };
  const attempt = <T>(field: string, work: () => T): T | null => {
    try {
      return work();
    } catch (error) {
      return note(field, error);
    }
  };
  for (const key in fields) {
    if (isLineColumn(key)) continue;
    const meant = nearestColumn(key);
    attempt(key.slice(0, 60), () =>
      refuseField('unknown_field', { name: key.slice(0, 60), ...(meant === null ? {} : { meant }) }),
    );
  }
  const values: Partial<Record<LineColumn, unknown>> = {};
  const context = { callingCode: defaultCallingCode, currency: currencyOf(fields['currency']) };
  for (const name of LINE_COLUMN_NAMES) values[name] = readField(name, fields[name], context, note);
  const v = values as LineColumnValues;
  const given = (name: LineColumn): boolean => !isEmpty(fields[name]);
  const together = (first: LineColumn, second: LineColumn): void => {
    if (given(second) && !given(first)) attempt(second, () => refuseField('needs_other', { other: first }));
  };
  const accesses = accessesOf(v, given, attempt);
  const profiles = profilesOf(v.profiles ?? [], accesses ?? [], attempt);
  together('document_type', 'document_number');
  together('document_number', 'document_type');
  together('port_out_on', 'port_out_to');
  together('port_out_to', 'port_out_on');
  together('contract_ends_on', 'early_termination_per_month');
  together('msisdn', 'range_holder');
  const document =
    v.document_type === null || v.document_number === null
      ? null
      : attempt('document_number', () =>
          documentOf(v.document_type!, v.document_number!, v.document_country),
        );
  if (v.contact_phone !== null && v.contact_phone === v.msisdn) {
    attempt('contact_phone', () => {
      throw new HandbackError('contact_invalid', { channel: 'msisdn', reason: 'same_number' });
    });
  }
  if (
    v.province !== null &&
    v.jurisdiction !== null &&
    !v.province.startsWith(`${v.jurisdiction.toUpperCase()}-`)
  ) {
    attempt('province', () => refuseField('other_jurisdiction'));
  }
  if (problems.length > 0) return { problems, lineId: v.line_id };
  // Without problems every required value is there.
  const currency = v.currency!;
  const input: LineInput = {
    lineId: v.line_id!,
    msisdn: v.msisdn,
    accesses: accesses!,
    profiles: profiles!,
    holder: {
      holderId: v.holder_id!,
      kind: v.holder_kind!,
      name: v.holder_name,
      language: v.holder_language,
      document,
      contactPhone: v.contact_phone,
    },
    accountId: v.account_id!,
    currency,
    payment: v.payment!,
    balance: v.balance,
    unbilled: v.unbilled,
    plan: { name: v.plan_name!, monthlyFee: v.monthly_fee! },
    jurisdiction: v.jurisdiction!,
    province: v.province,
    openedOn: v.opened_on!,
    openedChannel: v.opened_channel!,
    contract:
      v.contract_ends_on === null
        ? null
        : {
            endsOn: v.contract_ends_on,
            earlyTerminationPerMonth: v.early_termination_per_month ?? zero(currency),
          },
    ties: v.ties ?? [],
    holds: v.holds ?? [],
    portOut: v.port_out_on === null ? null : { requestedOn: v.port_out_on, recipient: v.port_out_to! },
    lastRoamedOn: v.last_roamed_on,
    rangeHolder: v.range_holder,
  };
  return { input };
}

type Attempt = <T>(field: string, work: () => T) => T | null;

function readField(
  name: LineColumn,
  raw: unknown,
  context: ReadContext,
  note: (field: string, error: unknown) => null,
): unknown {
  const column: Column<unknown> = LINE_COLUMNS[name];
  if (isEmpty(raw)) return column.need === 'required' ? note(name, new HandbackError('field_missing')) : null;
  try {
    if (column.list)
      return column.read(typeof raw === 'string' ? cleanText(raw, 20_000) : JSON.stringify(raw), context);
    // A JSON number would have lost digits of an ICCID or gained some of an amount before it came here.
    if (typeof raw !== 'string') refuseField('not_text');
    const text = cleanText(raw, 500);
    refuseSpreadsheetNumber(text);
    return column.read(text, context);
  } catch (error) {
    return note(name, error);
  }
}

function isEmpty(raw: unknown): boolean {
  return raw === undefined || raw === null || raw === '' || (typeof raw === 'string' && raw.trim() === '');
}

function currencyOf(raw: unknown): string | null {
  return typeof raw === 'string' && /^[A-Z]{3}$/.test(raw.trim()) ? raw.trim() : null;
}

function accessesOf(
  v: LineColumnValues,
  given: (name: LineColumn) => boolean,
  attempt: Attempt,
): readonly AccessInput[] | null {
  const single = ['imsi', 'iccid', 'access_kind', 'eid'] as const;
  if (given('accesses')) {
    for (const name of single)
      if (given(name)) attempt(name, () => refuseField('not_with_other', { other: 'accesses' }));
    if (v.accesses === null) return null;
    return attempt('accesses', () => {
      if (v.accesses!.length === 0) throw new HandbackError('field_missing');
      if (new Set(v.accesses!.map((access) => access.imsi)).size < v.accesses!.length)
        refuseField('twice', { name: 'imsi' });
      return v.accesses;
    });
  }
  for (const name of ['imsi', 'iccid', 'access_kind'] as const) {
    if (given(name)) continue;
    attempt(name, () => {
      throw new HandbackError('field_missing');
    });
  }
  if (v.imsi === null || v.iccid === null || v.access_kind === null) return null;
  return [{ kind: v.access_kind, imsi: v.imsi, iccid: v.iccid, eid: v.eid }];
}

/** An eSIM that is in use is on a device, whatever else was sent. */
function profilesOf(
  sent: readonly ProfileInput[],
  accesses: readonly AccessInput[],
  attempt: Attempt,
): readonly ProfileInput[] | null {
  const known = new Map(sent.map((profile) => [profile.iccid, profile]));
  if (known.size < sent.length) return attempt('profiles', () => refuseField('twice', { name: 'iccid' }));
  for (const { kind, iccid, eid } of accesses) {
    if (kind === 'sim') continue;
    const profile = known.get(iccid);
    if (profile === undefined) {
      known.set(iccid, { ...UNKNOWN_PROFILE, iccid, eid });
    } else if (eid !== null && profile.eid !== null && profile.eid !== eid) {
      return attempt('profiles', () => refuseField('other_eid'));
    } else if (profile.eid === null) known.set(iccid, { ...profile, eid });
  }
  return [...known.values()];
}

const UNKNOWN_PROFILE: Omit<ProfileInput, 'iccid' | 'eid'> = {
  state: 'installed',
  smdpAddress: null,
  matchingId: null,
  notifiesDeletion: null,
  label: null,
  imei: null,
};

/** NFKC as at sign-in, so that the number which a person types later has the same look-up hash. */
function documentOf(type: string, number: string, country: string | null): IdentityDocument {
  return parseDocument(type, number.normalize('NFKC'), country ?? undefined);
}
