import { HandbackError } from '../../../domain/errors.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { keepForm, readDetails } from '../../../store/desks/counter-visits.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import { caseFor } from '../../cases/case-for.ts';
import type { Operations } from '../../context.ts';
import { auditVisit, lockedVisit, progressOf, refuseSigned } from './at-the-counter.ts';

/** A form of ours has some ten fields. */
const MOST_FIELDS = 30;
const LONGEST_VALUE = 500;

/**
 * Keeps what was typed into the form of a case, under the person's key, until it is signed.
 * @throws HandbackError `case_unknown`, `visit_step_open` before the documents were seen, `visit_unknown`, `stage_conflict`,
 *   `request_invalid` for more than a form holds
 */
export async function fillForm(
  op: Operations,
  actor: Actor,
  request: { readonly caseId: string; readonly typed: Readonly<Record<string, string>> },
): Promise<void> {
  requireAccess(actor, 'fillForm');
  const now = op.clock.now();
  const { caseId, typed } = request;
  const entries = Object.entries(typed);
  if (entries.length > MOST_FIELDS || entries.some(([, value]) => value.length > LONGEST_VALUE))
    throw new HandbackError('request_invalid', { field: 'typed' });
  const { lineId } = await caseFor(op.pool, actor, { caseId });
  await inTransaction(op.pool, async (tx) => {
    const found = await lockedVisit(op, tx, actor, now);
    const { visit, record, party } = found;
    if (lineId !== visit.lineId) throw new HandbackError('case_unknown');
    refuseSigned(visit);
    if (!progressOf(visit, record).documentsDone)
      throw new HandbackError('visit_step_open', { step: 'documents' });
    const { visitId } = visit;
    const { dataKey } = party;
    const before = await readDetails(tx, op.vault, { visitId, dataKey });
    await keepForm(tx, op.vault, { visitId, dataKey, caseId, details: { ...before, typed }, now });
    await auditVisit(tx, actor, { visit: { ...visit, caseId } }, 'form_filled');
  });
}
