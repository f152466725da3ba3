import { ENGINE } from '../operations/access/actor.ts';
import { endCaseOfFormerHolder } from '../operations/cases/end-case-of-former-holder.ts';
import { certifyLateProof } from '../operations/certificates/certify-late-proof.ts';
import { watchComplaints } from '../operations/complaints/watch-complaints.ts';
import { eraseDuePeople } from '../operations/erasure/erase-due-people.ts';
import { carryOutGroupRetries } from '../operations/oversight/stuck/carry-out-group-retries.ts';
import { moveAtBilling } from '../operations/special/move-at-billing.ts';
import { remindVisitors } from '../operations/stores/remind-visitors.ts';
import { takeRedemptions } from '../operations/texts/take-redemptions.ts';
import type { MoveLineRequest } from '../ports/billing.ts';
import { FORMER_HOLDER_TASK } from '../store/cases/former-holders.ts';
import { SUPERSEDE_TASK } from '../store/certificates/supersessions.ts';
import { COMPLAINTS_TASK } from '../store/complaints/complaints.ts';
import { ERASE_TASK } from '../store/erasure/facts.ts';
import { GROUP_RETRY_TASK } from '../store/oversight/group-retries.ts';
import { INDEX_NAMES_TASK, indexNames } from '../store/people/name-indexes.ts';
import { MOVE_BILLING_TASK } from '../store/special/split-off.ts';
import { REMINDERS_TASK } from '../store/stores/appointments.ts';
import { REDEMPTIONS_TASK } from '../store/texts/switching-codes.ts';
import type { Base } from './compose.ts';

/** What is done when the clock, or something that was committed, orders it: by the name of its task. */
export function clockJobs({
  operations: op,
}: Pick<Base, 'operations'>): Readonly<Record<string, (payload: unknown) => Promise<void>>> {
  return {
    [FORMER_HOLDER_TASK]: (payload) => endCaseOfFormerHolder(op, ENGINE, payload as { caseId: string }),
    [MOVE_BILLING_TASK]: (payload) => moveAtBilling(op, ENGINE, payload as MoveLineRequest),
    [SUPERSEDE_TASK]: (payload) => certifyLateProof(op, ENGINE, payload as { caseId: string }),
    [GROUP_RETRY_TASK]: () => carryOutGroupRetries(op, ENGINE),
    [REDEMPTIONS_TASK]: async () => void (await takeRedemptions(op, ENGINE)),
    [REMINDERS_TASK]: async () => void (await remindVisitors(op, ENGINE)),
    [ERASE_TASK]: async () => void (await eraseDuePeople(op, ENGINE)),
    [COMPLAINTS_TASK]: async () => void (await watchComplaints(op, ENGINE)),
    [INDEX_NAMES_TASK]: async () => void (await indexNames(op.pool, op.vault)),
  };
}
