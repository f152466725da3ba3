import { NUMBER_STATES, type NumberRange } from '../operations/numbers/view-numbers.ts';
import { csvCell } from './csv-cell.ts';

/** Ranges as CSV (RFC 4180): how each begins, and how many of its numbers are in which state. */
export function numberRangesCsv(ranges: readonly NumberRange[]): string {
  const rows = ranges.map(({ prefix, counts }) => [
    prefix.replace('+', ''),
    ...NUMBER_STATES.map((state) => String(counts[state] ?? 0)),
  ]);
  return [['range', ...NUMBER_STATES], ...rows].map((row) => `${row.map(csvCell).join()}\r\n`).join('');
}
