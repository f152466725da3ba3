/**
 * What is known of names on the Internet and of letters that look alike. Tables of others, which the core is given: the
 * public suffix list, IDNA and Unicode TR39.
 */
export interface NameTables {
  /** The part that somebody registered, `evil.com.cn` of `a.b.evil.com.cn`, in ASCII; null where there is none. */
  registrable(host: string): string | null;
  /** Whether a name ends in a suffix that really exists (ICANN's part of the list, or one that is reserved for examples). */
  endsWell(host: string): boolean;
  /** Punycode for other letters (IDNA); empty for what is no name. */
  toAscii(host: string): string;
  toUnicode(host: string): string;
  /** One text for all that look the same (TR39 section 4). Compare with the skeleton of something, never with its letters. */
  skeleton(text: string): string;
}

/** Everything that is read as one letter: TR39 keeps the case, and apart what small letters make alike. */
export function looksLike(tables: NameTables, text: string): readonly string[] {
  const one = (given: string): string =>
    tables.skeleton(given).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('|', 'l');
  return [...new Set([one(text), one(text.toLowerCase()), one(text.toUpperCase())])];
}
