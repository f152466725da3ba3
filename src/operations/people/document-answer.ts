import { parseDocumentAnswer } from '../../domain/people/document.ts';
import { latestDayOnEarth } from '../../domain/values/local-date.ts';
import { documentIndex } from '../../store/people/parties.ts';
import type { Operations } from '../context.ts';

/**
 * The keyed hash of a document number as people write it, to be compared with the holder's. It is made before the answer is
 * counted: what cannot be a document number costs no try.
 * @throws HandbackError `document_invalid`
 */
export function indexOfDocument(op: Operations, given: string): Buffer {
  return documentIndex(op.vault, parseDocumentAnswer(given, latestDayOnEarth(op.clock.now())));
}
