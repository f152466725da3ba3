/** Marks that copying from a page or a chat leaves in a text: bidirectional controls, zero-width characters, byte order mark. */
const INVISIBLE = /[\u200B-\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF\u00AD]/gu;

/** Text without these marks, and nothing else of it changed. */
export function withoutMarks(text: string): string {
  return text.replace(INVISIBLE, '');
}

/**
 * Text as a person typed or pasted it, made plain: invisible marks go, full-width ASCII (U+FF01-FF5E) becomes
 * ASCII, every space becomes U+0020, and the ends are trimmed. No other character is touched: NFKC would also
 * turn a superscript or a circled digit into a digit, which nobody meant.
 */
export function plainText(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(/[\uFF01-\uFF5E]/gu, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\p{Zs}\t]/gu, ' ')
    .trim();
}

/**
 * What a person wrote in sentences, in their own words: invisible marks and control characters go, for a direction override shows another
 * text than was written, lines end in a line feed, and the ends are trimmed. Punctuation stays: a full-width comma is one in Chinese.
 */
export function writtenText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replaceAll('\t', ' ')
    .replace(INVISIBLE, '')
    .replace(/[^\P{Cc}\n]/gu, '')
    .toWellFormed()
    .trim();
}

/** `plainText` without the separators people put between groups of a number: spaces, dashes, dots, slashes, parentheses. */
export function withoutSeparators(text: string): string {
  return plainText(text).replace(/[\s\-\u2010-\u2015\u2212./()]/gu, '');
}

/** What a text lists, one a line or between commas and semicolons of either language; a space is part of a number. */
export function listedIn(text: string): readonly string[] {
  return text.split(/[\n,;\uff0c\uff1b\u3001]/).flatMap((one) => one.trim() || []);
}
