import type { ErrorCode, ErrorFacts } from '../domain/errors.ts';

/** What happened, and what to do; `detail` may show facts. */
export interface ErrorText {
  readonly title: string;
  readonly detail: string;
}

/** The compiler wants an entry for every code, in every language. */
export type ErrorTexts = Readonly<
  Record<ErrorCode, { readonly title: string; readonly detail: string | ((facts: ErrorFacts) => string) }>
>;

/** The moment from which trying again can help: `at` where the caller knows the reader's clock, else `retryAt`. */
export function retryMoment(facts: ErrorFacts): string | null {
  const at = facts['at'] ?? facts['retryAt'];
  return typeof at === 'string' ? at : null;
}
