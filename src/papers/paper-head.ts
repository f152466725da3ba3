import { type Both, COLOR, PAGE, type Sheet } from '../certificate/paper/pdf-sheet.ts';
import { messages } from '../messages/index.ts';
import { drawBarCode } from './bar-code.ts';

const BAR = { width: 176, height: 34 } as const;

/** Letters of one size look larger in one script than in another (points). */
const TITLE_SIZE = { han: 24, latin: 20 } as const;

/** Operator and title at the left, the bar code of a reference at the right, a line below. */
export function paperHead(
  sheet: Sheet,
  head: { readonly operator: string; readonly title: Both; readonly code: string },
): void {
  const [first, second] = sheet.languages;
  const left = PAGE.right - BAR.width;
  const width = left - PAGE.left - 16;
  let y: number = PAGE.top;
  y += sheet.text(head.operator, PAGE.left, y, width, { size: 10.5, bold: true, color: COLOR.accent });
  y += sheet.text(head.title[0], PAGE.left, y, width, {
    size: TITLE_SIZE[messages(first).writing.script],
    bold: true,
    language: first,
    tag: 'H1',
  });
  y += sheet.text(head.title[1], PAGE.left, y, width, { size: 11, color: COLOR.secondary, language: second });
  drawBarCode(sheet, head.code, { x: left, y: PAGE.top + 4, ...BAR });
  sheet.text(head.code, left, PAGE.top + BAR.height + 7, BAR.width, { size: 9.5, align: 'center' });
  sheet.y = Math.max(y, PAGE.top + BAR.height + 24) + 6;
  sheet.rule(sheet.y, COLOR.accent, 1.5);
  sheet.y += 9;
}
