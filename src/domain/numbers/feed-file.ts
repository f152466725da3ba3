import type { LocalDate } from '../values/local-date.ts';
import { parseLocalDate } from '../values/local-date.ts';
import type { FeedKind } from './feed-calendar.ts';

export const DATE_FORMS = ['YYYY-MM-DD', 'MM/DD/YYYY', 'YYYYMMDD'] as const;
export type DateForm = (typeof DATE_FORMS)[number];

/**
 * How the file of the Reassigned Numbers Database is written. Its header names and the form of its dates were not found: the operator sets
 * what the database asks of it.
 */
export interface RndForm {
  /** Three to ten letters and digits; null where none is set, and no file can be made. */
  readonly companyId: string | null;
  /** Of company, number, date, and, in a file of more than a million rows, batch. */
  readonly headers: readonly [string, string, string, string];
  readonly dateForm: DateForm;
}

/** What a file is written by. */
export interface FeedForm {
  readonly kind: FeedKind;
  readonly rnd: RndForm;
  /** In a file of more rows than a batch holds, each row names its batch. */
  readonly batched: boolean;
}

export interface FeedRow {
  readonly msisdn: string;
  readonly on: LocalDate;
}

/** Rows of one batch of the Reassigned Numbers Database. */
export const BATCH_ROWS = 1_000_000;

/** RFC 4180 section 2: rows end with CR LF. */
const END = '\r\n';

export function headerOf({ kind, rnd, batched }: FeedForm): readonly string[] {
  switch (kind) {
    case 'rnd':
      return batched ? rnd.headers : rnd.headers.slice(0, 3);
    case 'mnrl':
      return ['Number', 'RevokedOn'];
    case 'range_holder':
      return ['Number', 'ReturnedOn'];
  }
}

export const headerText = (form: FeedForm): string => headerOf(form).join(',') + END;

/** @param n the row's place in the file, from 0 */
export function rowText(form: FeedForm, { msisdn, on }: FeedRow, n: number): string {
  const { kind, rnd, batched } = form;
  switch (kind) {
    case 'rnd': {
      const batch = batched ? [String(Math.floor(n / BATCH_ROWS) + 1)] : [];
      return (
        [rnd.companyId ?? '', nationalOf(kind, msisdn), dateText(on, rnd.dateForm), ...batch].join(',') + END
      );
    }
    case 'mnrl':
      return `${nationalOf(kind, msisdn)},${on}${END}`;
    case 'range_holder':
      return `${msisdn},${on}${END}`;
  }
}

function dateText(on: LocalDate, form: DateForm): string {
  const [year, month, day] = on.split('-');
  switch (form) {
    case 'YYYY-MM-DD':
      return on;
    case 'MM/DD/YYYY':
      return `${month}/${day}/${year}`;
    case 'YYYYMMDD':
      return `${year}${month}${day}`;
  }
}

const DATE_PATTERNS: Readonly<Record<DateForm, RegExp>> = {
  'YYYY-MM-DD': /^(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)$/,
  'MM/DD/YYYY': /^(?<m>\d\d)\/(?<d>\d\d)\/(?<y>\d{4})$/,
  YYYYMMDD: /^(?<y>\d{4})(?<m>\d\d)(?<d>\d\d)$/,
};

/** National numbers as a recipient takes them. NANP: area and exchange begin with 2 to 9; India: mobile numbers begin with 6 to 9. */
const NUMBERS: Readonly<Record<FeedKind, RegExp>> = {
  rnd: /^[2-9]\d{2}[2-9]\d{6}$/,
  mnrl: /^[6-9]\d{9}$/,
  range_holder: /^\+[1-9]\d{6,14}$/,
};

/** Whether the recipient of a list takes a number at all. */
export const takesNumber = (kind: FeedKind, msisdn: string): boolean =>
  NUMBERS[kind].test(nationalOf(kind, msisdn));

const nationalOf = (kind: FeedKind, msisdn: string): string =>
  msisdn.slice({ rnd: '+1', mnrl: '+91', range_holder: '' }[kind].length);

