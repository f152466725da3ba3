import { insertAudit } from '../../store/audit.ts';
import { noteClock, takeDueComplaints } from '../../store/complaints/complaints.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findParty } from '../../store/people/parties.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { tellComplainant } from './tell-complainant.ts';

const AT_ONCE = 100;

/**
 * Notes whose reminder has come, and whose clock has run out: the first stands in the log and marks it in the queue; of the second its person
 * is told, and where they can turn now. Each once, however many look.
 *
 * @returns how many there were
 * @throws HandbackError `forbidden`
 */
export async function watchComplaints(op: Operations, actor: Actor): Promise<number> {
  requireAccess(actor, 'watchComplaints');
  let done = 0;
  for (let some = AT_ONCE; some === AT_ONCE; done += some) some = await portion(op, auditName(actor));
  return done;
}

async function portion(op: Operations, actor: string): Promise<number> {
  const now = op.clock.now();
  return inTransaction(op.pool, async (tx) => {
    const due = await takeDueComplaints(tx, now, AT_ONCE);
    for (const one of due) {
      const { caseId, lineId, reference, complaintId, jurisdiction, province } = one;
      const late = one.dueBy <= now && one.lateAt === null;
      await noteClock(tx, complaintId, { remindedAt: now, lateAt: late ? now : null });
      await insertAudit(tx, [
        {
          ...{ caseId, lineId, actor, action: late ? 'complaint_late' : 'complaint_due_soon' },
          facts: { complaint: reference, due: one.dueOn },
        },
      ]);
      const party = late ? await findParty(tx, op.vault, one.partyId) : null;
      if (party === null) continue;
      const { regulator } = op.rulebooks.current(jurisdiction, province, now).settings.complaints.value;
      await tellComplainant(op, tx, one, party, { kind: 'complaint_late', regulator });
    }
    return due.length;
  });
}
