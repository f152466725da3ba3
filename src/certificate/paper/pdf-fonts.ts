import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

/** What is used of a font that pdfkit has opened. */
interface OpenFont {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

export interface Fonts {
  readonly regular: OpenFont;
  readonly bold: OpenFont;
}

let opened: Fonts | null = null;

/** Noto Sans SC in two weights (10 MB each), opened once a thread; pdfkit embeds only the glyphs that a page uses. */
export function fonts(): Fonts {
  opened ??= {
    regular: open('400Regular/NotoSansSC_400Regular.ttf'),
    bold: open('600SemiBold/NotoSansSC_600SemiBold.ttf'),
  };
  return opened;
}

/** pdfkit opens fonts by itself only, but takes an open one in a later document: that saves reading it again. */
function open(copy: string): OpenFont {
  const path = createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-sans-sc/${copy}`);
  const scratch = new PDFDocument({ autoFirstPage: false });
  scratch.font(path);
  return (scratch as unknown as { _font: { font: OpenFont } })._font.font;
}

/**
 * The text with every character that would print as an empty box, or not at all, replaced by its code point, e.g. `〔U+20BB7〕`.
 * Controls and format characters too: a direction override could make a name read as another one.
 */
export function printable(text: string): string {
  const { regular, bold } = fonts();
  let out = '';
  for (const character of text.toWellFormed()) {
    const codePoint = character.codePointAt(0)!;
    const shown =
      !/[\p{C}\p{Zl}\p{Zp}]/u.test(character) &&
      regular.hasGlyphForCodePoint(codePoint) &&
      bold.hasGlyphForCodePoint(codePoint);
    out += shown ? character : `〔U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}〕`;
  }
  return out;
}
