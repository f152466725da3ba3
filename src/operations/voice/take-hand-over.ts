import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import {
  callBacksTaken,
  findHandOver,
  putBackHandOvers,
  takeHandOvers,
} from '../../store/voice/hand-overs.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { isUuid } from '../is-uuid.ts';
import { type HandOverView, handOverView, mayPutBackAny } from './list-hand-overs.ts';

/**
 * A call back takes some minutes, so nobody who calls needs more. Without it one person could take and put back every caller of two days
 * and have read all their numbers.
 */
const MOST_AN_HOUR = 20;
const HOUR_MS = 3_600_000;

/**
 * An agent takes up what the voice menu handed over, to call back: of several at once one gets it. From then on they alone see the
 * numbers in full. What else waits of the same caller comes with it.
 *
 * @throws HandbackError `role_needed`, `forbidden`, `hand_over_unknown`, `hand_over_taken` with `by`, the name of who has it,
 *   `hand_overs_too_many` with `most`, the callers that one person may take up in an hour
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
    const at = op.clock.now();
    const since = new Date(at.getTime() - HOUR_MS);
    const before = await callBacksTaken(tx, { subject, auditName: auditName(actor), since });
    const taken = await takeHandOvers(tx, { handOverId, subject, at, for: 'call_back' });
    const found = await findHandOver(tx, op.vault, handOverId);
    if (found === null) throw new HandbackError('hand_over_unknown');
    // Theirs already: a form that was sent twice.
    if (found.taken?.by !== subject)
      throw new HandbackError('hand_over_taken', { by: found.taken?.name ?? null });
    if (taken.length > 0) {
      if (before >= MOST_AN_HOUR) throw new HandbackError('hand_overs_too_many', { most: MOST_AN_HOUR });
      await insertAudit(tx, [audited(actor, 'hand_over_taken', { handOvers: taken, for: 'call_back' })]);
    }
    return handOverView(found, actor);
  });
}

/**
 * Leaves to others what the agent took up, with what else they have of the same caller. A supervisor does it for any agent, who may have
 * gone home.
 *
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
    const left = await putBackHandOvers(tx, { handOverId, of: mayPutBackAny(actor) ? null : subject });
    if (left === null) throw new HandbackError('hand_over_unknown');
    await insertAudit(tx, [audited(actor, 'hand_over_put_back', left)]);
  });
}

const audited = (actor: Actor, action: string, facts: Readonly<Record<string, unknown>>) => ({
  ...{ caseId: null, lineId: null, actor: auditName(actor), action },
  facts,
});
