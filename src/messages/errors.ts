import type { ErrorCode, ErrorFacts } from '../domain/errors.ts';
import type { Language } from '../domain/values/language.ts';
import type { ErrorText, ErrorTexts } from './error-text.ts';
import { ERROR_TEXTS_EN } from './errors-en.ts';
import { ERROR_TEXTS_ZH_CN } from './errors-zh-cn.ts';

const TEXTS: Readonly<Record<Language, ErrorTexts>> = { en: ERROR_TEXTS_EN, 'zh-CN': ERROR_TEXTS_ZH_CN };

/**
 * An error in a reader's language. Where facts hold `retryAt`, a caller that knows the reader's clock may give
 * `at`, the same moment as text.
 */
export function errorText(language: Language, code: ErrorCode, facts: ErrorFacts = {}): ErrorText {
  const { title, detail } = TEXTS[language][code];
  return { title, detail: typeof detail === 'string' ? detail : detail(facts) };
}
