import { parse } from 'csv-parse/sync';
import { type ErrorCode, type ErrorFacts, HandbackError } from '../../domain/errors.ts';
import type { Spoken } from '../../domain/operator/house.ts';
import { CHINESE_PROVINCES } from '../../domain/rules/provinces.ts';
import { readOpeningHours } from '../../domain/stores/opening-hours.ts';
import { STORE_SERVICES, type Store } from '../../domain/stores/store.ts';
import { cleanText, identifier, oneOf, refuseField } from '../../domain/values/field-text.ts';
import { LANGUAGES, type Language } from '../../domain/values/language.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import { nearestName } from '../../domain/values/nearest-name.ts';
import type { Operations } from '../context.ts';
import { decodeText, fileInvalid } from '../lines/import-text.ts';

/** Bytes and rows of a list. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_STORES = 20_000;

const SPOKEN = ['name', 'city', 'address'] as const;
const spokenColumn = (name: (typeof SPOKEN)[number], language: Language): string => `${name}_${language}`;

/** The columns of the file; those in languages once for each. */
export const STORE_COLUMNS: readonly string[] = [
  'store_id',
  ...SPOKEN.flatMap((name) => LANGUAGES.map((language) => spokenColumn(name, language))),
  ...['jurisdiction', 'province', 'phone', 'services', 'hours', 'slot_minutes', 'places', 'time_zone'],
];
const NEEDED = ['store_id', 'jurisdiction', 'services', 'hours'];

/** What is wrong with one cell. `row` is what a spreadsheet shows; the header is row 1. */
export interface StoreProblem {
  readonly row: number;
  readonly column: string;
  readonly code: ErrorCode;
  readonly facts: ErrorFacts;
}

export interface StoreFile {
  /** In the order of the file; worth nothing where there are problems. */
  readonly stores: readonly Store[];
  readonly problems: readonly StoreProblem[];
}

type Cells = Readonly<Record<string, string>>;

/**
 * Reads a list of stores: CSV with the columns `STORE_COLUMNS`, in any order. Every problem of every row is told.
 * @param encoding a label of the WHATWG Encoding standard
 * @throws HandbackError `import_file_invalid` where the file as a whole cannot be understood
 */
export async function readStoreFile(
  op: Operations,
  bytes: Uint8Array,
  encoding = 'utf-8',
): Promise<StoreFile> {
  const rows = await rowsOf(bytes, encoding);
  const problems: StoreProblem[] = [];
  const stores: Store[] = [];
  const seen = new Map<string, number>();
  for (const { row, cells, width } of rows) {
    if (width !== null) {
      // Which cell belongs to which column cannot be told.
      problems.push({ row, column: '', code: 'field_invalid', facts: { reason: 'columns', ...width } });
      continue;
    }
    const store = storeOf(op, cells, (column, error) => problems.push(problemOf(row, column, error)));
    const first = seen.get(store.storeId);
    if (first !== undefined && store.storeId !== '')
      problems.push({
        ...{ row, column: 'store_id', code: 'field_invalid' },
        facts: { reason: 'twice', name: store.storeId },
      });
    seen.set(store.storeId, first ?? row);
    stores.push(store);
  }
  const place = ({ column }: StoreProblem): number => STORE_COLUMNS.indexOf(column);
  return { stores, problems: problems.sort((a, b) => a.row - b.row || place(a) - place(b)) };
}

interface Row {
  readonly row: number;
  readonly cells: Cells;
  /** Where it has not as many cells as the header. */
  readonly width: { readonly found: number; readonly expected: number } | null;
}

async function rowsOf(bytes: Uint8Array, encoding: string): Promise<readonly Row[]> {
  if (bytes.length > MOST_BYTES) throw new HandbackError('payload_too_large');
  let text = '';
  for await (const part of decodeText(once(bytes), encoding)) text += part;
  const records = recordsOf(text);
  const [header, ...rows] = records.map(({ record, info }) => ({ cells: record, row: info.lines }));
  if (header === undefined) throw fileInvalid({ reason: 'empty' });
  const names = header.cells.map((name) => name.trim());
  refuseHeader(names);
  if (rows.length === 0) throw fileInvalid({ reason: 'no_rows' });
  if (rows.length > MOST_STORES) throw new HandbackError('payload_too_large');
  return rows.map(({ cells, row }) => ({
    row,
    cells: Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ''])),
    width: cells.length === names.length ? null : { found: cells.length, expected: names.length },
  }));
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

type Parsed = readonly { readonly record: readonly string[]; readonly info: { readonly lines: number } }[];

function recordsOf(text: string): Parsed {
  try {
    return parse(text, { info: true, relax_column_count: true, skip_empty_lines: true }) as unknown as Parsed;
  } catch (cause) {
    const { code, lines } = cause as { readonly code?: string; readonly lines?: number };
    const reason = code === 'CSV_QUOTE_NOT_CLOSED' ? 'quote_open' : 'quote';
    throw new HandbackError('import_file_invalid', { reason, row: lines ?? 1 }, { cause });
  }
}

