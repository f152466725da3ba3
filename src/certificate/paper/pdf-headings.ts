import { COLOR, CONTENT_WIDTH, PAGE, type Sheet } from './pdf-sheet.ts';
import type { Words } from './pdf-words.ts';

/** In points. */
export const LABEL_SIZE = 7.5;

/** The title of a section, kept with what follows it (points). */
export function heading(sheet: Sheet, text: Words, following: number): void {
  sheet.ensure(following + 28);
  sheet.y += 6;
  sheet.pair(text, PAGE.left, sheet.y, CONTENT_WIDTH, 10.5, 'H2');
  sheet.rule(sheet.y + 16.5);
  sheet.y += 21.5;
}

/** The small grey name above a value. Returns its height. */
export function label(sheet: Sheet, text: Words, x: number, y: number, width: number): number {
  const shown = sheet.order.map((language) => text[language]).join('  ');
  return sheet.text(shown, x, y, width, { size: LABEL_SIZE, color: COLOR.secondary });
}
