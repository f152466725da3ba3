import { encode } from 'uqr';
import type { CertificateFile, Statement } from '../../domain/certificates/certificate.ts';
import { heading, LABEL_SIZE, label } from './pdf-headings.ts';
import type { MaskedProfile } from './pdf-profiles.ts';
import { COLOR, CONTENT_WIDTH, PAGE, type Sheet } from './pdf-sheet.ts';
import * as words from './pdf-words.ts';
import { CODE_POINT_NOTE, LABEL, type Words } from './pdf-words.ts';

/** What identifies the line on paper, masked by the caller; the whole values are only in the attachment. */
export interface Masked {
  /** E.g. `138 **** 1234`; null for a line without a number. */
  readonly msisdn: string | null;
  /** Null leaves the holder out. */
  readonly holder: string | null;
  /** One an access, in order; null or absent leaves it out. */
  readonly iccids?: readonly (string | null)[];
  /** One an eSIM profile, in order; absent leaves what they are recognised by out. */
  readonly profiles?: readonly MaskedProfile[];
}

const QR_SIZE = 96;

/** Operator, title and code. The line crosses the page and ends in a full stop at the code. */
export function head(sheet: Sheet, statement: Statement, verifyUrl: string): void {
  const [first, second] = sheet.order;
  const codeLeft = PAGE.right - QR_SIZE;
  const dot = codeLeft - 20;
  const width = dot - PAGE.left - 10;
  const operator = sheet.text(statement.issuer.name, PAGE.left, PAGE.top, width, {
    size: 10.5,
    bold: true,
    color: COLOR.accent,
  });
  const size = first === 'zh' ? 29 : 25;
  const titleTop = PAGE.top + operator + (first === 'zh' ? 0 : 4);
  const title = sheet.text(words.TITLE[first], PAGE.left, titleTop, width, {
    size,
    bold: true,
    language: first,
    tag: 'H1',
  });
  const line = titleTop + title + 5;
  sheet.artifact((doc) => {
    doc.moveTo(0, line).lineTo(dot, line).lineWidth(2.25).strokeColor(COLOR.accent).stroke();
    doc.circle(dot, line, 5.5).fill(COLOR.accent);
  });
  const below = line + 8;
  sheet.text(words.TITLE[second], PAGE.left, below, width, {
    size: second === 'en' ? 15 : 17,
    language: second,
    color: COLOR.secondary,
  });
  const codeTop = line - QR_SIZE / 2;
  drawCode(sheet, verifyUrl, codeLeft, codeTop);
  const caption = `${LABEL.scan[first]}  ${LABEL.scan[second]}`;
  sheet.text(caption, codeLeft - 30, codeTop + QR_SIZE + 10, QR_SIZE + 60, {
    size: 7.5,
    align: 'center',
    color: COLOR.secondary,
    tag: 'Caption',
  });
  sheet.y = codeTop + QR_SIZE + 26;
}

/** The code as one path of squares: sharp at any size, and small. */
function drawCode(sheet: Sheet, text: string, x: number, y: number): void {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const module = QR_SIZE / size;
  sheet.artifact((doc) => {
    data.forEach((row, r) => {
      row.forEach((dark, c) => {
        if (dark) doc.rect(x + c * module, y + r * module, module, module);
      });
    });
    doc.fill(COLOR.ink);
  });
}

export function facts(sheet: Sheet, statement: Statement, masked: Masked): void {
  sheet.columns(words.certifies(statement.issuer.name, statement.timeZone), { size: 9, leading: 1 });
  sheet.y += 9;
  const when = (instant: string) => {
    const { date, time } = words.localTime(instant, statement.timeZone);
    return `${date} ${time.slice(0, 5)}`;
  };
  const fate = words.NUMBER_FATE[statement.number];
  const both = (text: Words) => sheet.order.map((language) => text[language]).join('  ');
  const cells: { label: Words; value: string; note?: string; large?: boolean }[] = [
    {
      label: LABEL.number,
      value: masked.msisdn ?? both(LABEL.noNumber),
      note: both(fate),
      large: masked.msisdn !== null,
    },
    ...(masked.holder === null ? [] : [{ label: LABEL.holder, value: masked.holder, large: true }]),
    { label: LABEL.reference, value: statement.caseReference },
    { label: LABEL.certificate, value: statement.certificateId },
    ...(statement.supersedes === null ? [] : [{ label: LABEL.replaces, value: statement.supersedes }]),
    { label: LABEL.declared, value: when(statement.declaredAt) },
    { label: LABEL.confirmed, value: when(statement.confirmedAt) },
    { label: LABEL.issued, value: when(statement.issuedAt) },
    { label: LABEL.rules, value: `${statement.rulebook.jurisdiction} / ${statement.rulebook.version}` },
  ];
  const wide = cells.filter(
    (cell) =>
      cell.large || [LABEL.reference, LABEL.certificate, LABEL.replaces].includes(cell.label as never),
  );
  if (wide.length % 2 === 1) wide.push({ label: { zh: '', en: '' }, value: '' });
  grid(sheet, wide, 2);
  grid(
    sheet,
    cells.filter((cell) => !wide.includes(cell)),
    4,
  );
  if (sheet.substituted) {
    sheet.columns(CODE_POINT_NOTE, { size: 7, color: COLOR.secondary });
    sheet.y += 5;
  }
}

