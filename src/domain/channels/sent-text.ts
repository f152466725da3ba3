import { plainTextOf } from './plain-text.ts';

/** References of ours that a message can name: of a case, a special request. */
const REFERENCE = /(?:^|[^A-Z0-9])(?:HB|SR)-[0-9A-HJKMNP-TV-Z]{8}(?![A-Z0-9])/u;

/**
 * By what a text is found again that somebody shows us: its words without spaces, as phones and messengers break lines anew.
 * Null for a text without a reference. Of those nothing is kept: a code of six digits could be found out by asking for a million
 * texts, a reference of forty bits cannot.
 */
export function sentTextOf(text: string): string | null {
  const plain = plainTextOf(text).text;
  if (!REFERENCE.test(plain)) return null;
  return plain.replace(/\s/gu, '').toLowerCase();
}
