import { parse } from 'csv-parse/sync';
import { HandbackError } from '../../domain/errors.ts';
import { type GivenBlock, MOST_BLOCKS } from './channel-blocks.ts';

const COLUMNS = ['kind', 'value', 'note'] as const;
/** Bytes of a list. */
export const MOST_BLOCK_BYTES = 8 * 1024 * 1024;

/** Bytes of a line: a way, a note, and columns of others. A line of commas alone would be millions of cells. */
const LONGEST_LINE = 16 * 1024;

function hasLongLine(bytes: Uint8Array): boolean {
  let from = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] === 0x0a || bytes[at] === 0x0d) from = at + 1;
    else if (at - from >= LONGEST_LINE) return true;
  }
  return false;
}

/**
 * A list of blocked ways: CSV with a line of names, `kind`, `value` and, if it likes, `note`; other columns are passed over.
 * @returns no more rows than tell that there are too many
 * @throws HandbackError `import_file_invalid`, `payload_too_large`
 */
export function readBlockFile(bytes: Uint8Array): readonly GivenBlock[] {
  if (bytes.length > MOST_BLOCK_BYTES) throw new HandbackError('payload_too_large');
  if (hasLongLine(bytes)) throw new HandbackError('import_file_invalid', {});
  let records: readonly Readonly<Record<string, string>>[];
  try {
    records = parse(Buffer.from(bytes), {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      skip_empty_lines: true,
      relax_column_count: true,
      // One more tells that there are too many; the others need not be read for that.
      to: MOST_BLOCKS + 1,
    });
  } catch (cause) {
    throw new HandbackError('import_file_invalid', {}, { cause });
  }
  const missing = COLUMNS.slice(0, 2).filter((name) => records.length > 0 && !(name in records[0]!));
  if (records.length === 0 || missing.length > 0) throw new HandbackError('import_file_invalid', {});
  return records.map(({ kind = '', value = '', note = '' }) => ({
    kind: kind.trim().toLowerCase(),
    // A cell that a spreadsheet was not to take for a formula.
    value: value.replace(/^'(?=[=+\-@])/, ''),
    note,
  }));
}
