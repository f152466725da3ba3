import { type Both, COLOR, CONTENT_WIDTH, PAGE, type Sheet } from './pdf-sheet.ts';

export interface ResultRow {
  readonly name: Both;
  /** Small, under the name: what it is recognised by. */
  readonly marks: readonly string[];
  /** What is not proven stands out. */
  readonly sure: boolean;
  readonly short: Both;
  readonly plain: Both;
}

const LEFT = 118;

/** One thing and what became of it: its name at the left, the result in one line, and in plain words below that. */
export function resultRow(sheet: Sheet, { name, marks, sure, short, plain }: ResultRow): void {
  const [first, second] = sheet.languages;
  const body = { size: 8.25, leading: 0.5 };
  const inner = CONTENT_WIDTH - LEFT - 10;
  const column = (inner - 14) / 2;
  const height = Math.max(sheet.columnsHeight(plain, body, inner, 14) + 16, 25 + 11 * marks.length);
  sheet.ensure(height + 8);
  const top = sheet.y;
  if (!sure) {
    sheet.artifact((doc) =>
      doc.roundedRect(PAGE.left - 6, top - 4, CONTENT_WIDTH + 12, height + 8, 4).fill(COLOR.warnWash),
    );
  }
  sheet.text(name[0], PAGE.left, top, LEFT, { size: 9.5, bold: true, language: first });
  sheet.text(name[1], PAGE.left, top + 13, LEFT, { size: 8, color: COLOR.secondary, language: second });
  marks.forEach((mark, i) => {
    sheet.text(mark, PAGE.left, top + 25 + i * 10.5, LEFT, { size: 7.5, color: COLOR.secondary });
  });
  const x = PAGE.left + LEFT;
  const color = sure ? COLOR.ok : COLOR.warn;
  sheet.artifact((doc) => doc.circle(x + 3, top + 7, 2.75).fill(color));
  sheet.languages.forEach((language, i) => {
    sheet.text(short[i]!, x + 10 + i * (column + 14), top, column, {
      size: 9.5,
      bold: true,
      color,
      language,
    });
  });
  sheet.y = top + 15;
  sheet.columns(plain, body, x + 10, inner, 14);
  sheet.y = top + height + 9;
}
