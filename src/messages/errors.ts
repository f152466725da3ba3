import type { ErrorCode, ErrorFacts } from '../domain/errors.ts';
import type { Language } from '../domain/values/language.ts';
import type { ErrorText } from './error-text.ts';
import { messages } from './index.ts';

/**
 * An error in a reader's language. Where facts hold `retryAt`, a caller that knows the reader's clock may give
 * `at`, the same moment as text.
 *
 * @param reader `operator` for staff and systems: they are told what to do where a subscriber would be told to sign in again
 */
export function errorText(
  language: Language,
  code: ErrorCode,
  facts: ErrorFacts = {},
  reader: 'person' | 'operator' = 'person',
): ErrorText {
  const { errors, operatorErrors } = messages(language);
  const own = reader === 'operator' ? operatorErrors[code] : undefined;
  if (own !== undefined) return own;
  const { title, detail } = errors[code];
  return { title, detail: typeof detail === 'string' ? detail : detail(facts) };
}
