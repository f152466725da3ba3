import type { CheckName, IdentityFactor } from '../rules/rulebook.ts';
import { LANGUAGES, type Language } from '../values/language.ts';

/**
 * The voice menu as a table of places. It is pure: a place and an input give a place and, where something is to be found out or
 * done, one effect, whose outcome gives the next place. Every way through it ends: what is silent or wrong for the third time at
 * one place, and a call of too many turns, come to a person.
 *
 *   language -> wish -> (own number?) -> number -> document -> (day of opening) -> what stands in the way
 *                                               -> document -> bar it?          -> barred
 *                                               -> declare it?                  -> received
 */

/** What a caller can want that no person is needed for. */
export const WISHES = ['blockers', 'bar', 'declare'] as const;
export type Wish = (typeof WISHES)[number];

/** What can be asked on a keypad. */
export const KEYPAD_QUESTIONS = [
  'document_number',
  'opening_date',
] as const satisfies readonly IdentityFactor[];
export type KeypadQuestion = (typeof KEYPAD_QUESTIONS)[number];

export const PLACES = [
  'language',
  'wish',
  'own_number',
  'number',
  'document_number',
  'opening_date',
  'confirm_bar',
  'confirm_declare',
  'answer',
  'person',
  'goodbye',
] as const;
export type Place = (typeof PLACES)[number];

/** Why a person takes over. */
export const HAND_OVER_REASONS = [
  'asked',
  'misunderstood',
  'too_long',
  'locked',
  'more_proof',
  'cannot_tell',
  'too_many_calls',
] as const;
export type HandOverReason = (typeof HAND_OVER_REASONS)[number];

/** What is said before the place is asked again. */
export type Remark = 'silent' | 'not_a_choice' | 'use_keys' | 'unreadable' | 'no_match' | 'nothing_done';

/** What the menu found out or did, as it is read back. */
export type MenuAnswer =
  | { readonly kind: 'clear' }
  | { readonly kind: 'in_the_way'; readonly count: number; readonly checks: readonly CheckName[] }
  | { readonly kind: 'barred'; readonly reference: string; readonly receipt: boolean }
  | { readonly kind: 'declared'; readonly reference: string };

/** Of what was handed over. `open`: nobody has taken it up. */
export const HAND_OVER_STATES = ['open', 'taken'] as const;
export type HandOverState = (typeof HAND_OVER_STATES)[number];

/** What an agent took it up for. `call`: the caller was put through and answered; `call_back`: to call them. */
export const TAKEN_FOR = ['call', 'call_back'] as const;
export type TakenFor = (typeof TAKEN_FOR)[number];

/** All that is kept of a call. No answer to a question is in it, only that it was right. */
export interface MenuState {
  readonly at: Place;
  /** Null until it is chosen: both are spoken. */
  readonly language: Language | null;
  /** The number that the telephone shows, in E.164; null where it shows none that can be read. A hint. */
  readonly caller: string | null;
  readonly wish: Wish | null;
  /** The number that it is about, in E.164. */
  readonly number: string | null;
  readonly proven: readonly KeypadQuestion[];
  /** In a row, at this place. */
  readonly misses: number;
  readonly turns: number;
  readonly remark: Remark | null;
  readonly answer: MenuAnswer | null;
  readonly handOver: HandOverReason | null;
}

export type MenuInput =
  | { readonly kind: 'keys'; readonly keys: string }
  | { readonly kind: 'silence' }
  | { readonly kind: 'speech' };

/** What has to be found out or done outside. What was keyed in goes to where it is compared, and nowhere else. */
export type MenuEffect =
  | { readonly kind: 'prove'; readonly question: KeypadQuestion; readonly given: string; readonly wish: Wish }
  | { readonly kind: 'look' }
  | { readonly kind: 'bar' }
  | { readonly kind: 'declare' };

export type MenuOutcome =
  /** `next`: what is still to be asked for the wish; null where it is enough, `person` where a keypad cannot ask it. */
  | { readonly kind: 'right'; readonly next: KeypadQuestion | 'person' | null }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'locked' }
  | { readonly kind: 'cannot_tell' }
  | { readonly kind: 'answered'; readonly answer: MenuAnswer };

export interface Move {
  readonly state: MenuState;
  readonly effect: MenuEffect | null;
}

/** Silent or wrong so often at one place, and a person takes over. */
export const MOST_MISSES = 3;
/** So many inputs in one call: repeating without an end leads to a person, too. */
export const MOST_TURNS = 40;
/** Longer than anything that is asked for. */
const MOST_KEYS = 24;

/** Reads a number as it was keyed in; null where it is none. */
export type ReadNumber = (keys: string) => string | null;

export function beginCall(caller: string | null): MenuState {
  return {
    at: 'language',
    language: null,
    caller,
    wish: null,
    number: null,
    proven: [],
    misses: 0,
    turns: 0,
    remark: null,
    answer: null,
    handOver: null,
  };
}

export const isOver = ({ at }: MenuState): boolean => at === 'person' || at === 'goodbye';

