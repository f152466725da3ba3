import { pipeline, Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import type { ErrorFacts } from '../../domain/errors.ts';
import {
  isLineColumn,
  LINE_COLUMN_NAMES,
  LINE_COLUMNS,
  type LineColumn,
  nearestColumn,
} from '../../domain/lines/line-columns.ts';
import type { LineProblem } from '../../domain/lines/line-input.ts';
import { decodeText, fileInvalid } from './import-text.ts';

export type ImportFormat = 'csv' | 'ndjson';

/** One row of a file: its fields, or why it has none. `rowNumber` is what a spreadsheet shows; a header is row 1. */
export type SourceRow =
  | { readonly rowNumber: number; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly rowNumber: number; readonly problem: LineProblem };

export interface RowOptions {
  readonly format: ImportFormat;
  /** A label of the WHATWG Encoding standard, e.g. `utf-8`, `gb18030`, `utf-16le`. */
  readonly encoding: string;
  /** Columns of the file that are not ours and may be passed over. */
  readonly ignored?: readonly string[];
}

/** A row holds some 400 bytes; one of this size is a quote that does not close, or no file of lines. */
export const MOST_ROW_BYTES = 262_144;

/**
 * Reads rows as they come, a piece of the file at a time.
 * @throws HandbackError `import_file_invalid` with `reason` where the file as a whole cannot be understood: its
 *   encoding, its header, its quotes, nothing in it
 */
export async function* readRows(
  source: AsyncIterable<Uint8Array>,
  options: RowOptions,
): AsyncGenerator<SourceRow> {
  const text = decodeText(source, options.encoding);
  const ignored = new Set(options.ignored);
  yield* options.format === 'csv' ? csvRows(text, (header) => columnsOf(header, ignored)) : ndjsonRows(text);
}

/**
 * The rows of a CSV, whatever is in them, as spreadsheets write and count them.
 * @param columnsOf what the cells of the header name; null for a column that is passed over
 * @throws HandbackError `import_file_invalid`
 */
export async function* csvRows(
  text: AsyncIterable<string>,
  columnsOf: (header: readonly string[]) => readonly (string | null)[],
): AsyncGenerator<SourceRow> {
  const parser = parse({ relax_column_count: true, max_record_size: MOST_ROW_BYTES });
  // A failure of either side ends the other and comes out of the iteration below.
  pipeline(Readable.from(text), parser, () => undefined);
  let columns: readonly (string | null)[] | undefined;
  let rowNumber = 0;
  let rows = 0;
  try {
    for await (const record of parser as AsyncIterable<readonly string[]>) {
      rowNumber += 1;
      if (record.every((cell) => cell === '')) continue;
      if (columns === undefined && rowNumber === 1 && isSeparatorLine(record)) {
        // Spreadsheets do not show it, and count from the header.
        rowNumber = 0;
        continue;
      }
      if (columns === undefined) {
        columns = columnsOf(record);
        continue;
      }
      rows += 1;
      yield csvRow(rowNumber, record, columns);
    }
  } catch (error) {
    throw csvFailure(error);
  }
  if (columns === undefined) throw fileInvalid({ reason: 'empty' });
  if (rows === 0) throw fileInvalid({ reason: 'no_rows' });
}

/** `sep=,` before the header, with which spreadsheets tell each other the separator of what follows. */
export function isSeparatorLine([first, ...others]: readonly string[]): boolean {
  if (!/^\s*sep=.?\s*$/i.test(first ?? '') || others.some((cell) => cell !== '')) return false;
  if (/[^=,\s]\s*$/.test(first!)) throw fileInvalid({ reason: 'delimiter' });
  return true;
}

function csvRow(
  rowNumber: number,
  record: readonly string[],
  columns: readonly (string | null)[],
): SourceRow {
  // Spreadsheets write empty cells behind the last column.
  const surplus = record.slice(columns.length).some((cell) => cell !== '');
  if (record.length < columns.length || surplus) {
    return {
      rowNumber,
      problem: {
        field: '',
        code: 'field_invalid',
        facts: { reason: 'columns', found: record.length, expected: columns.length },
      },
    };
  }
  const fields: Record<string, string> = {};
  for (let i = 0; i < columns.length; i++) {
    const name = columns[i]!;
    const cell = record[i]!;
    if (name !== null && cell !== '') fields[name] = cell;
  }
  return { rowNumber, fields };
}

/** A misspelled optional column would be data silently left out, a fraud hold for instance: every name must be known. */
function columnsOf(header: readonly string[], ignored: ReadonlySet<string>): readonly (LineColumn | null)[] {
  const names = headerOf(header, {
    isKnown: (name) => isLineColumn(name) || ignored.has(name),
    needed: (present) => [
      ...LINE_COLUMN_NAMES.filter((name) => LINE_COLUMNS[name].need === 'required'),
      ...(present.has('accesses') ? [] : ['imsi', 'iccid', 'access_kind']),
    ],
    nearest: nearestColumn,
  });
  return names.map((name) => (isLineColumn(name) ? name : null));
}

/**
 * The names of a header, without the empty cells that spreadsheets write behind it.
 * @throws HandbackError `import_file_invalid` for names that are unknown, missing or there twice
 */
export function headerOf(
  header: readonly string[],
  columns: {
    readonly isKnown: (name: string) => boolean;
    readonly needed: (present: ReadonlySet<string>) => readonly string[];
    readonly nearest: (name: string) => string | null;
  },
): readonly string[] {
  const names = header.map((name) => name.trim());
  while (names.at(-1) === '') names.pop();
  if (names.length === 1 && /[;\t|]/.test(names[0]!)) throw fileInvalid({ reason: 'delimiter' });
  const unknown = names.filter((name) => !columns.isKnown(name));
  const present = new Set(names);
  const missing = columns.needed(present).filter((name) => !present.has(name));
  const twice = [...new Set(names.filter((name, i) => names.indexOf(name) < i))];
  if (unknown.length + missing.length + twice.length > 0) {
    const shown = unknown.map((name) => {
      const meant = columns.nearest(name);
      return `${JSON.stringify(name.slice(0, 60))}${meant === null ? '' : ` (${meant}?)`}`;
    });
    throw fileInvalid({ reason: 'header', unknown: shown.slice(0, 20), missing, twice: twice.slice(0, 20) });
  }
  return names;
}

/** What a parser of CSV threw, as ours: what it could not read, and in which row. */
export function csvFailure(error: unknown): unknown {
  const { code, records = 0 } = error as CsvError & { records?: number };
  const row = records + 1;
  switch (code as string | undefined) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return fileInvalid({ reason: 'quote_open', row });
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return fileInvalid({ reason: 'quote', row });
    case 'CSV_MAX_RECORD_SIZE':
      return fileInvalid({ reason: 'file_row_too_long', row, most: MOST_ROW_BYTES });
    default:
      return error;
  }
}

