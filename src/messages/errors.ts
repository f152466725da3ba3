import type { ErrorCode, ErrorFacts } from '../domain/errors.ts';
import type { Language } from '../domain/values/language.ts';
import type { ErrorText } from './error-text.ts';
import { messages } from './index.ts';

/** In whose words an error is told. */
export type Reader = 'person' | 'operator' | 'desk';

/**
 * An error in a reader's language. Where facts hold `retryAt`, a caller that knows the reader's clock may give
 * `at`, the same moment as text.
 *
 * @param reader `operator` for tokens and the command line, `desk` for people at a desk: they are told what they can do, where a
 *   subscriber would be told what a subscriber can
 */
export function errorText(
  language: Language,
  code: ErrorCode,
  facts: ErrorFacts = {},
  reader: Reader = 'person',
): ErrorText {
  const { errors, operatorErrors, deskErrors } = messages(language);
  const own = reader === 'person' ? undefined : (reader === 'operator' ? operatorErrors : deskErrors)[code];
  if (own !== undefined) return own;
  const { title, detail } = errors[code];
  // Whoever sits at a desk chooses on a page what others name in a command.
  const told = reader === 'desk' ? { ...facts, atDesk: true } : facts;
  return { title, detail: typeof detail === 'string' ? detail : detail(told) };
}
