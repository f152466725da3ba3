import type { AccessStatement, EvidenceStatement, Statement } from '../../domain/certificates/certificate.ts';
import { heading, label } from './pdf-headings.ts';
import { resultRow } from './pdf-result-row.ts';
import { COLOR, CONTENT_WIDTH, PAGE, type Sheet } from './pdf-sheet.ts';
import * as words from './pdf-words.ts';
import { EVIDENCE_NOTE, LABEL, type Words } from './pdf-words.ts';

/** Access by access, what became of it in the network, in plain words; what is not proven stands out. */
export function accesses(sheet: Sheet, statement: Statement, iccids: readonly (string | null)[]): void {
  heading(sheet, LABEL.accesses, 54);
  for (const [i, access] of statement.accesses.entries()) accessRow(sheet, access, iccids[i] ?? null);
}

function accessRow(sheet: Sheet, access: AccessStatement, iccid: string | null): void {
  const { short: result, plain } = words.DETACH[access.detach];
  const absent = words.ABSENT[access.absentAtEnd ? 'true' : 'false'];
  resultRow(sheet, {
    name: words.ACCESS_KIND[access.kind],
    marks: iccid === null ? [] : [`ICCID ${iccid}`],
    sure: access.detach !== 'unconfirmed' && access.absentAtEnd,
    short: access.detach === 'unconfirmed' || access.absentAtEnd ? result : words.NOT_PROVEN_ABSENT,
    plain: { zh: `${plain.zh}${absent.zh}`, en: `${plain.en} ${absent.en}` },
  });
}

const COLUMNS: readonly { label: Words; x: number; width: number }[] = [
  { label: LABEL.time, x: 0, width: 78 },
  { label: LABEL.stage, x: 84, width: 76 },
  { label: LABEL.meaning, x: 166, width: 132 },
  { label: LABEL.element, x: 302, width: 90 },
  { label: LABEL.hash, x: 398, width: 101.28 },
];

/** The annex: what each element of the network answered, by access, with the hash that seals the answer. */
export function evidence(sheet: Sheet, statement: Statement, iccids: readonly (string | null)[]): void {
  heading(sheet, LABEL.evidence, 90);
  sheet.columns(EVIDENCE_NOTE, { size: 7.5, leading: 1, color: COLOR.secondary });
  sheet.y += 10;
  for (const [i, access] of statement.accesses.entries()) {
    sheet.ensure(64);
    const kind = words.ACCESS_KIND[access.kind];
    const name = sheet.order.map((language) => kind[language]).join('  ');
    const iccid = iccids[i] ?? null;
    sheet.text(iccid === null ? name : `${name}  ICCID ${iccid}`, PAGE.left, sheet.y, CONTENT_WIDTH, {
      size: 8.5,
      bold: true,
    });
    sheet.y += 16;
    if (access.evidence.length === 0) sheet.columns(LABEL.noEvidence, { size: 7.5 });
    else tableHead(sheet);
    for (const row of access.evidence) evidenceRow(sheet, row, statement.timeZone);
    sheet.y += 12;
  }
}

function tableHead(sheet: Sheet): void {
  for (const column of COLUMNS) label(sheet, column.label, PAGE.left + column.x, sheet.y, column.width);
  sheet.y += 13;
}

function evidenceRow(sheet: Sheet, row: EvidenceStatement, timeZone: string): void {
  const { date, time } = words.localTime(row.at, timeZone);
  const lines = (text: Words) =>
    text.zh === text.en ? [text.zh] : sheet.order.map((language) => text[language]);
  const cells = [
    [date, time],
    lines(words.stageWords(row.stage)),
    lines(words.meaningWords(row.meaning)),
    [row.element],
    [row.hash.slice(0, 16)],
  ];
  const style = { size: 7.5 };
  const heightOf = (cell: readonly string[], width: number) =>
    cell.reduce((sum, line) => sum + sheet.height(line, width, style), 0);
  const height = Math.max(...cells.map((cell, i) => heightOf(cell, COLUMNS[i]!.width))) + 6;
  if (sheet.ensure(height)) tableHead(sheet);
  sheet.rule(sheet.y, COLOR.rule, 0.5);
  cells.forEach((cell, i) => {
    let y = sheet.y + 2;
    for (const line of cell) y += sheet.text(line, PAGE.left + COLUMNS[i]!.x, y, COLUMNS[i]!.width, style);
  });
  sheet.y += height;
}
