import { HandbackError } from '../../../domain/errors.ts';
import { cleanText } from '../../../domain/values/field-text.ts';
import { insertAudit } from '../../../store/audit.ts';
import { findCase } from '../../../store/cases/cases.ts';
import { type Dispute, findDispute, noteDealtWith } from '../../../store/cases/disputes.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { namesOfStaff } from '../../../store/special/requests.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { seesConfidential } from '../../access/confidential.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';

const LONGEST_NOTE = 500;

export interface DisputeView {
  readonly dispute: Dispute;
  /** Of its case; null where none was open, or it was forgotten. */
  readonly caseReference: string | null;
  /** As colleagues know whoever dealt with it. */
  readonly dealtByName: string | null;
}

/**
 * One dispute with what the person wrote, which is personal: the look is audited.
 * @param request `dispute`: its reference, or its identity in the work queue
 * @throws HandbackError `forbidden`, `role_needed`, `dispute_unknown`
 */
export async function viewDispute(
  op: Operations,
  actor: Actor,
  request: { readonly dispute: string },
): Promise<DisputeView> {
  requireAccess(actor, 'listDisputes');
  const dispute = await known(op, actor, request.dispute);
  const { reference, lineId, caseId, dealt } = dispute;
  await insertAudit(op.pool, [
    { caseId, lineId, actor: auditName(actor), action: 'disputes_viewed', facts: { disputes: [reference] } },
  ]);
  const [found, names] = await Promise.all([
    caseId === null ? null : findCase(op.pool, { caseId }),
    dealt === null ? new Map<string, string>() : namesOfStaff(op.pool, [dealt.by]),
  ]);
  return {
    dispute,
    caseReference: found?.reference ?? null,
    dealtByName: dealt === null ? null : (names.get(dealt.by) ?? dealt.by),
  };
}

/**
 * Says that somebody looked into a dispute, and what came of it: from then on it waits for nobody. It changes no decision; what was wrong
 * is mended where it is wrong.
 *
 * @param request.note for colleagues, in the audit log; no personal data
 * @throws HandbackError `forbidden`, `role_needed`, `dispute_unknown`, `field_missing` without a note, `field_invalid`,
 *   `dispute_dealt_with` where somebody did already
 */
export async function dealWithDispute(
  op: Operations,
  actor: Actor,
  request: { readonly dispute: string; readonly note: string },
): Promise<void> {
  requireAccess(actor, 'dealWithDispute');
  const note = cleanText(request.note, LONGEST_NOTE);
  if (note === '') throw new HandbackError('field_missing', { field: 'note' });
  const { reference, lineId, caseId } = await known(op, actor, request.dispute);
  const by = auditName(actor);
  await inTransaction(op.pool, async (tx) => {
    if (!(await noteDealtWith(tx, reference, { at: op.clock.now(), by, note })))
      throw new HandbackError('dispute_dealt_with');
    await insertAudit(tx, [
      {
        ...{ caseId, lineId, actor: by, action: 'dispute_dealt_with' },
        facts: { dispute: reference, note },
      },
    ]);
  });
}

async function known(op: Operations, actor: Actor, named: string): Promise<Dispute> {
  // What holds a character that no text of ours has is the name of none.
  const found = named.includes('\0')
    ? null
    : await findDispute(op.pool, op.vault, { named, confidential: seesConfidential(actor) });
  if (found === null) throw new HandbackError('dispute_unknown');
  return found;
}
