import type { ErrorCode } from '../domain/errors.ts';
import type { ErrorTexts } from './error-text.ts';

/** What is said where an old card, a bag or a batch is refused. */
export type CardErrorTexts = Pick<
  ErrorTexts,
  Extract<ErrorCode, `card_${string}` | `custody_${string}` | 'bag_unknown' | 'batch_unknown'>
>;