/** One input of the caller. */
export function take(before: MenuState, input: MenuInput, readNumber: ReadNumber): Move {
  if (isOver(before)) return still(before);
  const state = { ...before, turns: before.turns + 1, remark: null };
  if (state.turns > MOST_TURNS) return still(toPerson(state, 'too_long'));
  if (input.kind === 'silence') {
    // After an answer nothing is asked: who says nothing has heard enough.
    return state.at === 'answer' ? still(to(state, 'goodbye')) : still(missed(state, 'silent'));
  }
  if (input.kind === 'speech') return still(missed(state, 'use_keys'));
  const keys = input.keys.replace(/#+$/, '');
  if (keys === '0') return still(toPerson(state, 'asked'));
  if (keys === '*') return still(state);
  if (keys === '') return still(missed(state, 'silent'));
  if (keys.length > MOST_KEYS || !/^[0-9*#]+$/.test(keys)) return still(missed(state, 'unreadable'));
  return WHERE_TO[state.at](state, keys, readNumber);
}

/** What came of the effect. */
export function resume(state: MenuState, effect: MenuEffect, outcome: MenuOutcome): Move {
  switch (outcome.kind) {
    case 'wrong':
      return still(missed(state, 'no_match'));
    case 'unreadable':
      return still(missed(state, 'unreadable'));
    case 'locked':
      return still(toPerson(state, 'locked'));
    case 'cannot_tell':
      return still(toPerson(state, 'cannot_tell'));
    case 'answered':
      return still({ ...to(state, 'answer'), answer: outcome.answer });
    case 'right': {
      if (effect.kind !== 'prove') return still(state);
      const proven = [...new Set([...state.proven, effect.question])];
      if (outcome.next === 'person') return still(toPerson({ ...state, proven }, 'more_proof'));
      if (outcome.next !== null) return still(to({ ...state, proven }, outcome.next));
      return proceed({ ...state, proven });
    }
  }
}

type Place_ = Exclude<Place, 'person' | 'goodbye'>;

const WHERE_TO: Readonly<Record<Place, (state: MenuState, keys: string, readNumber: ReadNumber) => Move>> = {
  language: (state, keys) => {
    const chosen = /^[1-9]$/.test(keys) ? LANGUAGES[Number(keys) - 1] : undefined;
    return still(
      chosen === undefined ? missed(state, 'not_a_choice') : to({ ...state, language: chosen }, 'wish'),
    );
  },
  wish: (state, keys) => {
    const wish = /^[1-3]$/.test(keys) ? WISHES[Number(keys) - 1] : undefined;
    if (wish === undefined) return still(missed(state, 'not_a_choice'));
    const chosen = { ...state, wish, answer: null };
    if (state.number !== null) return withNumber(chosen, state.number);
    return still(to(chosen, state.caller === null ? 'number' : 'own_number'));
  },
  own_number: (state, keys) => {
    if (keys === '1' && state.caller !== null) return withNumber(state, state.caller);
    return still(keys === '2' ? to(state, 'number') : missed(state, 'not_a_choice'));
  },
  number: (state, keys, readNumber) => {
    const number = readNumber(keys);
    return number === null ? still(missed(state, 'unreadable')) : withNumber(state, number);
  },
  document_number: (state, keys) => asked(state, 'document_number', keys.replace(/\*$/, 'X')),
  opening_date: (state, keys) => asked(state, 'opening_date', keys),
  confirm_bar: (state, keys) => yesOrNo(state, keys, { kind: 'bar' }),
  confirm_declare: (state, keys) => yesOrNo(state, keys, { kind: 'declare' }),
  answer: (state, keys) => still(keys === '1' ? to(state, 'wish') : missed(state, 'not_a_choice')),
  person: still,
  goodbye: still,
};

function withNumber(state: MenuState, number: string): Move {
  const known = { ...state, number };
  if (state.wish === 'declare') return still(to(known, 'confirm_declare'));
  // Asked of everybody first, whoever has the number: what comes after depends on the line.
  if (!state.proven.includes('document_number')) return still(to(known, 'document_number'));
  if (state.wish === 'bar') return still(to(known, 'confirm_bar'));
  return state.proven.includes('opening_date')
    ? { state: known, effect: { kind: 'look' } }
    : still(to(known, 'opening_date'));
}

function asked(state: MenuState, question: KeypadQuestion, given: string): Move {
  return { state, effect: { kind: 'prove', question, given, wish: state.wish ?? 'blockers' } };
}

/** Enough is proven for what the caller wants. */
function proceed(state: MenuState): Move {
  return state.wish === 'bar' ? still(to(state, 'confirm_bar')) : { state, effect: { kind: 'look' } };
}

function yesOrNo(state: MenuState, keys: string, effect: MenuEffect): Move {
  if (keys === '1') return { state, effect };
  if (keys === '2') return still({ ...to(state, 'wish'), remark: 'nothing_done' });
  return still(missed(state, 'not_a_choice'));
}

function still(state: MenuState): Move {
  return { state, effect: null };
}

const to = (state: MenuState, at: Place_ | 'goodbye'): MenuState => ({ ...state, at, misses: 0 });

function missed(state: MenuState, remark: Remark): MenuState {
  const misses = state.misses + 1;
  return misses >= MOST_MISSES ? toPerson(state, 'misunderstood') : { ...state, misses, remark };
}

function toPerson(state: MenuState, handOver: HandOverReason): MenuState {
  return { ...state, at: 'person', handOver, misses: 0, remark: null };
}
