import { localDateAt } from '../../../../domain/values/local-date.ts';
import { insertAudit } from '../../../../store/audit.ts';
import { inTransaction } from '../../../../store/database/database.ts';
import { keepAgentCode } from '../../../../store/desks/agent-codes.ts';
import { callerIndex, callerOfAttendance } from '../../../../store/desks/hotline-calls.ts';
import { type Actor, auditName } from '../../../access/actor.ts';
import { requireAccess } from '../../../access/require-access.ts';
import type { Operations } from '../../../context.ts';
import { homeTimeZone } from '../../../home-time-zone.ts';
import { currentCustomer, requireAttended } from '../attended.ts';
import { agentCode } from './agent-code.ts';

/**
 * Six digits that the agent reads out, so that the customer can see on the operator's own page that the call is real. They
 * hold for this agent, this day and this call, and only together with the number of the line or the calling number.
 *
 * @throws HandbackError `role_needed`, `not_signed_in`, `attendance_over`, `line_unknown`
 */
export async function showAgentCode(op: Operations, actor: Actor): Promise<{ readonly code: string }> {
  requireAccess(actor, 'showAgentCode');
  requireAttended(actor);
  const { attendanceId, person } = actor.attended;
  const day = localDateAt(op.clock.now(), homeTimeZone(op));
  await inTransaction(op.pool, async (tx) => {
    const { record } = await currentCustomer(tx, actor);
    const { lineId, msisdn } = record.line;
    const numbers = [
      ...(msisdn === null ? [] : [callerIndex(op.vault, msisdn)]),
      ...[await callerOfAttendance(tx, attendanceId)].filter((index) => index !== null),
    ];
    const isNew = await keepAgentCode(tx, { attendanceId, subject: person.subject, day, numbers });
    if (isNew)
      await insertAudit(tx, [
        {
          ...{ caseId: null, lineId, actor: auditName(actor) },
          action: 'agent_code_shown',
          facts: { attendanceId },
        },
      ]);
  });
  return { code: agentCode(op.vault, { subject: person.subject, day, attendanceId }) };
}
