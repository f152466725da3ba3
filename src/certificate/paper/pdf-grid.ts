import { LABEL_SIZE, label } from './pdf-headings.ts';
import { type Both, COLOR, CONTENT_WIDTH, PAGE, type Sheet, type TextStyle } from './pdf-sheet.ts';

/** A value under its name. */
export interface Cell {
  /** Null for the empty part of a row. */
  readonly label: Both | null;
  readonly value: string;
  readonly note?: string;
  readonly large?: boolean;
}

/** Values side by side, so many across; moves the cursor below them. */
export function grid(sheet: Sheet, cells: readonly Cell[], across: number): void {
  const gap = across === 2 ? 20 : 12;
  const width = (CONTENT_WIDTH - gap * (across - 1)) / across;
  for (let start = 0; start < cells.length; start += across) {
    const row = cells.slice(start, start + across);
    const styles = row.map((cell) => fitting(sheet, cell, width));
    const tallest = row.map((cell, i) => sheet.height(cell.value, width, styles[i]!));
    sheet.ensure(Math.max(44, 12 + Math.max(...tallest)));
    const heights = row.map((cell, i) => {
      const x = PAGE.left + i * (width + gap);
      let height = cell.label === null ? 0 : label(sheet, cell.label, x, sheet.y, width) + 1;
      height += sheet.text(cell.value, x, sheet.y + height, width, styles[i]!);
      if (cell.note)
        height += sheet.text(cell.note, x, sheet.y + height, width, {
          size: LABEL_SIZE,
          color: COLOR.secondary,
        });
      return height;
    });
    sheet.y += Math.max(...heights) + 5;
  }
}

/** In points; a value that is far longer than most is printed smaller, so that a row never outgrows its page. */
const SIZES = { large: [13, 9.5, 7], plain: [9.5, 7] } as const;
const TALL = 140;

function fitting(sheet: Sheet, { value, large = false }: Cell, width: number): TextStyle {
  const styles = SIZES[large ? 'large' : 'plain'].map((size): TextStyle => ({ size, bold: large }));
  return styles.find((style) => sheet.height(value, width, style) <= TALL) ?? styles.at(-1)!;
}
