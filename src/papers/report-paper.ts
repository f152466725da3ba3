import { bytesOf } from '../certificate/paper/pdf-bytes.ts';
import { printable } from '../certificate/paper/pdf-fonts.ts';
import { COLOR, CONTENT_WIDTH, PAGE, Sheet, type TextStyle } from '../certificate/paper/pdf-sheet.ts';
import { makeRoomForSignature } from '../certificate/paper/pdf-signer.ts';
import type { Language } from '../domain/values/language.ts';
import { messages } from '../messages/index.ts';

export interface ReportSection {
  readonly title: string;
  /** How wide each column is, as a share of the page; they add up to 1. */
  readonly widths: readonly number[];
  /** Their heads; none for rows of a name and a value. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Where there are no rows. */
  readonly empty: string;
}

/** A paper of as many pages as it takes, with tables; signed by the operator. */
export interface ReportPaper {
  readonly language: Language;
  readonly operator: string;
  readonly title: string;
  readonly lead: readonly string[];
  readonly sections: readonly ReportSection[];
  readonly createdAt: Date;
  /** As whom it is signed. */
  readonly signerName: string;
  /** It is of no real line, and says so on every page; null where it is. */
  readonly specimen: string | null;
}

const CELL: TextStyle = { size: 8.5 };
const HEAD: TextStyle = { size: 8, bold: true, color: COLOR.secondary };
const GAP = 8;
const ROW_GAP = 4;

/** Draws it, with room for the signature. */
export async function drawReport(paper: ReportPaper): Promise<Buffer> {
  const { language, operator, title, createdAt } = paper;
  const sheet = new Sheet(language, { title, author: operator, createdAt });
  const say = (text: string, style: TextStyle, gap: number): void => {
    sheet.ensure(sheet.height(text, CONTENT_WIDTH, style) + gap);
    sheet.y += sheet.text(text, PAGE.left, sheet.y, CONTENT_WIDTH, style) + gap;
  };
  say(operator, { size: 10.5, bold: true, color: COLOR.accent }, 2);
  say(title, { size: 20, bold: true, tag: 'H1' }, 6);
  for (const line of paper.lead) say(line, { size: 10 }, 3);
  sheet.y += 4;
  sheet.rule(sheet.y, COLOR.accent, 1.5);
  sheet.y += 10;
  for (const section of paper.sections) table(sheet, section);
  footers(sheet, paper);
  sheet.close();
  makeRoomForSignature(sheet.doc, paper.signerName, createdAt);
  return bytesOf(sheet.doc);
}

function table(sheet: Sheet, { title, widths, columns, rows, empty }: ReportSection): void {
  // A heading does not stand alone at the end of a page.
  sheet.ensure(70);
  sheet.y += sheet.text(title, PAGE.left, sheet.y, CONTENT_WIDTH, { size: 13, bold: true, tag: 'H2' }) + 5;
  if (rows.length === 0) {
    sheet.y += sheet.text(empty, PAGE.left, sheet.y, CONTENT_WIDTH, CELL) + 12;
    return;
  }
  const heads = (): void => {
    if (columns.length > 0) row(sheet, widths, columns, HEAD);
  };
  heads();
  for (const cells of rows.flatMap((whole) => partsOf(sheet, widths, whole))) {
    if (sheet.ensure(heightOf(sheet, widths, cells, CELL) + ROW_GAP)) heads();
    row(sheet, widths, cells, CELL);
  }
  sheet.y += 12;
}

/** What a page holds below the heads of a table. */
const TALLEST = PAGE.bottom - PAGE.top - 40;
/** Characters that fit on one page in the narrowest column, whatever they are. */
const PIECE = 300;

/** A row that is taller than a page as several: nothing of it is printed over the foot of one. */
function partsOf(
  sheet: Sheet,
  widths: readonly number[],
  cells: readonly string[],
): readonly (readonly string[])[] {
  if (heightOf(sheet, widths, cells, CELL) <= TALLEST) return [cells];
  const columns = cells.map((cell, n) => pagesOf(sheet, cell, columnWidth(widths, n)));
  const most = Math.max(...columns.map((pages) => pages.length));
  return Array.from({ length: most }, (_, page) => columns.map((pages) => pages[page] ?? ''));
}

function pagesOf(sheet: Sheet, cell: string, width: number): readonly string[] {
  const pages: string[][] = [];
  let left = 0;
  for (const paragraph of cell.split('\n'))
    for (const line of sheet.height(paragraph, width, CELL) > TALLEST ? piecesOf(paragraph) : [paragraph]) {
      const height = sheet.height(line, width, CELL);
      if (pages.length === 0 || height > left) {
        pages.push([]);
        left = TALLEST;
      }
      pages.at(-1)!.push(line);
      left -= height;
    }
  return pages.map((lines) => lines.join('\n'));
}

function piecesOf(paragraph: string): readonly string[] {
  const characters = [...printable(paragraph)];
  return Array.from({ length: Math.ceil(characters.length / PIECE) }, (_, n) =>
    characters.slice(n * PIECE, (n + 1) * PIECE).join(''),
  );
}

function heightOf(
  sheet: Sheet,
  widths: readonly number[],
  cells: readonly string[],
  style: TextStyle,
): number {
  return Math.max(
    ...cells.map((cell, n) =>
      cell.split('\n').reduce((sum, line) => sum + sheet.height(line, columnWidth(widths, n), style), 0),
    ),
  );
}

function row(sheet: Sheet, widths: readonly number[], cells: readonly string[], style: TextStyle): void {
  const height = heightOf(sheet, widths, cells, style);
  let x: number = PAGE.left;
  for (const [n, cell] of cells.entries()) {
    let y = sheet.y;
    for (const line of cell.split('\n')) y += sheet.text(line, x, y, columnWidth(widths, n), style);
    x += CONTENT_WIDTH * (widths[n] ?? 0);
  }
  sheet.y += height + ROW_GAP / 2;
  sheet.rule(sheet.y, COLOR.rule, 0.5);
  sheet.y += ROW_GAP / 2;
}

const columnWidth = (widths: readonly number[], n: number): number => CONTENT_WIDTH * (widths[n] ?? 0) - GAP;

function footers(sheet: Sheet, { language, title, specimen }: ReportPaper): void {
  const { page } = messages(language).evidencePack;
  const { count } = sheet.doc.bufferedPageRange();
  for (let n = 0; n < count; n++) {
    sheet.doc.switchToPage(n);
    const style: TextStyle = { size: 8, color: COLOR.secondary };
    sheet.text(
      specimen === null ? title : `${title} · ${specimen}`,
      PAGE.left,
      812,
      CONTENT_WIDTH * 0.7,
      style,
    );
    sheet.text(page(n + 1, count), PAGE.left, 812, CONTENT_WIDTH, { ...style, align: 'right' });
  }
}
