/** A text as it is read, and what was done to it so that it is not. */
export interface PlainText {
  /** Without invisible characters, of one width, with dots where a reader is told to put them. */
  readonly text: string;
  readonly original: string;
  /** Invisible characters stood between letters or digits. */
  readonly hidden: boolean;
  /** Characters that turn the direction of reading. */
  readonly turned: boolean;
  /** It was longer than what is read of it. */
  readonly cut: boolean;
}

/** One character can stand for eighteen (U+FDFA): what a text becomes is bounded, too. */
const LONGEST_PLAIN = 8_000;

/**
 * Control characters but for tabs and ends of lines (phones send them, and no database takes a NUL), soft hyphen, joiners, zero-width
 * spaces, fillers, direction marks; and the selectors that follow emoji.
 */
const INVISIBLE =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\u3164\ufeff\uffa0]/gu;
const SELECTORS = /\p{Variation_Selector}|\u20e3/gu;
const BETWEEN_LETTERS = /[\p{L}\p{N}.][\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff]+[\p{L}\p{N}.]/u;
/** Right-to-left overrides. Isolates and marks are in honest texts of two directions. */
const TURNING = /[\u202d\u202e]/u;

/** `[.]`, `(dot)`, `【点】`: a dot that a filter is not to see. */
const BRACKETED_DOT = /[[({【（]\s?(?:\.|dot|点)\s?[\])}】）]/giu;
const SPOKEN_DOT = /([a-z0-9-]) dot (?=[a-z])/giu;
const CHINESE_DOT = /([a-z0-9-])[。．｡](?=[a-z0-9])/giu;
/** `abc点com`; not `8点to`. */
const CHINESE_WORD_DOT = /([a-z-]|\d{3})点(?=[a-z])/giu;

/**
 * A text as its reader sees it. Every step goes through the text once: there is no pattern in it that could go back.
 */
export function plainTextOf(original: string): PlainText {
  const visible = original.normalize('NFC').replace(INVISIBLE, '').replace(SELECTORS, '');
  const whole = visible
    .replace(CHINESE_DOT, '$1.')
    .normalize('NFKC')
    .replace(BRACKETED_DOT, '.')
    .replace(SPOKEN_DOT, '$1.')
    .replace(CHINESE_WORD_DOT, '$1.')
    .replace(/hxxp/giu, 'http');
  return {
    text: whole.slice(0, LONGEST_PLAIN),
    original,
    hidden: BETWEEN_LETTERS.test(original),
    turned: TURNING.test(original),
    cut: whole.length > LONGEST_PLAIN,
  };
}

const DIGITS: Readonly<Record<string, string>> = {
  零: '0',
  〇: '0',
  一: '1',
  幺: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
  壹: '1',
  贰: '2',
  叁: '3',
  肆: '4',
  伍: '5',
  陆: '6',
  柒: '7',
  捌: '8',
  玖: '9',
};

/** Numerals that are read alike as one digit each: 壹 and 一. One letter for one letter. */
export const numeralsAlike = (text: string): string =>
  text.replace(/[零〇一幺二三四五六七八九壹贰叁肆伍陆柒捌玖]/gu, (one) => DIGITS[one]!);

const NAMED = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
/** `double zero`, `four zeros`, `oh`: how numbers are read out. */
const TIMES: Readonly<Record<string, number>> = { double: 2, triple: 3 };
const READ_OUT = `(?:${[...NAMED, ...Object.keys(TIMES), 'oh', 'zeros', 'zeroes'].join('|')})`;
const NAMED_RUN = new RegExp(`\\b${READ_OUT}(?:[\\s,-]{1,3}${READ_OUT}){3,24}\\b`, 'giu');

function readOut(run: string): string {
  let digits = '';
  let times = 1;
  for (const word of run.toLowerCase().split(/[\s,-]+/u)) {
    const plural = word === 'zeros' || word === 'zeroes';
    if (word in TIMES) times = TIMES[word]!;
    else if (plural) digits = digits.slice(0, -1) + '0'.repeat(Number(digits.at(-1) ?? 1));
    else {
      digits += (word === 'oh' ? '0' : String(NAMED.indexOf(word))).repeat(times);
      times = 1;
    }
  }
  return digits;
}

/** The value of a decimal digit of any script: each has its ten in a row (Unicode, General_Category=Nd). */
function digitOf(one: string): string {
  let value = 0;
  for (let at = one.codePointAt(0)! - 1; value < 10 && /\p{Nd}/u.test(String.fromCodePoint(at)); at -= 1)
    value += 1;
  return String(value % 10);
}

/** Runs of four and more digits that are written as words become digits: 一零零八六, one zero zero eight six; so do digits of other scripts. */
export function withDigits(text: string): string {
  return text
    .replace(/[零〇一幺二三四五六七八九壹贰叁肆伍陆柒捌玖]{4,}/gu, (run) =>
      [...run].map((one) => DIGITS[one]).join(''),
    )
    .replace(NAMED_RUN, readOut)
    .replace(/(?![0-9])\p{Nd}/gu, digitOf);
}
