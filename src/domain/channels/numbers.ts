import { withDigits } from './plain-text.ts';

/** A number that a reader could call or write to. */
export interface FoundNumber {
  readonly raw: string;
  /** With its `+` where the country is given. */
  readonly digits: string;
  /** With letters that look like digits. */
  readonly lettered: boolean;
  /** Written so, or in words. */
  readonly disguised: boolean;
  /** A word right before or after it says that it is called or written to. */
  readonly called: boolean;
}

const MOST = 50;

/** Digits, with what people put between them. */
const RUN = /[+(]?\d[\d()\s.#-]{1,28}\d/gu;
/** A word that is read as a number: 1OO86. */
const LETTERED = /[\dOoIl|]{4,12}/gu;

/** What stands around a number: whether it is called or written to, or counts or names something. */
export interface NumberWords {
  readonly calledBefore: readonly string[];
  readonly calledAfter: readonly string[];
  readonly measureBefore: readonly string[];
  readonly measureAfter: readonly string[];
}

/** So far from the number a word may stand, in characters. */
const NEAR = { called: 12, measure: 6, after: 4 } as const;

/** Whether one of the words stands before a number, with nothing but words and signs in between. */
function standsBefore(before: string, words: readonly string[], near: number): boolean {
  const tail = /[^\d\n]*$/u.exec(before)![0];
  return words.some((word) => {
    const at = tail.lastIndexOf(word);
    return at >= 0 && tail.length - at - word.length <= near;
  });
}

const standsAfter = (after: string, words: readonly string[], near: number): boolean =>
  words.some((word) => {
    const at = after.indexOf(word);
    return at >= 0 && at <= near && !/\d/u.test(after.slice(0, at));
  });

/** Numbers of a text; `more`: there are more than are looked at. @param text plain, without its links */
export function numbersIn(
  text: string,
  words: NumberWords,
): { readonly found: readonly FoundNumber[]; readonly more: boolean } {
  const read = withDigits(text);
  const found: FoundNumber[] = [];
  for (const match of [...read.matchAll(RUN), ...lettered(read)]) {
    for (const piece of piecesOf(match[0])) {
      const start = match.index + piece.at;
      const end = start + piece.raw.length;
      // Within a word, or with stars in the place of what is not shown.
      if (isWordOrStar(read[start - 1]) || isWordOrStar(read[end])) continue;
      const letters = /[OoIl|]/u.test(piece.raw);
      const digits = piece.raw
        .replace(/[Oo]/gu, '0')
        .replace(/[Il|]/gu, '1')
        .replace(/[^\d+]/gu, '');
      const count = digits.replace('+', '').length;
      if (count < 3 || count > 17 || found.some((one) => one.digits === digits)) continue;
      const before = read.slice(Math.max(0, start - 24), start).toLowerCase();
      const after = read.slice(end, end + 12).toLowerCase();
      if (standsBefore(before, words.measureBefore, NEAR.measure)) continue;
      if (words.measureAfter.some((word) => after.trimStart().startsWith(word))) continue;
      const called =
        standsBefore(before, words.calledBefore, NEAR.called) ||
        standsAfter(after, words.calledAfter, NEAR.after) ||
        digits.startsWith('+');
      if (found.length >= MOST) return { found, more: true };
      found.push({
        ...{ raw: piece.raw, digits, called },
        lettered: letters,
        disguised: letters || read !== text,
      });
    }
  }
  return { found, more: false };
}

const lettered = (text: string): readonly RegExpExecArray[] =>
  [...text.matchAll(LETTERED)].filter(([word]) => /\d/u.test(word) && /\D/u.test(word));

const isWordOrStar = (one: string | undefined): boolean => one !== undefined && /[A-Za-z\d_*]/u.test(one);

/** A run can hold several numbers with spaces between them; a number in groups is one. */
function piecesOf(run: string): readonly { readonly raw: string; readonly at: number }[] {
  const trimmed = run.replace(/[\s().-]+$/u, '');
  const groups = [...trimmed.matchAll(/[+\dOoIl|]+/gu)];
  const long = groups.filter(({ 0: group }) => group.length >= 7);
  // Two whole numbers in a row, or one with its groups.
  if (long.length > 1) return groups.map((group) => ({ raw: group[0], at: group.index }));
  return [{ raw: trimmed, at: 0 }];
}

export type NumberStanding = 'imitates' | 'premium' | 'foreign' | 'service' | 'plain';

/**
 * What a number that is not in the registry is like.
 * @param alone nothing else is asked about
 * @param official numbers of the registry
 * @param home country calling code
 */
export function standingOf(
  { digits, disguised, called }: FoundNumber,
  alone: boolean,
  official: readonly string[],
  home: string,
  premium: readonly string[],
): NumberStanding {
  const bare = digits.replace(/^\+/u, '').replace(/^00/u, '');
  const national = bare.startsWith(home) ? bare.slice(home.length) : bare;
  const international = digits.startsWith('+') || digits.startsWith('00');
  if (disguised && official.includes(digits)) return 'imitates';
  if (called || disguised || international || alone)
    for (const one of official) if (one.length >= 5 && imitates(national, bare, one)) return 'imitates';
  if (international && !bare.startsWith(home)) {
    return premium.some((prefix) => bare.startsWith(prefix.replace('+', ''))) ? 'premium' : 'foreign';
  }
  if (premium.some((prefix) => !prefix.startsWith('+') && national.startsWith(prefix))) return 'premium';
  return /^(?:95\d{3}|96\d{3,4}|12\d{3}|1\d{2})$/u.test(national) ? 'service' : 'plain';
}

/** A short number with a digit or two more, with two exchanged, or with a country before it, which short numbers have not. */
function imitates(national: string, bare: string, official: string): boolean {
  if (national === official) return bare !== national && official.length <= 6;
  const more = national.length - official.length;
  if (more >= 1 && more <= (official.length > 8 ? 1 : 2))
    return national.startsWith(official) || national.endsWith(official);
  return more === 0 && official.length <= 8 && exchanged(national, official);
}

/** Whether two neighbours changed places. */
function exchanged(one: string, other: string): boolean {
  const differ = [...one].flatMap((digit, at) => (digit === other[at] ? [] : [at]));
  const [first, second] = differ;
  return (
    differ.length === 2 &&
    second === first! + 1 &&
    one[first!] === other[second] &&
    one[second] === other[first!]
  );
}