function grid(
  sheet: Sheet,
  cells: readonly { label: Words; value: string; note?: string; large?: boolean }[],
  across: number,
): void {
  const gap = across === 2 ? 20 : 12;
  const width = (CONTENT_WIDTH - gap * (across - 1)) / across;
  for (let start = 0; start < cells.length; start += across) {
    const row = cells.slice(start, start + across);
    sheet.ensure(44);
    const heights = row.map((cell, i) => {
      const x = PAGE.left + i * (width + gap);
      let height = label(sheet, cell.label, x, sheet.y, width) + 1;
      height += sheet.text(cell.value, x, sheet.y + height, width, {
        size: cell.large ? 13 : 9.5,
        bold: cell.large ?? false,
      });
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

/** Service end, billing end and number release: three dates that must never be mixed up, side by side. */
export function dates(sheet: Sheet, statement: Statement): void {
  const { date, time, offset } = words.localTime(statement.serviceEndedAt, statement.timeZone);
  const release = statement.numberReleasedOn;
  const cells: { label: Words; large: string; small: string; note: Words }[] = [
    { label: LABEL.serviceEnd, large: date, small: `${time}  ${offset}`, note: words.DATE_NOTE.serviceEnd },
    {
      label: LABEL.billingEnd,
      large: statement.billingEndedOn,
      small: statement.timeZone,
      note: words.DATE_NOTE.billingEnd,
    },
    {
      label: LABEL.release,
      large: release ?? '—',
      small: release === null ? '' : statement.timeZone,
      note:
        release === null
          ? LABEL.notApplicable
          : words.DATE_NOTE[statement.number === 'returned_to_range_holder' ? 'returned' : 'release'],
    },
  ];
  const height = 90;
  sheet.ensure(height + 16);
  sheet.y += 2;
  const top = sheet.y;
  sheet.artifact((doc) => doc.roundedRect(PAGE.left, top, CONTENT_WIDTH, height, 8).fill(COLOR.wash));
  const width = CONTENT_WIDTH / 3;
  cells.forEach((cell, i) => {
    const x = PAGE.left + i * width + 14;
    const inner = width - 22;
    if (i > 0)
      sheet.artifact((doc) =>
        doc
          .moveTo(x - 14, top + 12)
          .lineTo(x - 14, top + height - 12)
          .lineWidth(0.75)
          .strokeColor('#B9D3D5')
          .stroke(),
      );
    let y = top + 7;
    y += sheet.pair(cell.label, x, y, inner, 9) + 1;
    y += sheet.text(cell.large, x, y, inner, { size: 16, bold: true, color: COLOR.accent });
    y += sheet.text(cell.small, x, y, inner, { size: 8, color: COLOR.secondary }) + 2;
    for (const language of sheet.order)
      y += sheet.text(cell.note[language], x, y, inner, { size: 7, color: COLOR.ink, language });
  });
  sheet.y = top + height + 4;
}

export function bill(sheet: Sheet, statement: Statement): void {
  heading(sheet, LABEL.bill, 34);
  const { total, refund, invoiceId } = statement.bill;
  const result = words.balance(total);
  const [first, second] = sheet.order;
  const top = sheet.y;
  const [balanceLeft, refundLeft] = [PAGE.left + 128, PAGE.left + 376];
  label(sheet, LABEL.invoice, PAGE.left, top, 118);
  const invoice = sheet.text(invoiceId === '' ? '—' : invoiceId, PAGE.left, top + 11, 118, { size: 9.5 });
  sheet.text(result[first], balanceLeft, top - 1, 240, { size: 10.5, bold: true, language: first });
  sheet.text(result[second], balanceLeft, top + 14, 240, {
    size: 8,
    color: COLOR.secondary,
    language: second,
  });
  if (refund !== null) {
    label(sheet, LABEL.refund, refundLeft, top, 120);
    sheet.text(words.moneyText(refund), refundLeft, top + 11, 123, { size: 9.5 });
  }
  sheet.y = top + 14 + Math.max(invoice, 14);
}

export function howToVerify(sheet: Sheet, file: CertificateFile, verifyUrl: string): void {
  const proven = file.statement.profiles.some((profile) => profile.proof !== null);
  const steps = words.verifySteps(verifyUrl, proven);
  const style = { size: 7.5, leading: 0.5 };
  const strip = 34;
  heading(
    sheet,
    LABEL.verify,
    steps.reduce((sum, step) => sum + sheet.columnsHeight(step, style) + 3, strip + 4),
  );
  for (const step of steps) {
    sheet.columns(step, style);
    sheet.y += 3;
  }
  const top = sheet.y + 3;
  sheet.artifact((doc) => doc.roundedRect(PAGE.left, top, CONTENT_WIDTH, strip, 4).fill(COLOR.wash));
  const { keyId, signedAt } = file.proof;
  const { date, time, offset } = words.localTime(signedAt, file.statement.timeZone);
  const cells: readonly (readonly [Words, string, number, number])[] = [
    [LABEL.command, words.VERIFY_COMMAND, 10, 190],
    [LABEL.key, keyId, 206, 150],
    [LABEL.signed, `${date} ${time} ${offset}`, 362, 134],
  ];
  for (const [name, value, x, width] of cells) {
    label(sheet, name, PAGE.left + x, top + 5, width);
    sheet.text(value, PAGE.left + x, top + 16, width, { size: 7.75, color: COLOR.accent });
  }
  sheet.y = top + strip;
}

/** At the foot of every page: which certificate it belongs to, and which page of how many. */
export function footers(sheet: Sheet, file: CertificateFile): void {
  const { start, count } = sheet.doc.bufferedPageRange();
  const y = PAGE.bottom + 12;
  for (let i = 0; i < count; i++) {
    sheet.doc.switchToPage(start + i);
    sheet.rule(y - 5);
    const style = { size: 7, color: COLOR.secondary } as const;
    sheet.text(
      `${file.statement.caseReference} / ${file.statement.certificateId}`,
      PAGE.left,
      y,
      CONTENT_WIDTH - 60,
      style,
    );
    sheet.text(`${i + 1} / ${count}`, PAGE.right - 60, y, 60, { ...style, align: 'right' });
  }
}
