import { type ErrorCode, type ErrorFacts, HandbackError } from '../../domain/errors.ts';
import { inEveryLanguage, type Spoken } from '../../domain/operator/house.ts';
import { CHINESE_PROVINCES } from '../../domain/rules/provinces.ts';
import { readOpeningHours } from '../../domain/stores/opening-hours.ts';
import { STORE_SERVICES, type Store } from '../../domain/stores/store.ts';
import { cleanText, identifier, oneOf, refuseField } from '../../domain/values/field-text.ts';
import { LANGUAGES, type Language } from '../../domain/values/language.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import { nearestName } from '../../domain/values/nearest-name.ts';
import type { Operations } from '../context.ts';
import { csvRows, headerOf } from '../lines/import-rows.ts';
import { decodeText } from '../lines/import-text.ts';

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

type Cells = Readonly<Record<string, unknown>>;

/**
 * Reads a list of stores: CSV with the columns `STORE_COLUMNS`, in any order. Every problem of every row is told.
 * @param options.encoding a label of the WHATWG Encoding standard
 * @param options.ignored columns that are not ours and may be passed over
 * @throws HandbackError `import_file_invalid` where the file as a whole cannot be understood
 */
export async function readStoreFile(
  op: Operations,
  bytes: Uint8Array,
  {
    encoding = 'utf-8',
    ignored = [],
  }: { readonly encoding?: string; readonly ignored?: readonly string[] } = {},
): Promise<StoreFile> {
  if (bytes.length > MOST_BYTES) throw new HandbackError('payload_too_large');
  const problems: StoreProblem[] = [];
  const stores: Store[] = [];
  const seen = new Set<string>();
  for await (const row of csvRows(decodeText(whole(bytes), encoding), (header) =>
    columnsOf(header, ignored),
  )) {
    if (stores.length >= MOST_STORES) throw new HandbackError('payload_too_large');
    const at = row.rowNumber;
    if ('problem' in row) {
      // Which cell belongs to which column cannot be told.
      problems.push({ row: at, column: '', code: row.problem.code, facts: row.problem.facts });
      continue;
    }
    const store = storeOf(op, row.fields, (column, error) => problems.push(problemOf(at, column, error)));
    if (store.storeId !== '' && seen.has(store.storeId))
      problems.push({
        ...{ row: at, column: 'store_id', code: 'field_invalid' },
        facts: { reason: 'twice', name: store.storeId },
      });
    seen.add(store.storeId);
    stores.push(store);
  }
  const place = ({ column }: StoreProblem): number => STORE_COLUMNS.indexOf(column);
  return { stores, problems: problems.sort((a, b) => a.row - b.row || place(a) - place(b)) };
}

async function* whole(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function columnsOf(header: readonly string[], ignored: readonly string[]): readonly (string | null)[] {
  const names = headerOf(header, {
    isKnown: (name) => STORE_COLUMNS.includes(name) || ignored.includes(name),
    needed: (present) => [
      ...NEEDED,
      // A store that nobody can name or find helps nobody; one language of each is enough.
      ...SPOKEN.flatMap((name) => {
        const columns = LANGUAGES.map((language) => spokenColumn(name, language));
        return columns.some((column) => present.has(column)) ? [] : [columns.at(-1)!];
      }),
    ],
    nearest: (name) => nearestName(name, STORE_COLUMNS),
  });
  return names.map((name) => (STORE_COLUMNS.includes(name) ? name : null));
}

function problemOf(row: number, column: string, error: unknown): StoreProblem {
  if (!(error instanceof HandbackError)) throw error;
  return { row, column, code: error.code, facts: error.facts };
}

function storeOf(op: Operations, cells: Cells, problem: (column: string, error: unknown) => void): Store {
  const field = <T>(column: string, read: (text: string) => T, otherwise: T): T => {
    try {
      return read(String(cells[column] ?? ''));
    } catch (error) {
      problem(column, error);
      return otherwise;
    }
  };
  const spoken = (name: (typeof SPOKEN)[number], longest: number): Spoken => {
    const said = LANGUAGES.map((language) => {
      const column = spokenColumn(name, language);
      return [language, field<string | null>(column, (text) => cleanText(text, longest), null)] as const;
    });
    // Where one could not be read, that is told already.
    if (said.every(([, text]) => text === ''))
      problem(spokenColumn(name, LANGUAGES.at(-1)!), new HandbackError('field_missing', { field: name }));
    return inEveryLanguage(Object.fromEntries(said.map(([language, text]) => [language, text ?? ''])));
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
    slotMinutes: field('slot_minutes', (text) => wholeNumber(text, { least: 5, most: 480, usual: 20 }), 20),
    places: field('places', (text) => wholeNumber(text, { least: 0, most: 200, usual: 0 }), 0),
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
  if (given.length === 0) throw new HandbackError('field_missing', { field: 'services' });
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

function wholeNumber(
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
