import { TEXT_WISHES, type TextWish, type TextWords } from '../rules/text-rules.ts';

/**
 * What is done at once, and not only answered: here the word must be the whole text. "How do I stop this?" stops nothing; that it is
 * answered as a question about ending the line does no harm.
 */
const ACTS: readonly TextWish[] = ['leave_code', 'stop_notices', 'resume_notices'];

export type ReadText =
  /** `whole`: it is nothing but the keyword. */
  | { readonly kind: 'wish'; readonly wish: TextWish; readonly whole: boolean }
  /** Words for more than one thing. */
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'unknown' };

/** Nobody writes a keyword behind so many characters; a longer text costs no more than this one. */
const LONGEST_READ = 500;
/** Zero-width characters and joiners, marks of direction, variation selectors: nobody sees them. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
const EMOJI = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\u20e3/gu;
const BETWEEN_WORDS = /[\p{P}\p{S}\p{Z}\p{C}]+/gu;
const HAN = /\p{Script=Han}/u;

/** A text as it is compared: full-width letters are letters, and case, punctuation, emoji and what cannot be seen count for nothing. */
export function plainWords(text: string): string {
  return text
    .slice(0, LONGEST_READ)
    .toWellFormed()
    .normalize('NFKC')
    .replace(UNSEEN, '')
    .replace(EMOJI, ' ')
    .toLowerCase()
    .replace(BETWEEN_WORDS, ' ')
    .trim();
}

/**
 * What a text asks for. A text that is a keyword is that; a sentence that holds keywords of one thing alone is answered as that
 * thing, where answering does nothing; with keywords of several things it is not guessed which was meant.
 */
export function readText(text: string, words: TextWords): ReadText {
  const said = plainWords(text);
  if (said === '') return { kind: 'unknown' };
  const whole = TEXT_WISHES.filter((wish) => words[wish].some((word) => plainWords(word) === said));
  if (whole.length === 1) return { kind: 'wish', wish: whole[0]!, whole: true };
  const named = TEXT_WISHES.filter((wish) => words[wish].some((word) => holds(said, plainWords(word))));
  if (named.length > 1) return { kind: 'ambiguous' };
  const [wish] = named;
  return wish === undefined || ACTS.includes(wish)
    ? { kind: 'unknown' }
    : { kind: 'wish', wish, whole: false };
}

/** Chinese is written without spaces: there a keyword may stand anywhere, elsewhere it must be a word of its own. */
function holds(said: string, word: string): boolean {
  if (word === '') return false;
  return HAN.test(word) ? said.includes(word) : ` ${said} `.includes(` ${word} `);
}

/** The word by which something is asked for, in the reader's script where the rulebook has one. Null where there is none. */
export function wordFor(words: TextWords, wish: TextWish, han: boolean): string | null {
  return words[wish].find((word) => HAN.test(word) === han) ?? words[wish][0] ?? null;
}

/** Whether a text is written in Chinese characters. */
export const isHan = (text: string): boolean => HAN.test(text);
