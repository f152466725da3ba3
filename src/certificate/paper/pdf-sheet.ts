import PDFDocument from 'pdfkit';
import type { Language } from '../../domain/values/language.ts';
import { type Messages, messages } from '../../messages/index.ts';
import { fonts, printable } from './pdf-fonts.ts';

/** Colours of the operator's pages (light). */
export const COLOR = {
  ink: '#17211F',
  secondary: '#4B5957',
  accent: '#0B6770',
  wash: '#E3F1F2',
  rule: '#D5DCDA',
  ok: '#1B6E3C',
  warn: '#8A5300',
  warnWash: '#FDF3E0',
} as const;

/** A4 in points; the content keeps 48 pt at each side, and the footer has the last 40 pt. */
export const PAGE = { width: 595.28, height: 841.89, left: 48, right: 547.28, top: 36, bottom: 798 } as const;
export const CONTENT_WIDTH = PAGE.right - PAGE.left;

/** A text in the two languages of the paper, the first language first. */
export type Both = readonly [first: string, second: string];

/** The two languages of a paper, in the order in which they are printed. */
export function languagesOfPaper(first: Language): readonly [Language, Language] {
  return [first, messages(first).writing.paperBeside];
}

export interface TextStyle {
  readonly size: number;
  readonly bold?: boolean;
  readonly color?: string;
  readonly align?: 'left' | 'right' | 'center';
  /** Points between lines beyond the font's own leading. */
  readonly leading?: number;
  readonly language?: Language;
  /** A PDF structure type, for readers that read aloud. */
  readonly tag?: 'H1' | 'H2' | 'P' | 'Caption';
}

/** Noto's own line height of 1.45 em is for reading on screen; a form takes less. */
const LINE_HEIGHT_EM = 1.448;

/** A document page by page from the top down: the cursor `y` is where the next block goes. Everything printed is tagged. */
export class Sheet {
  readonly doc: PDFKit.PDFDocument;
  readonly languages: readonly [Language, Language];
  y: number = PAGE.top;
  /** Some character so far had no glyph and stands as its code point. */
  substituted = false;
  readonly #structure: PDFKit.PDFStructureElement;

  constructor(
    first: Language,
    info: { readonly title: string; readonly author: string; readonly createdAt: Date },
  ) {
    this.languages = languagesOfPaper(first);
    this.doc = new PDFDocument({
      size: 'A4',
      margin: 0,
      bufferPages: true,
      pdfVersion: '1.7',
      tagged: true,
      displayTitle: true,
      lang: this.languages[0],
      info: {
        Title: info.title,
        Author: info.author,
        Creator: 'Handback',
        Producer: 'Handback',
        CreationDate: info.createdAt,
      },
    });
    const { regular, bold } = fonts();
    this.doc.registerFont('regular', regular as unknown as string);
    this.doc.registerFont('bold', bold as unknown as string);
    this.doc.font('regular');
    this.#structure = this.doc.struct('Document');
    this.doc.addStructure(this.#structure);
  }

  /** Ends the structure; then only `doc.end()` is left. */
  close(): void {
    this.#structure.end();
  }

  /** Starts a new page unless this much height is left. */
  ensure(height: number): boolean {
    if (this.y + height <= PAGE.bottom) return false;
    this.doc.addPage();
    this.y = PAGE.top;
    return true;
  }

  /** Prints text in a box and returns its height; the cursor stays. */
  text(text: string, x: number, y: number, width: number, style: TextStyle): number {
    const shown = printable(text);
    if (shown === '') return 0;
    this.substituted ||= shown !== text;
    const draw = () => {
      this.#apply(style);
      this.doc.fillColor(style.color ?? COLOR.ink).text(shown, x, y, this.#options(width, style));
    };
    const language = style.language ?? this.languages[0];
    this.#structure.add(this.doc.struct(style.tag ?? 'P', { lang: language }, draw));
    return this.doc.y - y - (style.leading ?? 0);
  }

  height(text: string, width: number, style: TextStyle): number {
    this.#apply(style);
    return this.doc.heightOfString(printable(text), this.#options(width, style)) - (style.leading ?? 0);
  }

  width(text: string, style: TextStyle): number {
    this.#apply(style);
    return this.doc.widthOfString(printable(text));
  }

  /** The same words in both languages. */
  say(words: (m: Messages) => string): Both {
    const [first, second] = this.languages;
    return [words(messages(first)), words(messages(second))];
  }

  /** Both languages side by side, the first on the left; moves the cursor below the longer one. */
  columns(
    words: Both,
    style: TextStyle,
    x: number = PAGE.left,
    width: number = CONTENT_WIDTH,
    gap = 20,
  ): void {
    const column = (width - gap) / 2;
    const heights = words.map((text, i) =>
      this.text(text, x + i * (column + gap), this.y, column, { ...style, language: this.languages[i]! }),
    );
    this.y += Math.max(...heights);
  }

  columnsHeight(words: Both, style: TextStyle, width: number = CONTENT_WIDTH, gap = 20): number {
    return Math.max(...words.map((text) => this.height(text, (width - gap) / 2, style)));
  }

  /** Both languages on one line: the first bold in ink, the second after it in grey. Returns the height. */
  pair(words: Both, x: number, y: number, width: number, size: number, tag: TextStyle['tag'] = 'P'): number {
    const [first, second] = this.languages;
    const style: TextStyle = { size, bold: true, language: first, tag };
    const used = this.width(words[0], style) + size * 0.7;
    this.text(words[0], x, y, width, style);
    this.text(words[1], x + used, y, Math.max(20, width - used), {
      size,
      color: COLOR.secondary,
      language: second,
      tag,
    });
    return size * LINE_HEIGHT_EM;
  }

  /** A drawing that says nothing to a reader: lines, washes, the code. */
  artifact(draw: (doc: PDFKit.PDFDocument) => void): void {
    this.doc.markContent('Artifact', { type: 'Layout' });
    draw(this.doc);
    this.doc.endMarkedContent();
  }

  rule(
    y: number,
    color: string = COLOR.rule,
    weight = 0.75,
    from: number = PAGE.left,
    to: number = PAGE.right,
  ): void {
    this.artifact((doc) => doc.moveTo(from, y).lineTo(to, y).lineWidth(weight).strokeColor(color).stroke());
  }

  #apply(style: TextStyle): void {
    this.doc.font(style.bold ? 'bold' : 'regular').fontSize(style.size);
  }

  #options(width: number, style: TextStyle): PDFKit.Mixins.TextOptions {
    return { width, align: style.align ?? 'left', lineGap: style.leading ?? 0 };
  }
}
