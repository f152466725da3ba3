import { COLOR, PAGE, Sheet } from '../certificate/paper/pdf-sheet.ts';
import type { Language } from '../domain/values/language.ts';
import { messages } from '../messages/index.ts';

/** What a letter with a receipt says. */
export interface ReceiptLetter {
  readonly language: Language;
  /** In lines, as on the envelope. */
  readonly address: string;
  readonly reference: string;
  readonly secret: string;
  /** Masked; null for a line without a number. */
  readonly number: string | null;
  readonly operator: string;
  /** Address of the portal. */
  readonly portal: string;
  readonly hotline: string | null;
  readonly day: string;
  readonly createdAt: Date;
}

/** The address stands where the window of an envelope of size DL is (DIN 5008 form B: 45 mm from the top). */
const WINDOW = { x: 62, y: 140, width: 240 } as const;
const BODY_Y = 297;
const WIDTH = PAGE.right - WINDOW.x;

/** One page of A4, to be folded into a window envelope. */
export function drawReceiptLetter({ createdAt, ...letter }: ReceiptLetter): Promise<Buffer> {
  const { letter: t } = messages(letter.language).letters;
  const { colon } = messages(letter.language).punctuation;
  const sheet = new Sheet(letter.language, { title: t.subject, author: letter.operator, createdAt });
  const say = (text: string, style: Parameters<Sheet['text']>[4], gap: number): void => {
    sheet.y += sheet.text(text, WINDOW.x, sheet.y, WIDTH, style) + gap;
  };
  sheet.text(letter.operator, WINDOW.x, 62, WIDTH, { size: 14, bold: true });
  sheet.y = WINDOW.y;
  for (const line of letter.address.split('\n'))
    sheet.y += sheet.text(line, WINDOW.x, sheet.y, WINDOW.width, { size: 11 });
  sheet.y = BODY_Y;
  say(letter.day, { size: 10, color: COLOR.secondary }, 14);
  say(t.subject, { size: 14, bold: true, tag: 'H1' }, 14);
  if (letter.number !== null) say(`${t.line}${colon}${letter.number}`, { size: 11 }, 6);
  say(`${t.reference}${colon}${letter.reference}`, { size: 11 }, 6);
  say(`${t.secret}${colon}${letter.secret}`, { size: 11, bold: true }, 14);
  say(t.text(letter.portal), { size: 11 }, 10);
  if (letter.hotline !== null) say(t.call(letter.hotline), { size: 11 }, 10);
  const { footnote } = messages(letter.language).scamCheck;
  say(footnote(`${letter.portal}/check`), { size: 9, color: COLOR.secondary }, 0);
  sheet.close();
  return collected(sheet.doc);
}

function collected(doc: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
    doc.end();
  });
}
