import type { NumberWords } from './numbers.ts';
import type { ReasonCode } from './reason.ts';

/** As whom a text can speak. */
export const CLAIMS = ['operator', 'authority', 'bank', 'courier', 'platform', 'somebody'] as const;
export type Claim = (typeof CLAIMS)[number];

/** What texts speak of. Every language has its words for each. */
export const CONCEPTS = [
  'hand_over',
  'code',
  'fill',
  'secret',
  'not',
  'in_person',
  'remote',
  'remote_deed',
  'official_store',
  'held',
  'secrecy',
  'forwarding',
  'forwarding_deed',
  'safe_account',
  'pay',
  'to_person',
  'fee',
  'paid',
  'fee_first',
  'reply',
  'no_reply',
  'contact',
  'crime',
  'you',
  'click',
  'program',
  'install',
  'threat',
  'relief',
  'haste',
  'promise',
  'line_deed',
  'line_thing',
  'agent',
  'offer',
  'price',
  'lines_told',
  'tells',
  'family',
  'told_by',
  'messenger',
  'join',
  'denies',
  'approve',
  'prompt',
  'collector',
  'collect',
  'valuable',
] as const;
export type Concept = (typeof CONCEPTS)[number];

/**
 * What a text does: one sentence speaks of each concept, in clauses that speak of none of `unless`. Plain
 * words and no patterns: whoever reads the files sees what they find, and nothing in them can take long.
 */
export interface Signal {
  readonly is: ReasonCode;
  readonly within: 'sentence' | 'text';
  readonly each: readonly Concept[];
  readonly unless: readonly Concept[];
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
  readonly concepts: Readonly<Record<Concept, readonly string[]>>;
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
  /** What stands right behind the name of an app. */
  readonly apps: readonly string[];
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

/**
 * What a text does.
 *
 * @param warned whether sentences that warn count too: what they describe is not done, but a fraud may begin with a warning
 */
export function signalsOf(
  sentences: readonly Sentence[],
  words: ScamWords,
  warned = false,
): ReadonlySet<ReasonCode> {
  const found = new Set<ReasonCode>();
  const whole = sentences.map(({ text }) => text).join('\n');
  const telling = sentences.filter(({ text }) => warned || !holdsAny(text, words.warnings));
  const toldWhole = telling.map(({ text }) => text).join('\n');
  // Few of the words are in a text at all; only those are looked for in its sentences.
  const present = Object.fromEntries(
    CONCEPTS.map((concept) => [concept, words.concepts[concept].filter((phrase) => holds(whole, phrase))]),
  ) as unknown as ScamWords['concepts'];
  for (const signal of words.signals) {
    if (found.has(signal.is)) continue;
    const each = signal.each.map((concept) => present[concept]);
    const unless = signal.unless.flatMap((concept) => present[concept]);
    if (each.some((phrases) => phrases.length === 0)) continue;
    if (signal.within === 'text') {
      if (unless.length === 0 && each.every((phrases) => holdsAny(toldWhole, phrases))) found.add(signal.is);
    } else if (telling.some((sentence) => fits(sentence, each, unless))) found.add(signal.is);
  }
  return found;
}

function fits(
  { text, clauses }: Sentence,
  each: readonly (readonly string[])[],
  unless: readonly string[],
): boolean {
  if (!each.every((phrases) => holdsAny(text, phrases))) return false;
  const meant = clauses.filter((clause) => !holdsAny(clause, unless));
  return each.every((phrases) => meant.some((clause) => holdsAny(clause, phrases)));
}
