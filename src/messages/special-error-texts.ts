import type { ErrorCode } from '../domain/errors.ts';
import type { ErrorTexts } from './error-text.ts';

/** What is said where a special request, or a line of one, is refused. */
export type SpecialErrorTexts = Pick<ErrorTexts, Extract<ErrorCode, `special_${string}`>>;
