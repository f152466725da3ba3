import { LONGEST_COMPLAINT } from '../../domain/complaints/complaint.ts';
import { HandbackError } from '../../domain/errors.ts';
import { cleanText } from '../../domain/values/field-text.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import { writtenText } from '../../domain/values/pasted-text.ts';

const LONGEST_NAME = 200;
const LONGEST_REFERENCE = 100;

/** Of an authority that sent a complaint: who, by what name it has it there, and until when it wants an answer. */
export interface AuthorityLetter {
  readonly name: string;
  readonly reference: string;
  readonly dueOn: LocalDate;
}

/** What is written, without what nobody sees. @throws HandbackError `text_missing`, `text_too_long` */
export function checkedText(text: string): string {
  const said = writtenText(text);
  if (said === '') throw new HandbackError('text_missing', { field: 'text' });
  if ([...said].length > LONGEST_COMPLAINT)
    throw new HandbackError('text_too_long', { field: 'text', most: LONGEST_COMPLAINT });
  return said;
}

/**
 * What an authority wrote, without what nobody sees.
 * @param today where the line is
 * @throws HandbackError `field_missing`, `field_invalid`, `date_invalid`
 */
export function checkedAuthority(letter: AuthorityLetter, today: LocalDate): AuthorityLetter {
  const name = cleanText(letter.name, LONGEST_NAME);
  const reference = cleanText(letter.reference, LONGEST_REFERENCE);
  if (name === '') throw new HandbackError('field_missing', { field: 'authority' });
  if (letter.dueOn < today) throw new HandbackError('date_invalid', { reason: 'past' });
  return { name, reference, dueOn: letter.dueOn };
}
