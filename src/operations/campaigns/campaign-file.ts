import { pipeline, Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { LONGEST_GIVEN, MOST_FILE_MB, MOST_ROWS, type RowFault } from '../../domain/campaigns/campaign.ts';
import { HandbackError } from '../../domain/errors.ts';
import { withoutMarks } from '../../domain/values/pasted-text.ts';
import { languages, messages } from '../../messages/index.ts';
import { csvFailure, isSeparatorLine, MOST_ROW_BYTES } from '../lines/import-rows.ts';
import { decodeText, fileInvalid } from '../lines/import-text.ts';

/** What a value names: what the header says, or either, in a list without one. */
export type NamedBy = 'line' | 'number' | 'either';

/** One row of a campaign's file. `rowNumber` is what a spreadsheet shows; a header is row 1. */
export interface FileRow {
  readonly rowNumber: number;
  /** As given, of what could be too long its beginning. */
  readonly given: string;
  readonly namedBy: NamedBy;
  /** What can be seen to be wrong without looking anything up. */
  readonly fault: RowFault | null;
  readonly detail: string | null;
}

/** Names of columns that hold what is looked for, in lower case: those of the contract, and what people call a number. */
const COLUMNS: Readonly<Record<string, NamedBy>> = {
  line_id: 'line',
  number: 'number',
  msisdn: 'number',
  ...Object.fromEntries(
    languages.flatMap((one) => messages(one).campaignDesk.numberColumns.map((name) => [name, 'number'])),
  ),
};

const MB = 1024 * 1024;
/** So much of what was given is kept for people to see. */
const SHOWN = 60;

/**
 * Reads the rows of a campaign: CSV with a header that has a column of lines or of numbers, other columns are passed over; or a list
 * with one of either in each row. A piece of the file at a time.
 *
 * @param encoding a label of the WHATWG Encoding standard; a byte order mark outweighs it
 * @throws HandbackError `import_file_invalid` where the file as a whole cannot be understood; `payload_too_large`
 */
export async function* readCampaignFile(
  source: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<FileRow> {
  const parser = parse({
    relax_column_count: true,
    // A stray quote is one wrong row, and no reason to read none.
    relax_quotes: true,
    max_record_size: MOST_ROW_BYTES,
    // Lists are pasted together on several systems.
    record_delimiter: ['\r\n', '\n', '\r'],
  });
  pipeline(Readable.from(decodeText(bounded(source), encoding)), parser, () => undefined);
  let columns: { readonly at: number; readonly namedBy: NamedBy; readonly width: number } | undefined;
  let rowNumber = 0;
  let rows = 0;
  try {
    for await (const record of parser as AsyncIterable<readonly string[]>) {
      rowNumber += 1;
      if (record.every((cell) => cell.trim() === '')) continue;
      if (columns === undefined) {
        if (rowNumber === 1 && isSeparatorLine(record)) {
          rowNumber = 0;
          continue;
        }
        columns = columnsOf(record);
        if (columns !== LIST) continue;
      }
      rows += 1;
      if (rows > MOST_ROWS) throw fileInvalid({ reason: 'too_many_rows', most: MOST_ROWS });
      yield rowOf(rowNumber, record, columns);
    }
  } catch (error) {
    throw csvFailure(error);
  }
  if (columns === undefined) throw fileInvalid({ reason: 'empty' });
  if (rows === 0) throw fileInvalid({ reason: 'no_rows' });
}

const LIST = { at: 0, namedBy: 'either', width: 1 } as const;

function columnsOf(header: readonly string[]) {
  const names = header.map((name) => name.trim().toLowerCase());
  while (names.at(-1) === '') names.pop();
  const found = names.flatMap((name, at) => (Object.hasOwn(COLUMNS, name) ? [at] : []));
  // Which of two is meant cannot be told, and they may tell of different lines.
  if (found.length > 1)
    throw fileInvalid({ reason: 'header', unknown: [], missing: [], twice: found.map((at) => names[at]!) });
  if (found.length === 1) {
    const at = found[0]!;
    return { at, namedBy: COLUMNS[names[at]!]!, width: names.length };
  }
  if (names.length === 1) {
    if (/[;\t|]/.test(names[0]!)) throw fileInvalid({ reason: 'delimiter' });
    return LIST;
  }
  throw fileInvalid({ reason: 'header', unknown: [], missing: ['line_id'], twice: [] });
}

function rowOf(
  rowNumber: number,
  record: readonly string[],
  { at, namedBy, width }: { readonly at: number; readonly namedBy: NamedBy; readonly width: number },
): FileRow {
  const given = withoutMarks(record[at] ?? '').trim();
  const row = (fault: RowFault | null, detail: string | null = null): FileRow => ({
    ...{ rowNumber, namedBy, fault, detail },
    given: fault === null ? given : shown(given === '' ? withoutMarks(record.join(',')) : given),
  });
  // Spreadsheets write empty cells behind the last column.
  const surplus = record.slice(width).some((cell) => cell.trim() !== '');
  if (record.length < width || surplus) return row('columns', `${record.length}/${width}`);
  if (given === '') return row('empty');
  if (given.length > LONGEST_GIVEN) return row('too_long', String(LONGEST_GIVEN));
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u.test(given)) return row('control_characters');
  return row(null);
}

/** For people and for the database, which holds no U+0000: control characters as their pictures, others that would not be seen as one. */
function shown(given: string): string {
  return given
    .slice(0, SHOWN)
    .toWellFormed()
    .replace(/[\u0000-\u001F]/g, (one) => String.fromCharCode(0x2400 + one.charCodeAt(0)))
    .replace(/[\p{Cc}\p{Cf}\p{Co}]/gu, '\uFFFD');
}

async function* bounded(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of source) {
    bytes += piece.length;
    if (bytes > MOST_FILE_MB * MB) throw new HandbackError('payload_too_large', { megabytes: MOST_FILE_MB });
    yield piece;
  }
}
