import { withoutSeparators } from '../../domain/values/pasted-text.ts';
import { documentIndex } from '../../store/people/parties.ts';
import type { Operations } from '../context.ts';

/** The keyed hash of a document number as people write it, to be compared with the holder's. */
export function indexOfDocument(op: Operations, given: string): Buffer {
  return documentIndex(op.vault, normaliseDocument(given));
}

/** Separators, full-width and lower-case characters do not matter, as in `parseDocument`. */
function normaliseDocument(text: string): string {
  return withoutSeparators(text.slice(0, 60).normalize('NFKC')).toUpperCase();
}
