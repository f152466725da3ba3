import { HandbackError } from '../../domain/errors.ts';
import { parseDocumentAnswer } from '../../domain/people/document.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import { latestDayOnEarth } from '../../domain/values/local-date.ts';
import { parseMsisdn } from '../../domain/values/msisdn.ts';
import { peopleBy } from '../../store/erasure/subjects.ts';
import { ERASED_PARTY } from '../../store/erasure/tables.ts';
import { documentIndex } from '../../store/people/parties.ts';
import type { Operations } from '../context.ts';

/** By what somebody is named: `party:P0000001`, `line:L0000001`, `number:+86170...`, `document:...`; without a word before it, the party. */
export interface SubjectRequest {
  readonly subject: string;
}

/**
 * The one person who is meant. A number names who has it now.
 * @throws HandbackError `subject_unknown`, also where several people have the same document; `holder_erased` for a line that was of somebody
 *   who was erased; `msisdn_invalid`, `document_invalid`
 */
export async function findSubject(op: Operations, { subject }: SubjectRequest): Promise<string> {
  const [, kind = 'party', value = ''] =
    /^(?:(party|line|number|document):)?(.*)$/s.exec(subject.trim()) ?? [];
  const found = await peopleBy(op.pool, by(op, kind, value.trim()));
  if (found.length !== 1) throw new HandbackError('subject_unknown', { found: found.length });
  if (found[0] === ERASED_PARTY) throw new HandbackError('holder_erased');
  return found[0]!;
}

function by(op: Operations, kind: string, value: string): Parameters<typeof peopleBy>[1] {
  if (kind === 'line') return { lineId: value };
  if (kind === 'number') return { msisdn: parseMsisdn(value, op.defaultCallingCode) };
  if (kind !== 'document') return { partyId: value };
  const today: LocalDate = latestDayOnEarth(op.clock.now());
  return { documentIndex: documentIndex(op.vault, parseDocumentAnswer(value, today)) };
}
