import type { Messenger } from './words.ts';

/** An account or group of a messenger that a text names. */
export interface FoundAccount {
  readonly raw: string;
  readonly at: string;
  /** In lower case, without `@`. */
  readonly value: string;
}

const MOST = 20;
/** What may stand between the name of a messenger and an account: signs, emoji, and words such as 号, 群, 客服. */
const BETWEEN = /^[^a-z0-9]{0,14}/u;
const ACCOUNT = /^@?[a-z0-9][a-z0-9_-]{3,40}/u;
/** A telephone number in the place of an account. */
const NUMBER = /^\+?\d[\d ()-]{6,20}\d/u;

/** `more`: there are more than are looked at. @param text plain, without its links, in small letters */
export function accountsIn(
  text: string,
  messengers: readonly Messenger[],
): { readonly found: readonly FoundAccount[]; readonly more: boolean } {
  const found = new Map<string, FoundAccount>();
  for (const { at, words } of messengers) {
    for (const word of words) {
      for (let from = text.indexOf(word); from >= 0; from = text.indexOf(word, from + word.length)) {
        const account = accountAfter(text, from, word);
        if (account === null) continue;
        if (found.size >= MOST) return { found: [...found.values()], more: true };
        const value = account.replace(/^@/u, '');
        found.set(`${at} ${value}`, { raw: `${word} ${account}`, at, value });
      }
    }
  }
  return { found: [...found.values()], more: false };
}

function accountAfter(text: string, from: number, word: string): string | null {
  if (/^[a-z]/u.test(word) && /[a-z0-9]/u.test(text[from - 1] ?? ' ')) return null;
  const rest = text
    .slice(from + word.length, from + word.length + 60)
    .replace(/^\s{0,2}(?:me|us|at|on|id|no|number|group|account)\b/u, ' ');
  if (/[a-z]$/u.test(word) && /^[a-z]/u.test(rest)) return null;
  const between = BETWEEN.exec(rest)![0];
  // A sentence that ended in between was about something else.
  if (/[。！？；!?;\n]/u.test(between)) return null;
  const after = rest.slice(between.length).replace(/^\+/u, '');
  const number = NUMBER.exec(after)?.[0] ?? null;
  if (number !== null) return `+${number.replace(/\D/gu, '')}`;
  const account = ACCOUNT.exec(after)?.[0] ?? null;
  if (account === null) return null;
  // An English word after the name of a messenger is no account: those have a digit, a line, or an @ before them.
  const named = /[@：:号]\s?$/u.test(between) || account.startsWith('@') || /[\d_-]/u.test(account);
  return named ? account : null;
}
