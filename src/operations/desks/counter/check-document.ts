import { timingSafeEqual } from 'node:crypto';
import {
  DOCUMENT_DUTIES,
  type DocumentLook,
  judgeDocument,
  type Look,
} from '../../../domain/desks/document-check.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { type DocumentType, parseDocument } from '../../../domain/people/document.ts';
import type { Capacity } from '../../../domain/rules/capacity.ts';
import { cleanText } from '../../../domain/values/field-text.ts';
import { type LocalDate, localDateAt } from '../../../domain/values/local-date.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { type Comer, keepDocumentSeen, lastTyped, readDetails } from '../../../store/desks/counter-visits.ts';
import { documentIndex } from '../../../store/people/parties.ts';
import { addFactor } from '../../../store/people/sessions.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { attemptCounters } from '../../people/attempt-counters.ts';
import { judged } from '../../people/judge-answer.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';
import { auditVisit, lockedVisit, refuseSigned } from './at-the-counter.ts';
import { capacitiesOf } from './view-counter-visit.ts';

/** One document as the clerk has it in hand. */
export interface ShownDocument {
  readonly type: DocumentType;
  readonly number: string;
  /** ISO 3166-1 alpha-2; may be left out for documents that only China issues. */
  readonly country?: string | undefined;
  readonly looks: readonly Look[];
  /** Null where the document says that it has no last day. */
  readonly expiresOn: LocalDate | null;
}

export interface CheckDocumentRequest {
  readonly capacity: Capacity;
  readonly holder: ShownDocument;
  /** Of who stands there for the holder, and nobody else. */
  readonly comer: (ShownDocument & { readonly name: string }) | null;
}

const LONGEST_NAME = 100;

/**
 * Checks the document of the holder, and that of who comes for them. The clerk's part is what only eyes can see; the number is
 * compared here, and the answer is that it is the holder's or that it is not. It proves `document_seen`.
 *
 * @throws HandbackError `document_invalid`, `document_check_incomplete`, `document_expired`, `request_invalid` for a capacity that
 *   does not fit the holder, `field_missing`, `field_invalid`, `answer_wrong`, `answer_locked`, `visit_unknown`,
 *   `stage_conflict`
 */
export async function checkDocument(
  op: Operations,
  actor: Actor,
  request: CheckDocumentRequest,
): Promise<void> {
  requireAccess(actor, 'checkDocument');
  const now = op.clock.now();
  const { capacity, holder, comer } = request;
  // What cannot be a document number, and what was not looked at, costs no try.
  const given = parseDocument(holder.type, holder.number, holder.country);
  const stands = comerOf(capacity, comer, given.number);
  const answer = await inTransaction(op.pool, async (tx) => {
    const found = await lockedVisit(op, tx, actor, now);
    const { visit, token, record, party } = found;
    refuseSigned(visit);
    if (!capacitiesOf(party).includes(capacity))
      throw new HandbackError('request_invalid', { field: 'capacity' });
    const rules = rulesOfLine(op, record, now);
    judgeAll(capacity, holder, comer, localDateAt(now, rules.timeZone));
    const { lineId, msisdn } = record.line;
    const counters = attemptCounters(op.vault, {
      door: 'document_seen',
      about: msisdn ?? lineId,
      actor,
      lineId,
      across: {
        ...{ agent: actor.attended.person.subject, caller: null, document: null },
        most: rules.settings.hotline_verification.value.wrongADay,
        timeZone: rules.timeZone,
        now,
      },
    });
    const policy = rules.settings.one_time_code.value;
    return judged(tx, { ...counters, policy }, now, async () => {
      if (party.documentIndex === null) return null;
      if (!timingSafeEqual(documentIndex(op.vault, given.number), party.documentIndex)) return null;
      await addFactor(tx, token, 'document_seen');
      const { visitId } = visit;
      const { dataKey } = party;
      const before = await readDetails(tx, op.vault, { visitId, dataKey });
      const typed =
        Object.keys(before.typed).length > 0 || capacity !== 'owner'
          ? before.typed
          : await lastTyped(tx, op.vault, {
              ...{ ...visit, dataKey, now },
              subject: actor.attended.person.subject,
            });
      await keepDocumentSeen(tx, op.vault, {
        visitId,
        dataKey,
        capacity,
        details: { holder: { type: given.type, number: given.number }, comer: stands, typed },
        now,
      });
      await auditVisit(tx, actor, found, 'factor_proven', { factor: 'document_seen', capacity });
      return true;
    });
  });
  answer();
}

/** Who stands there, as the form names them; null for the holder in person. */
function comerOf(
  capacity: Capacity,
  comer: CheckDocumentRequest['comer'],
  holderNumber: string,
): Comer | null {
  if ((DOCUMENT_DUTIES[capacity].own === null) !== (comer === null))
    throw new HandbackError('request_invalid', { field: 'comer' });
  if (comer === null) return null;
  const name = cleanText(comer.name, LONGEST_NAME);
  if (name === '') throw new HandbackError('field_missing', { field: 'comer_name' });
  const { type, number } = parseDocument(comer.type, comer.number, comer.country);
  // Nobody is their own agent, heir or guardian.
  if (number === holderNumber) throw new HandbackError('request_invalid', { field: 'comer_number' });
  return { name, document: { type, number } };
}

function judgeAll(
  capacity: Capacity,
  holder: DocumentLook,
  comer: DocumentLook | null,
  today: LocalDate,
): void {
  const duties = DOCUMENT_DUTIES[capacity];
  judgeDocument('holder', duties.holder, holder, today);
  if (duties.own !== null && comer !== null) judgeDocument('own', duties.own, comer, today);
}