export interface FeedFault {
  /** In the file, from 1; the header is the first. */
  readonly line: number;
  readonly what:
    | 'header'
    | 'columns'
    | 'company'
    | 'number'
    | 'date'
    | 'later_than_covered'
    | 'twice'
    | 'batch'
    | 'ending';
}

/** So many faults are told; a file with one is refused like one with all. */
const MOST_FAULTS = 100;

/**
 * Checks a file as its recipient would, row by row: it never has more than one row in hand.
 * @param text the file, in pieces cut anywhere
 * @param through the last day that it covers
 */
export async function checkFeed(
  text: AsyncIterable<string>,
  form: FeedForm,
  through: LocalDate,
): Promise<{ readonly rows: number; readonly faults: readonly FeedFault[] }> {
  const faults: FeedFault[] = [];
  let line = 0;
  let before = '';
  const found = (what: FeedFault['what']): void => {
    if (faults.length < MOST_FAULTS) faults.push({ line, what });
  };
  const header = headerOf(form).join(',');
  const columns = headerOf(form).length;
  const readDate = datesOf(form);
  const look = (row: string | null): void => {
    line += 1;
    if (row === null) found('ending');
    else if (line === 1) {
      if (row !== header) found('header');
    } else lookAt(row.split(','));
  };
  const lookAt = (cells: readonly string[]): void => {
    if (cells.length !== columns) {
      found('columns');
      return;
    }
    const [company, number, date, batch] = form.kind === 'rnd' ? cells : [null, ...cells];
    if (company !== null && !/^[A-Za-z0-9]{3,10}$/.test(company ?? '')) found('company');
    if (!NUMBERS[form.kind].test(number ?? '')) found('number');
    const on = readDate(date ?? '');
    if (on === null) found('date');
    else if (on > through) found('later_than_covered');
    // Rows are sorted: what comes twice stands together.
    const key = `${number} ${date}`;
    if (key === before) found('twice');
    before = key;
    if (form.kind === 'rnd' && form.batched && batch !== String(Math.floor((line - 2) / BATCH_ROWS) + 1))
      found('batch');
    if (form.kind === 'rnd' && !form.batched && line - 1 > BATCH_ROWS) found('batch');
  };
  for await (const rows of linesOf(text)) for (const row of rows) look(row);
  if (line === 0) {
    line = 1;
    found('header');
  }
  return { rows: Math.max(0, line - 1), faults };
}

/** Reads days; a million rows have the same few. */
function datesOf({ kind, rnd }: FeedForm): (text: string) => LocalDate | null {
  const pattern = DATE_PATTERNS[kind === 'rnd' ? rnd.dateForm : 'YYYY-MM-DD'];
  const known = new Map<string, LocalDate | null>();
  return (text) => {
    const read = known.get(text);
    if (read !== undefined) return read;
    const { y, m, d } = pattern.exec(text)?.groups ?? {};
    let on: LocalDate | null = null;
    try {
      if (y !== undefined) on = parseLocalDate(`${y}-${m}-${d}`);
    } catch {
      on = null;
    }
    if (known.size < 10_000) known.set(text, on);
    return on;
  };
}

/** Rows without their ends, as many as a piece brings; null for one that has no end, or another. */
async function* linesOf(text: AsyncIterable<string>): AsyncIterable<readonly (string | null)[]> {
  let rest = '';
  for await (const piece of text) {
    const rows = (rest + piece).split('\n');
    rest = rows.pop()!;
    yield rows.map((row) => (row.endsWith('\r') ? row.slice(0, -1) : null));
  }
  if (rest !== '') yield [null];
}

/** Faults as facts of an error, `3 company`: as many as somebody reads. */
export const faultFacts = (faults: readonly FeedFault[]): readonly string[] =>
  faults.slice(0, 10).map(({ line, what }) => `${line} ${what}`);

/** The way back. */
export const faultsOfFacts = (facts: unknown): readonly FeedFault[] =>
  (Array.isArray(facts) ? facts : []).map((fact) => {
    const [line, what] = String(fact).split(' ');
    return { line: Number(line), what: what as FeedFault['what'] };
  });
