import type { ErrorCode } from '../domain/errors.ts';
import type { ErrorTexts } from './error-text.ts';

/** What is said where a document, a picture, a signature or a step of a visit at the counter is refused. */
export type CounterErrorTexts = Pick<
  ErrorTexts,
  Extract<
    ErrorCode,
    | `signature_${string}`
    | `photo_${string}`
    | `visit_${string}`
    | `materials_${string}`
    | 'document_check_incomplete'
    | 'document_expired'
  >
>;
