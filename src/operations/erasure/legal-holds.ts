import { HandbackError } from '../../domain/errors.ts';
import { cleanText } from '../../domain/values/field-text.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { lockPeople, lookAgain } from '../../store/erasure/facts.ts';
import { insertLegalHold, releaseHold } from '../../store/erasure/legal-holds.ts';
import { findParty } from '../../store/people/parties.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { homeTimeZone } from '../home-time-zone.ts';
import { isUuid } from '../is-uuid.ts';
import { findSubject, type SubjectRequest } from './find-subject.ts';

export interface HoldRequest extends SubjectRequest {
  /** Which procedure asks for it; read by whoever decides about its end. */
  readonly reason: string;
  /** The last day on which it holds; null: until it is released. */
  readonly until: LocalDate | null;
}

/**
 * Keeps all that there is of a person until the hold is over. It locks the person first, as an erasure does: it wins, or they are gone.
 * @throws HandbackError `forbidden`, `subject_unknown`, `field_missing`, `date_invalid` for a day that is over, `holder_erased`
 */
export async function setLegalHold(
  op: Operations,
  actor: Actor,
  request: HoldRequest,
): Promise<{ readonly holdId: string }> {
  requireAccess(actor, 'setLegalHold');
  const reason = cleanText(request.reason, 500);
  if (reason === '') throw new HandbackError('field_missing', { field: 'reason' });
  const now = op.clock.now();
  if (request.until !== null && request.until < localDateAt(now, homeTimeZone(op)))
    throw new HandbackError('date_invalid', { reason: 'past' });
  const partyId = await findSubject(op, request);
  const setBy = auditName(actor);
  return inTransaction(op.pool, async (tx) => {
    await lockPeople(tx, [partyId], 'wait');
    const party = await findParty(tx, op.vault, partyId);
    if (party === null) throw new HandbackError('holder_erased');
    const made = { reason, setBy, setAt: now, until: request.until };
    const holdId = await insertLegalHold(tx, op.vault, party, made);
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId: null, actor: setBy, action: 'legal_hold_set' },
        facts: { hold: holdId, until: request.until },
      },
    ]);
    return { holdId };
  });
}

/**
 * Ends a hold before its day. Somebody else than who set it does so; at the machine itself one person may.
 * @throws HandbackError `forbidden`, `legal_hold_unknown`, `legal_hold_own`
 */
export async function releaseLegalHold(
  op: Operations,
  actor: Actor,
  request: { readonly holdId: string },
): Promise<void> {
  requireAccess(actor, 'releaseLegalHold');
  const by = auditName(actor);
  const atMachine = actor.kind === 'staff' && actor.atMachine === true;
  await inTransaction(op.pool, async (tx) => {
    const { holdId } = request;
    const released = isUuid(holdId) ? await releaseHold(tx, holdId, by, op.clock.now()) : null;
    if (released === null) throw new HandbackError('legal_hold_unknown');
    if (released.setBy === by && !atMachine) throw new HandbackError('legal_hold_own');
    await lookAgain(tx, released.partyId);
    const facts = { hold: holdId };
    await insertAudit(tx, [{ caseId: null, lineId: null, actor: by, action: 'legal_hold_released', facts }]);
  });
}
