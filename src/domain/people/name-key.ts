/** What stands between the parts of a name and is written, or not, as somebody likes: spaces, dots, hyphens, marks that nobody sees. */
const BETWEEN = /[\p{Z}\p{P}\p{C}\p{Sk}]+/gu;

/**
 * A name as it is compared: two that people take for the same come out the same. Full-width and other forms of one letter are one
 * (Unicode NFKC), case does not count, and neither do spaces, middle dots and hyphens. Nothing is left of a name without letters.
 */
export function nameKey(name: string): string {
  // By way of upper case, which writes out what lower case leaves, such as the German sharp s; and that has a capital of its own.
  const folded = name.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase();
  return folded.replace(BETWEEN, '').normalize('NFKC');
}
