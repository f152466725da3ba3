import { widthOf } from './label-column.ts';
import { printableText } from './printable.ts';

/** Rows of text in columns, each as wide as its widest cell; what could steer the terminal is shown by its number. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const shown = rows.map((row) => row.map(printableText));
  const widths: number[] = [];
  for (const row of shown)
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, widthOf(cell));
  return shown
    .map((row) =>
      row
        .map((cell, i) => cell + ' '.repeat(widths[i]! - widthOf(cell)))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** Names and values, one below the other; a null value is left out. */
export function factsText(facts: readonly (readonly [string, string | null])[]): string {
  return tableText(facts.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}
