import { HandbackError } from '../../../../domain/errors.ts';
import { insertAudit } from '../../../../store/audit.ts';
import { inTransaction } from '../../../../store/database/database.ts';
import { attendInCall, findCall } from '../../../../store/desks/hotline-calls.ts';
import { handOverOfCall, takeHandOvers } from '../../../../store/voice/hand-overs.ts';
import { type Actor, auditName } from '../../../access/actor.ts';
import { requireAccess } from '../../../access/require-access.ts';
import type { Operations } from '../../../context.ts';
import { callingIndex } from '../../../voice/voice-caller.ts';
import { type Attending, attend } from '../../attend.ts';

/**
 * Begins to attend to a caller: about the line of the calling number, or about another whose number they say. From then on
 * wrong answers count for the calling number, too. What the voice menu handed over of them is taken up with it: nobody calls back who
 * was answered.
 *
 * @param request.number default: the calling number
 * @throws HandbackError `role_needed`, `forbidden`, `call_unknown`, `msisdn_invalid` also where the caller shows no number and none is
 *   said, `line_unknown`
 */
export async function takeCall(
  op: Operations,
  actor: Actor,
  request: { readonly callId: string; readonly number?: string | undefined },
): Promise<Attending> {
  requireAccess(actor, 'takeCall');
  const { callId } = request;
  const { subject } = actor.person;
  const call = await findCall(op.pool, op.vault, { callId, subject });
  if (call === null) throw new HandbackError('call_unknown');
  const shown = call.caller.kind === 'number' ? call.caller.msisdn : '';
  const number = request.number || shown;
  const attending = await attend(op, actor, { channel: 'hotline', why: 'call', number });
  const { attendanceId } = attending;
  const callerIndex = call.caller.kind === 'number' ? callingIndex(op.vault, call.caller.msisdn) : null;
  const at = op.clock.now();
  await inTransaction(op.pool, async (tx) => {
    await attendInCall(tx, { callId, attendanceId });
    const from = await handOverOfCall(tx, op.vault, { callId, callerIndex, now: at });
    if (from === null || from.taken !== null) return;
    const taken = await takeHandOvers(tx, { handOverId: from.handOverId, subject, at, for: 'call' });
    // None where a colleague was quicker.
    if (taken.length === 0) return;
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'hand_over_taken' },
        facts: { handOvers: taken, for: 'call' },
      },
    ]);
  });
  return attending;
}
