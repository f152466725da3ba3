import { type Both, COLOR, CONTENT_WIDTH, PAGE, type Sheet } from './pdf-sheet.ts';

/** In points. */
export const LABEL_SIZE = 7.5;

/** The title of a section, kept with what follows it (points). */
export function heading(sheet: Sheet, text: Both, following: number): void {
  sheet.ensure(following + 28);
  headingsBeside(sheet, [{ text, x: PAGE.left, width: CONTENT_WIDTH }]);
}

/** The titles of sections that stand side by side. */
export function headingsBeside(
  sheet: Sheet,
  titles: readonly { readonly text: Both; readonly x: number; readonly width: number }[],
): void {
  sheet.y += 6;
  for (const { text, x, width } of titles) {
    sheet.pair(text, x, sheet.y, width, 10.5, 'H2');
    sheet.rule(sheet.y + 16.5, COLOR.rule, 0.75, x, x + width);
  }
  sheet.y += 21.5;
}

/** The small grey name above a value. Returns its height. */
export function label(sheet: Sheet, text: Both, x: number, y: number, width: number): number {
  return sheet.text(inOneLine(text), x, y, width, { size: LABEL_SIZE, color: COLOR.secondary });
}

/** Both languages one after the other, apart by white space alone. */
export function inOneLine(text: Both): string {
  return text.join('  ');
}
