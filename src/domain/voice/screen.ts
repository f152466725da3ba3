import type { CheckName } from '../rules/rulebook.ts';
import { LANGUAGES, type Language } from '../values/language.ts';
import type { HandOverReason, MenuState, Remark, Wish } from './menu.ts';

/** One sentence, by the name under which the languages have it. Nothing of it was keyed in as a secret. */
export type Spoken =
  | { readonly key: 'greeting' | 'language' | 'wish' | 'own_number' | 'number' }
  | { readonly key: 'document_number' | 'opening_date' | 'confirm_bar' | 'confirm_declare' }
  | { readonly key: 'after_answer' | 'goodbye' | 'clear' | 'barred' | 'declared' | 'hold' | 'one_moment' }
  | { readonly key: 'receipt'; readonly sent: boolean }
  | { readonly key: 'remark'; readonly remark: Remark }
  | { readonly key: 'hand_over'; readonly why: HandOverReason }
  | { readonly key: 'in_the_way'; readonly count: number }
  | { readonly key: 'check'; readonly check: CheckName }
  | { readonly key: 'reference'; readonly reference: string };

/** What is said, and what comes after it. */
export interface Screen {
  readonly says: readonly { readonly spoken: Spoken; readonly language: Language }[];
  readonly next:
    | { readonly kind: 'keys'; readonly most: number }
    | { readonly kind: 'person'; readonly wish: Wish | null }
    | { readonly kind: 'hang_up' }
    /** The same step is asked again: its answer is being found. */
    | { readonly kind: 'wait' };
}

/** How many keys a place takes; more than one ends with the hash key, or with a pause. */
const KEYS: Readonly<Partial<Record<MenuState['at'], number>>> = {
  number: 16,
  document_number: 20,
  opening_date: 8,
};

/** What stands in the way is named one by one up to so many; the number of all is said first. */
const NAMED = 3;

export function screenOf(state: MenuState): Screen {
  return {
    says: heardIn(state.language).flatMap((language) =>
      spokenAt(state).map((spoken) => ({ spoken, language })),
    ),
    next:
      state.at === 'person'
        ? { kind: 'person', wish: state.wish }
        : state.at === 'goodbye'
          ? { kind: 'hang_up' }
          : { kind: 'keys', most: KEYS[state.at] ?? 1 },
  };
}

/** While the same step is still being answered. */
export function waitingScreen(language: Language | null): Screen {
  return {
    says: heardIn(language).map((one) => ({
      spoken: { key: 'one_moment' },
      language: one,
    })),
    next: { kind: 'wait' },
  };
}

/** Until one is chosen, each speaks for itself. */
const heardIn = (chosen: Language | null): readonly Language[] => (chosen ? [chosen] : LANGUAGES);

function spokenAt(state: MenuState): readonly Spoken[] {
  const { at, remark } = state;
  const before: readonly Spoken[] = remark === null ? [] : [{ key: 'remark', remark }];
  switch (at) {
    case 'language':
      return [...before, ...(state.turns === 0 ? [{ key: 'greeting' } as const] : []), { key: 'language' }];
    case 'answer':
      return [...before, ...answerOf(state), { key: 'after_answer' }];
    case 'person':
      return [
        ...(state.handOver === null ? [] : [{ key: 'hand_over', why: state.handOver } as const]),
        { key: 'hold' },
      ];
    default:
      return [...before, { key: at }];
  }
}

function answerOf({ answer }: MenuState): readonly Spoken[] {
  switch (answer?.kind) {
    case undefined:
      return [];
    case 'clear':
      return [{ key: 'clear' }];
    case 'in_the_way':
      return [
        { key: 'in_the_way', count: answer.count },
        ...answer.checks.slice(0, NAMED).map((check) => ({ key: 'check', check }) as const),
      ];
    case 'barred':
      return [
        { key: 'barred' },
        { key: 'reference', reference: answer.reference },
        { key: 'receipt', sent: answer.receipt },
      ];
    case 'declared':
      return [{ key: 'declared' }, { key: 'reference', reference: answer.reference }];
  }
}
