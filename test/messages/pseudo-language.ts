import type { Language } from '../../src/domain/values/language.ts';
import type { Messages } from '../../src/messages/index.ts';

/** English in marks; `XA` is what BCP 47 leaves to private use, and what others call pseudo-English. */
export const PSEUDO = 'en-XA' as Language;

const OPEN = '⟦';
const CLOSE = '⟧';

/**
 * Every word of a language in marks, also those that a function puts together; what the function is given stays outside
 * of them. Its settings are those of a language.
 */
export function pseudoOf(base: Messages): Messages {
  const { writing, ...words } = base;
  return {
    ...(marked(words) as Omit<Messages, 'writing'>),
    // A paper beside a language without marks would show words without marks.
    writing: { ...writing, tag: PSEUDO, name: `${OPEN}Pseudo${CLOSE}`, paperBeside: PSEUDO },
  };
}

function marked(value: unknown): unknown {
  if (typeof value === 'string') return value.trim() === '' ? value : OPEN + value + CLOSE;
  if (typeof value === 'function') return (...facts: unknown[]) => marked(value(...facts.map(given)));
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, marked(inner)]));
  return value;
}

/** A fact, taken out of the marks around it: a word that comes in by a fact would otherwise hide among the others. */
function given(fact: unknown): unknown {
  if (typeof fact === 'string') return fact === '' ? fact : CLOSE + fact + OPEN;
  if (Array.isArray(fact)) return fact.map(given);
  if (typeof fact !== 'object' || fact === null) return fact;
  // A reason is not shown: it chooses the text.
  return Object.fromEntries(
    Object.entries(fact).map(([key, one]) => [key, key === 'reason' ? one : given(one)]),
  );
}

/** Texts that follow each other, and what of them stands outside of all marks. */
export class Reading {
  readonly stray: string[] = [];
  #depth = 0;

  /** Reads on. What is outside ends with the text: a word never goes on behind a tag. */
  read(text: string): void {
    let outside = '';
    for (const character of text) {
      if (character === OPEN) {
        this.#keep(outside);
        outside = '';
        this.#depth += 1;
      } else if (character === CLOSE) {
        this.#depth -= 1;
        if (this.#depth < 0) this.stray.push(`closed and never opened: ${text}`);
      } else if (this.#depth <= 0) outside += character;
    }
    this.#keep(outside);
  }

  /** @throws nothing: a mark that is not closed is a stray of its own, because it would hide all that follows. */
  end(): readonly string[] {
    return this.#depth === 0 ? this.stray : [...this.stray, 'a mark was opened and never closed'];
  }

  #keep(text: string): void {
    const shown = text.trim();
    if (shown !== '') this.stray.push(shown);
  }
}

/** What of a text stands outside of all marks. */
export function strayIn(text: string): readonly string[] {
  const reading = new Reading();
  reading.read(text);
  return reading.end();
}

const TOKENS = /<!--.*?-->|<(style|script)\b.*?<\/\1>|<\/?[a-zA-Z!](?:"[^"]*"|[^>"])*>|[^<]+/gs;
/** What a browser or a screen reader says of an element beside its content. */
const SPOKEN = ['aria-label', 'alt', 'title', 'placeholder', 'data-say', 'data-wait', 'data-between'];

/**
 * What of a page, or of a drawing in SVG, stands outside of all marks. The name of another language is in that
 * language, and says so by its `lang`.
 */
export function strayInMarkup(markup: string): readonly string[] {
  const reading = new Reading();
  const attributes: string[] = [];
  let foreign: string | null = null;
  for (const [token] of markup.matchAll(TOKENS)) {
    if (/^<(style|script|!)/.test(token)) continue;
    const [, closing, name = ''] = /^<(\/?)([a-zA-Z]+)/.exec(token) ?? [];
    if (foreign !== null) {
      if (closing === '/' && name === foreign) foreign = null;
    } else if (!token.startsWith('<')) reading.read(decoded(token));
    else {
      const language = attributeOf(token, 'lang');
      if (language !== null && language !== PSEUDO) foreign = name;
      else attributes.push(...spokenBy(token));
    }
  }
  return [...reading.end(), ...attributes.flatMap(strayIn)];
}

function spokenBy(tag: string): readonly string[] {
  const described = /^<meta\b.*\bname="description"/.test(tag) ? ['content'] : [];
  return [...SPOKEN, ...described].flatMap((name) => attributeOf(tag, name) ?? []);
}

function attributeOf(tag: string, name: string): string | null {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? null : decoded(value);
}

function decoded(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll('&amp;', '&');
}

/** What may stand outside of the words: numbers and codes, dates in the reader's style, and names that are data. */
const DATA: readonly (string | RegExp)[] = [
  /^[+-]?\d[\d\s.:*-]*$/,
  // How many of how many pages.
  /^\d+ \/ \d+$/,
  /^\d{1,2} (January|February|March|April|May|June|July|August|September|October|November|December) \d{4}( \d\d:\d\d(:\d\d)?)?$/,
  /^-?(CN¥|CNY )[\d,.]+$/,
  // As the runtime calls the clock in the style of the reader.
  'China Standard Time',
  // References, identifiers, hashes, addresses, versions.
  /^(HB|AP)-[0-9A-Z-]+$/,
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  /^[0-9a-f]{16,}$/,
  /^https?:\/\/\S+$/,
  /^(ICCID|EID) [\d *…]+$/,
  /^(\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d UTC[+-]\d\d:\d\d$/,
];

const isData =
  (...names: readonly (string | RegExp)[]) =>
  (text: string): boolean =>
    [...DATA, ...names].some((name) => (typeof name === 'string' ? name === text : name.test(text)));

/** Those of the texts that are words: no data, and none of these names. */
export const escaped = (
  stray: readonly string[],
  ...names: readonly (string | RegExp)[]
): readonly string[] => stray.filter((text) => !isData(...names)(text));