async function* ndjsonRows(text: AsyncIterable<string>): AsyncGenerator<SourceRow> {
  let rowNumber = 0;
  let rows = 0;
  for await (const line of linesOf(text)) {
    rowNumber += 1;
    if (line !== null && line.trim() === '') continue;
    rows += 1;
    yield ndjsonRow(rowNumber, line);
  }
  if (rows === 0) throw fileInvalid({ reason: 'empty' });
}

/** Null for a line that is too long to be kept. */
async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string | null> {
  let rest = '';
  let tooLong = false;
  for await (const part of text) {
    const pieces = part.split('\n');
    for (const [i, piece] of pieces.entries()) {
      if (i > 0) {
        yield tooLong ? null : rest;
        rest = '';
        tooLong = false;
      }
      if (rest.length + piece.length > MOST_ROW_BYTES) {
        tooLong = true;
        rest = '';
      } else if (!tooLong) rest += piece;
    }
  }
  if (tooLong || rest !== '') yield tooLong ? null : rest;
}

function ndjsonRow(rowNumber: number, line: string | null): SourceRow {
  const refuse = (facts: ErrorFacts): SourceRow => ({
    rowNumber,
    problem: { field: '', code: 'field_invalid', facts },
  });
  if (line === null) return refuse({ reason: 'row_too_long', most: MOST_ROW_BYTES });
  try {
    const fields: unknown = JSON.parse(line);
    if (typeof fields === 'object' && fields !== null && !Array.isArray(fields))
      return { rowNumber, fields: fields as Record<string, unknown> };
  } catch {
    // Said below, as for any other value.
  }
  return refuse({ reason: 'row_not_json' });
}
