import type { ErrorCode } from '../domain/errors.ts';
import type { ErrorTexts } from './error-text.ts';

/** Of versions of rulebooks, and of trying them. */
export type RuleErrorTexts = Pick<
  ErrorTexts,
  Extract<ErrorCode, 'rulebook_unknown' | 'rulebook_unfit' | 'rulebook_impossible' | `simulation_${string}`>
>;
