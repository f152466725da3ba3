import { waitingDeclarations } from '../../../store/cases/declarations.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { lineFor } from '../../lines/line-for.ts';
import { type WaitingForProof, waitingForProof } from '../../lines/waiting-for-proof.ts';

/**
 * The declarations of the public form that wait for the holder of a line, the oldest first. Nothing that a stranger typed
 * is in them but the day.
 *
 * @throws HandbackError `not_signed_in`, `line_unknown`
 */
export async function listDeclarations(
  op: Operations,
  actor: Actor,
  request: { readonly lineId: string },
): Promise<readonly WaitingForProof[]> {
  requireAccess(actor, 'listDeclarations');
  const record = await lineFor(op.pool, actor, request.lineId);
  const waiting = await waitingDeclarations(op.pool, op.vault, {
    lineIds: [record.line.lineId],
    holderId: record.holderId,
    now: op.clock.now(),
  });
  return (waiting.get(record.line.lineId) ?? []).map(waitingForProof);
}
