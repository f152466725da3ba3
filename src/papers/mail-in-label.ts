import { bytesOf } from '../certificate/paper/pdf-bytes.ts';
import { drawCode } from '../certificate/paper/pdf-code.ts';
import { inOneLine, label } from '../certificate/paper/pdf-headings.ts';
import { COLOR, CONTENT_WIDTH, PAGE, Sheet } from '../certificate/paper/pdf-sheet.ts';
import type { Language } from '../domain/values/language.ts';
import { drawBarCode } from './bar-code.ts';
import { paperHead } from './paper-head.ts';

/** With what a card is sent back. The paper tells nothing of whose card it is, and nothing of its number. */
export interface MailInLabel {
  readonly operator: string;
  readonly language: Language;
  /** E.g. `HBC-7K3F9QXM`; ASCII. */
  readonly code: string;
  /** Of the case. */
  readonly reference: string;
  /** Where the operator wants it, line by line; null where its file does not say. */
  readonly address: readonly string[] | null;
  readonly now: Date;
}

const BOX = { height: 214, inset: 16 } as const;
const QR_SIDE = 92;

/** The label as PDF, A4: what goes on the envelope, to be cut out, and how to send it. */
export async function drawMailInLabel(of: MailInLabel): Promise<Buffer> {
  const sheet = new Sheet(of.language, { title: of.code, author: of.operator, createdAt: of.now });
  const title = sheet.say(({ mailInLabel }) => mailInLabel.title);
  sheet.doc.info.Title = `${title.join(' ')} ${of.code}`;
  paperHead(sheet, { operator: of.operator, title, code: of.reference });
  envelope(sheet, of);
  steps(sheet);
  sheet.close();
  return bytesOf(sheet.doc);
}

function envelope(sheet: Sheet, { operator, code, address }: MailInLabel): void {
  const top = sheet.y + 4;
  sheet.artifact((doc) =>
    doc
      .rect(PAGE.left, top, CONTENT_WIDTH, BOX.height)
      .dash(4, { space: 3 })
      .lineWidth(0.75)
      .strokeColor(COLOR.secondary)
      .stroke()
      .undash(),
  );
  const left = PAGE.left + BOX.inset;
  const codeLeft = PAGE.right - BOX.inset - QR_SIDE;
  const width = codeLeft - left - 20;
  let y = top + BOX.inset;
  y +=
    label(
      sheet,
      sheet.say(({ mailInLabel }) => mailInLabel.to),
      left,
      y,
      width,
    ) + 3;
  y += sheet.text(operator, left, y, width, { size: 13, bold: true });
  for (const text of (address ?? []).slice(0, 4)) y += sheet.text(text, left, y, width, { size: 11 });
  if (address === null) {
    sheet.text(inOneLine(sheet.say(({ mailInLabel }) => mailInLabel.noAddress)), left, y, width, {
      size: 8,
      color: COLOR.secondary,
    });
  }
  drawCode(sheet, code, codeLeft, top + BOX.inset, QR_SIDE);
  const barTop = top + BOX.height - 78;
  drawBarCode(sheet, code, { x: left, y: barTop, width: 300, height: 44 });
  sheet.text(code, left, barTop + 47, 300, { size: 12, bold: true, align: 'center' });
  sheet.y = top + BOX.height + 5;
  sheet.columns(
    sheet.say(({ mailInLabel }) => mailInLabel.cut),
    { size: 8, color: COLOR.secondary },
  );
  sheet.y += 18;
}

function steps(sheet: Sheet): void {
  sheet.pair(
    sheet.say(({ mailInLabel }) => mailInLabel.stepsTitle),
    PAGE.left,
    sheet.y,
    CONTENT_WIDTH,
    11,
    'H2',
  );
  sheet.y += 20;
  const [first, second] = sheet.languages.map((_, i) =>
    sheet.say(({ mailInLabel }) => mailInLabel.steps.join('\n'))[i]!.split('\n'),
  ) as [string[], string[]];
  first.forEach((text, i) => {
    sheet.columns([`${i + 1}.  ${text}`, `${i + 1}.  ${second[i] ?? ''}`], { size: 9.5, leading: 1 });
    sheet.y += 4;
  });
}
