import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

export interface FileScan {
  readonly scanned: string;
  readonly bag: string | null;
}

/**
 * A list of scans, a card a line: the ICCID, and the number of its bag in a second column where the scanner knows it. A header
 * that begins with `iccid` is passed over. What is no ICCID is kept as it is: closing the batch names it.
 *
 * @param path `-` for standard input
 */
export function readScans(path: string): readonly FileScan[] {
  const text = readFileSync(path === '-' ? 0 : path, 'utf8');
  const rows: string[][] = parse(text, {
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  const isHeader = /^iccid$/i.test(rows[0]?.[0] ?? '');
  return rows.slice(isHeader ? 1 : 0).map(([scanned = '', bag = '']) => ({
    scanned,
    bag: bag === '' ? null : bag,
  }));
}
