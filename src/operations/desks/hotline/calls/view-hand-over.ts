import { HandbackError } from '../../../../domain/errors.ts';
import { insertAudit } from '../../../../store/audit.ts';
import { findCall } from '../../../../store/desks/hotline-calls.ts';
import { handOverOfCall } from '../../../../store/voice/hand-overs.ts';
import { type Actor, auditName } from '../../../access/actor.ts';
import { requireAccess } from '../../../access/require-access.ts';
import type { Operations } from '../../../context.ts';
import { type HandOverView, handOverView } from '../../../voice/list-hand-overs.ts';
import { callingIndex } from '../../../voice/voice-caller.ts';

/**
 * What the voice menu collected before this call came to the agent: of the same call, or lately from the same number. As the number is,
 * it is a hint: what was proven on the keypad is shown, and counts for nothing here. The numbers stay masked: the
 * caller is on the telephone. The look is audited.
 *
 * @returns null where the menu handed nothing over
 * @throws HandbackError `role_needed`, `forbidden`, `call_unknown` for a call that is not this agent's
 */
export async function viewHandOver(
  op: Operations,
  actor: Actor,
  request: { readonly callId: string },
): Promise<HandOverView | null> {
  requireAccess(actor, 'openCall');
  const { callId } = request;
  const call = await findCall(op.pool, op.vault, { callId, subject: actor.person.subject });
  if (call === null) throw new HandbackError('call_unknown');
  const callerIndex = call.caller.kind === 'number' ? callingIndex(op.vault, call.caller.msisdn) : null;
  const found = await handOverOfCall(op.pool, op.vault, { callId, callerIndex, now: op.clock.now() });
  if (found === null) return null;
  await insertAudit(op.pool, [
    {
      ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
      facts: { what: 'voice_hand_over', callId: found.callId },
    },
  ]);
  return handOverView(found, null);
}
