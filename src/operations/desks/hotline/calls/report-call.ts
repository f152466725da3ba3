import { HandbackError } from '../../../../domain/errors.ts';
import { parseCallerId } from '../../../../domain/people/caller-id.ts';
import { insertAudit } from '../../../../store/audit.ts';
import { inTransaction } from '../../../../store/database/database.ts';
import {
  agentNamed,
  announceCalls,
  type CallEvent,
  keepCall,
} from '../../../../store/desks/hotline-calls.ts';
import { type Actor, auditName } from '../../../access/actor.ts';
import { requireAccess } from '../../../access/require-access.ts';
import type { Operations } from '../../../context.ts';
import { deskName } from './desk-name.ts';

export { CALL_EVENTS, type CallEvent } from '../../../../store/desks/hotline-calls.ts';

export interface ReportedCall {
  /** As the telephony names it; the same for all its events. */
  readonly callId: string;
  /** Subject of a member of staff, or the extension at which one sits. */
  readonly agent: string;
  /** As the network gives it, also empty or `anonymous`. */
  readonly caller: string;
  readonly event: CallEvent;
}

/**
 * The telephony tells of a call. The agent's open desk goes there by itself; nothing is proven by it, and nobody's record is
 * opened before the agent's page asks for it.
 *
 * @returns whether it was news: events may come twice, and in any order
 * @throws HandbackError `forbidden`, `agent_unknown`
 */
export async function reportCall(
  op: Operations,
  actor: Actor,
  { callId, agent, caller, event }: ReportedCall,
): Promise<{ readonly news: boolean }> {
  requireAccess(actor, 'reportCall');
  const at = op.clock.now();
  const said = parseCallerId(caller, op.defaultCallingCode);
  return inTransaction(op.pool, async (tx) => {
    const subject = await agentNamed(tx, agent);
    if (subject === null) throw new HandbackError('agent_unknown');
    const news = await keepCall(tx, op.vault, { callId, subject, caller: said, event, at });
    if (news) {
      await insertAudit(tx, [
        {
          ...{ caseId: null, lineId: null, actor: auditName(actor), action: `call_${event}` },
          facts: { callId, agent: subject, caller: said.kind },
        },
      ]);
      await announceCalls(tx, deskName(op.vault, subject));
    }
    return { news };
  });
}