function refuseHeader(names: readonly string[]): void {
  if (names.length === 1 && /[;\t]/.test(names[0]!)) throw fileInvalid({ reason: 'delimiter' });
  const unknown = names.filter((name) => !STORE_COLUMNS.includes(name));
  const missing = [
    ...NEEDED,
    // A store that nobody can name or find helps nobody; one language of each is enough.
    ...SPOKEN.flatMap((name) => {
      const columns = LANGUAGES.map((language) => spokenColumn(name, language));
      return columns.some((column) => names.includes(column)) ? [] : [columns.at(-1)!];
    }),
  ].filter((name) => !names.includes(name));
  const twice = names.filter((name, i) => names.indexOf(name) < i);
  if (unknown.length + missing.length + twice.length === 0) return;
  throw fileInvalid({
    ...{ reason: 'header', unknown, missing, twice, ignorable: false },
    meant: unknown.map((name) => nearestName(name, STORE_COLUMNS) ?? ''),
  });
}

function problemOf(row: number, column: string, error: unknown): StoreProblem {
  if (!(error instanceof HandbackError)) throw error;
  return { row, column, code: error.code, facts: error.facts };
}

function storeOf(op: Operations, cells: Cells, problem: (column: string, error: unknown) => void): Store {
  const field = <T>(column: string, read: (text: string) => T, otherwise: T): T => {
    try {
      return read(cells[column] ?? '');
    } catch (error) {
      problem(column, error);
      return otherwise;
    }
  };
  const spoken = (name: (typeof SPOKEN)[number], longest: number): Spoken => {
    const said = LANGUAGES.map((language) => {
      const column = spokenColumn(name, language);
      return [language, field(column, (text) => cleanText(text, longest), '')] as const;
    });
    const any = said.find(([, text]) => text !== '')?.[1] ?? '';
    if (any === '')
      problem(spokenColumn(name, LANGUAGES.at(-1)!), new HandbackError('field_missing', { field: name }));
    return Object.fromEntries(said.map(([language, text]) => [language, text || any])) as unknown as Spoken;
  };
  const { jurisdictions } = op.rulebooks;
  const jurisdiction = field('jurisdiction', (text) => oneOf(...jurisdictions)(text.toLowerCase()), '');
  const home =
    jurisdiction === '' ? 'UTC' : op.rulebooks.current(jurisdiction, null, op.clock.now()).timeZone;
  const hoursText = field('hours', hoursOf, '');
  return {
    storeId: field('store_id', (text) => identifier(needed('store_id', text)), ''),
    names: spoken('name', 80),
    ...{ jurisdiction, city: spoken('city', 60), address: spoken('address', 200) },
    province: field('province', (text) => provinceOf(text, jurisdiction), null),
    phone: field('phone', phoneOf, null),
    services: field('services', servicesOf, []),
    ...{ hoursText, hours: readOpeningHours(hoursText) ?? [] },
    timeZone: field('time_zone', (text) => zoneOf(text, home, op.clock.now()), home),
    slotMinutes: field('slot_minutes', (text) => whole(text, { least: 5, most: 480, usual: 20 }), 20),
    places: field('places', (text) => whole(text, { least: 0, most: 200, usual: 0 }), 0),
  };
}

function needed(field: string, text: string): string {
  if (text.trim() === '') throw new HandbackError('field_missing', { field });
  return text;
}

function hoursOf(text: string): string {
  const plain = cleanText(needed('hours', text), 400);
  return readOpeningHours(plain) === null ? refuseField('opening_hours') : plain;
}

function provinceOf(text: string, jurisdiction: string): string | null {
  if (text.trim() === '') return null;
  const province = cleanText(text, 10).toUpperCase();
  if (jurisdiction === 'cn') return oneOf(...CHINESE_PROVINCES)(province);
  // Nowhere else do the rules differ by province.
  if (!/^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(province)) refuseField('form');
  return jurisdiction === '' || province.startsWith(`${jurisdiction.toUpperCase()}-`)
    ? province
    : refuseField('other_jurisdiction');
}

function phoneOf(text: string): string | null {
  const plain = cleanText(text, 30);
  if (plain === '') return null;
  return /^\+?\d[\d -]{1,28}$/.test(plain) ? plain : refuseField('form');
}

function servicesOf(text: string): Store['services'] {
  const given = needed('services', text)
    .split(/[\s,;|]+/)
    .filter((name) => name !== '');
  return [...new Set(given.map(oneOf(...STORE_SERVICES)))];
}

function zoneOf(text: string, home: string, now: Date): string {
  const zone = cleanText(text, 60);
  if (zone === '') return home;
  try {
    localDateAt(now, zone);
  } catch {
    refuseField('time_zone');
  }
  return zone;
}

function whole(
  text: string,
  bounds: { readonly least: number; readonly most: number; readonly usual: number },
) {
  const plain = cleanText(text, 10);
  if (plain === '') return bounds.usual;
  const n = /^\d{1,4}$/.test(plain) ? Number(plain) : Number.NaN;
  return n >= bounds.least && n <= bounds.most
    ? n
    : refuseField('not_between', { least: bounds.least, most: bounds.most });
}
