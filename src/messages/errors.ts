import type { ErrorCode, ErrorFacts } from '../domain/errors.ts';
import type { Language } from '../domain/values/language.ts';
import type { ErrorText } from './error-text.ts';
import { messages } from './index.ts';

/**
 * An error in a reader's language. Where facts hold `retryAt`, a caller that knows the reader's clock may give
 * `at`, the same moment as text.
 */
export function errorText(language: Language, code: ErrorCode, facts: ErrorFacts = {}): ErrorText {
  const { title, detail } = messages(language).errors[code];
  return { title, detail: typeof detail === 'string' ? detail : detail(facts) };
}
