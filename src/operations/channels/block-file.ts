import { parse } from 'csv-parse/sync';
import { HandbackError } from '../../domain/errors.ts';
import type { GivenBlock } from './channel-blocks.ts';

const COLUMNS = ['kind', 'value', 'note'] as const;
/** Bytes of a list. */
export const MOST_BLOCK_BYTES = 8 * 1024 * 1024;

/**
 * A list of blocked ways: CSV with a line of names, `kind`, `value` and, if it likes, `note`; other columns are passed over.
 * @throws HandbackError `import_file_invalid`, `payload_too_large`
 */
export function readBlockFile(bytes: Uint8Array): readonly GivenBlock[] {
  if (bytes.length > MOST_BLOCK_BYTES) throw new HandbackError('payload_too_large');
  let records: readonly Readonly<Record<string, string>>[];
  try {
    records = parse(Buffer.from(bytes), {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      skip_empty_lines: true,
      relax_column_count: true,
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
