import type {
  AccessStatement,
  CertificateCopy,
  Claims,
  EvidenceStatement,
} from '../../domain/certificates/certificate.ts';
import { whyUnconfirmed } from '../../domain/certificates/detachment-stated.ts';
import type { Messages } from '../../messages/index.ts';
import { signedClaims } from '../credential/sd-jwt.ts';
import { domainWords, meaningWords, stageWords } from './answer-words.ts';
import { localTime } from './paper-formats.ts';
import { heading, inOneLine, label } from './pdf-headings.ts';
import { resultRow } from './pdf-result-row.ts';
import { type Both, COLOR, CONTENT_WIDTH, PAGE, type Sheet } from './pdf-sheet.ts';

/** Access by access, what became of it in the network, in plain words; what is not proven stands out. */
export function accesses(sheet: Sheet, claims: Claims, iccids: readonly (string | null)[]): void {
  heading(
    sheet,
    sheet.say(({ paper }) => paper.label.accesses),
    54,
  );
  for (const [i, access] of claims.accesses.entries()) accessRow(sheet, access, iccids[i] ?? null);
}

function accessRow(sheet: Sheet, access: AccessStatement, iccid: string | null): void {
  const known = access.detach;
  const why = whyUnconfirmed(access);
  const removed = known === 'unconfirmed' || access.absentAtEnd;
  resultRow(sheet, {
    name: sheet.say(({ paper }) => paper.accessKind[access.kind]),
    marks: iccid === null ? [] : [`ICCID ${iccid}`],
    sure: known !== 'unconfirmed' && access.absentAtEnd,
    short: sheet.say(({ paper, networkAnswers }) =>
      removed ? networkAnswers.detachments[known].short : paper.notProvenAbsent,
    ),
    plain: sheet.say(
      ({ paper, networkAnswers, punctuation }) =>
        (known === 'unconfirmed'
          ? networkAnswers.unconfirmedWhy[why]
          : networkAnswers.detachments[known].plain) +
        punctuation.gap +
        paper.absent[access.absentAtEnd ? 'true' : 'false'],
    ),
  });
}

const COLUMNS: readonly {
  label: keyof Messages['paper']['label'];
  x: number;
  width: number;
}[] = [
  { label: 'time', x: 0, width: 78 },
  { label: 'stage', x: 84, width: 76 },
  { label: 'meaning', x: 166, width: 132 },
  { label: 'element', x: 302, width: 90 },
  { label: 'hash', x: 398, width: 101.28 },
];

/** The annex: what each element of the network answered, by access, with the hash that seals the answer. */
export function evidence(
  sheet: Sheet,
  { jwt, claims }: CertificateCopy,
  iccids: readonly (string | null)[],
): void {
  const signed = signedClaims(jwt);
  heading(
    sheet,
    sheet.say(({ paper }) => paper.label.evidence),
    90,
  );
  sheet.columns(
    sheet.say(({ paper }) => paper.evidenceNote),
    { size: 7.5, leading: 1, color: COLOR.secondary },
  );
  sheet.y += 10;
  for (const [i, access] of claims.accesses.entries()) {
    sheet.ensure(64);
    const name = inOneLine(sheet.say(({ paper }) => paper.accessKind[access.kind]));
    const iccid = iccids[i] ?? null;
    sheet.text(iccid === null ? name : `${name}  ICCID ${iccid}`, PAGE.left, sheet.y, CONTENT_WIDTH, {
      size: 8.5,
      bold: true,
    });
    sheet.y += 16;
    if (access.evidence.length === 0)
      sheet.columns(
        sheet.say(({ paper }) => paper.label.noEvidence),
        { size: 7.5 },
      );
    else tableHead(sheet);
    access.evidence.forEach((row, n) => {
      const [digest = ''] = signed.accesses[i]?.evidence[n]?._sd ?? [];
      evidenceRow(sheet, row, digest, claims.timeZone);
    });
    sheet.y += 12;
  }
}

function tableHead(sheet: Sheet): void {
  for (const column of COLUMNS) {
    const text = sheet.say(({ paper }) => paper.label[column.label]);
    label(sheet, text, PAGE.left + column.x, sheet.y, column.width);
  }
  sheet.y += 13;
}

function evidenceRow(sheet: Sheet, row: EvidenceStatement, digest: string, timeZone: string): void {
  const { date, time } = localTime(row.at, timeZone);
  const lines = ([first, second]: Both) => (first === second ? [first] : [first, second]);
  const cells = [
    [date, time],
    lines(sheet.say((m) => stageWords(m, row.stage))),
    lines(sheet.say((m) => meaningWords(m, row.meaning))),
    row.node === undefined
      ? [row.element]
      : [row.node.name, ...lines(sheet.say((m) => domainWords(m, row.node!.domain)))],
    [digest.slice(0, 16)],
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
