import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findHandOver, putBackHandOvers, takeHandOvers } from '../../store/voice/hand-overs.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { isUuid } from '../is-uuid.ts';
import { type HandOverView, handOverView } from './list-hand-overs.ts';

/**
 * An agent takes up what the voice menu handed over, to call back: of several at once one gets it. From then on they alone see the
 * numbers in full. What else waits of the same caller comes with it.
 *
 * @throws HandbackError `role_needed`, `forbidden`, `hand_over_unknown`, `hand_over_taken` with `by`, the name of who has it
 */
export async function takeHandOver(
  op: Operations,
  actor: Actor,
  { handOverId }: { readonly handOverId: string },
): Promise<HandOverView> {
  requireAccess(actor, 'takeHandOver');
  if (!isUuid(handOverId)) throw new HandbackError('hand_over_unknown');
  const { subject } = actor.person;
  return inTransaction(op.pool, async (tx) => {
    const taken = await takeHandOvers(tx, { handOverId, subject, at: op.clock.now(), for: 'call_back' });
    const found = await findHandOver(tx, op.vault, handOverId);
    if (found === null) throw new HandbackError('hand_over_unknown');
    // Theirs already: a form that was sent twice.
    if (found.taken?.by !== subject)
      throw new HandbackError('hand_over_taken', { by: found.taken?.name ?? null });
    if (taken.length > 0) await insertAudit(tx, [audited(actor, 'hand_over_taken', taken)]);
    return handOverView(found, actor);
  });
}

/**
 * Leaves to others what the agent took up, with what else they have of the same caller.
 * @throws HandbackError `role_needed`, `forbidden`, `hand_over_unknown` for one that is not theirs
 */
export async function putBackHandOver(
  op: Operations,
  actor: Actor,
  { handOverId }: { readonly handOverId: string },
): Promise<void> {
  requireAccess(actor, 'putBackHandOver');
  if (!isUuid(handOverId)) throw new HandbackError('hand_over_unknown');
  const { subject } = actor.person;
  await inTransaction(op.pool, async (tx) => {
    const left = await putBackHandOvers(tx, { handOverId, subject });
    if (left.length === 0) throw new HandbackError('hand_over_unknown');
    await insertAudit(tx, [audited(actor, 'hand_over_put_back', left)]);
  });
}

const audited = (actor: Actor, action: string, handOvers: readonly string[]) => ({
  ...{ caseId: null, lineId: null, actor: auditName(actor), action },
  facts: { handOvers },
});
