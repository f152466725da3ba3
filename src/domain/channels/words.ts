import type { NumberWords } from './numbers.ts';
import type { ReasonCode } from './reason.ts';

/** As whom a text can speak. */
export const CLAIMS = ['operator', 'authority', 'bank', 'courier', 'platform', 'somebody'] as const;
export type Claim = (typeof CLAIMS)[number];

/**
 * What a text does, by its words: one phrase of each list in one sentence, and none of `unless` in the clause that holds the last
 * of them. Plain phrases and no patterns: whoever reads the file sees what it finds, and nothing in it can take long.
 */
export interface Signal {
  readonly is: ReasonCode;
  readonly within: 'sentence' | 'text';
  readonly each: readonly (readonly string[])[];
  readonly unless: readonly string[];
}

export interface Messenger {
  readonly at: string;
  readonly hosts: readonly string[];
  /** What people call it right before an account. */
  readonly words: readonly string[];
}

/** Somebody who is known to stand behind a name, and is no entry of the registry. */
export interface Known {
  readonly called: readonly string[];
  readonly claim: Claim;
  readonly domains: readonly string[];
  readonly numbers: readonly string[];
}

/** Word lists and other data of the check; `rulebook/channels/`. */
export interface ScamWords {
  readonly claims: Readonly<Record<Claim, readonly string[]>>;
  /** What operators sign with that are words beside. */
  readonly signatures: readonly string[];
  /** What makes out of a name that somebody speaks in it: "dear customer", "notice". */
  readonly address: readonly string[];
  readonly signals: readonly Signal[];
  readonly numbers: NumberWords;
  /** Words of lines, numbers and cards: what an account that is offered with them is for. */
  readonly lines: readonly string[];
  /** Sentences that warn describe what frauds do. */
  readonly warnings: readonly string[];
  /** Words of people who know each other. */
  readonly between: readonly string[];
  readonly shorteners: readonly string[];
  /** Endings of names that cost next to nothing and are given up after a day. */
  readonly abused: readonly string[];
  readonly messengers: readonly Messenger[];
  readonly premium: readonly string[];
  readonly known: readonly Known[];
  /** Endings under which only public bodies have names. */
  readonly government: readonly string[];
  readonly downloads: readonly string[];
}

export interface Sentence {
  readonly text: string;
  readonly clauses: readonly string[];
}

const ENDS = /[。！？；!?;\n\r]|\.(?=\s|$)/u;
const PAUSES = /[，,：:、（）()]|\s[-–—]\s/u;

/** In small letters, with every clause of every sentence. */
export function sentencesOf(text: string): readonly Sentence[] {
  return text
    .toLowerCase()
    .split(ENDS)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
    .map((sentence) => ({ text: sentence, clauses: sentence.split(PAUSES) }));
}

/** Whether a phrase stands in a text; one of ASCII letters must be a word of its own. */
export function holds(text: string, phrase: string): boolean {
  for (let at = text.indexOf(phrase); at >= 0; at = text.indexOf(phrase, at + 1)) {
    if (!/[a-z0-9]/u.test(phrase[0]!) || !/[a-z0-9]/u.test(text[at - 1] ?? ' ')) {
      const after = text[at + phrase.length] ?? ' ';
      if (!/[a-z0-9]/u.test(phrase.at(-1)!) || !/[a-z0-9]/u.test(after)) return true;
    }
  }
  return false;
}

export const holdsAny = (text: string, phrases: readonly string[]): boolean =>
  phrases.some((phrase) => holds(text, phrase));

/** What a text does. */
export function signalsOf(sentences: readonly Sentence[], words: ScamWords): ReadonlySet<ReasonCode> {
  const found = new Set<ReasonCode>();
  const whole = sentences.map(({ text }) => text).join('\n');
  const telling = sentences.filter(({ text }) => !holdsAny(text, words.warnings));
  const toldWhole = telling.map(({ text }) => text).join('\n');
  for (const signal of words.signals) {
    if (found.has(signal.is)) continue;
    if (signal.within === 'text') {
      if (holdsAny(whole, signal.unless)) continue;
      if (signal.each.every((phrases) => holdsAny(toldWhole, phrases))) found.add(signal.is);
    } else if (telling.some((sentence) => fits(sentence, signal))) found.add(signal.is);
  }
  return found;
}

function fits({ text, clauses }: Sentence, { each, unless }: Signal): boolean {
  if (!each.every((phrases) => holdsAny(text, phrases))) return false;
  const last = each.at(-1)!;
  return clauses.some((clause) => holdsAny(clause, last) && !holdsAny(clause, unless));
}
