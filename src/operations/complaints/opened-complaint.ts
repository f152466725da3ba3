import {
  type Complaint,
  type ComplaintTexts,
  complaintTexts,
  type SealedComplaint,
} from '../../store/complaints/complaints.ts';
import { findParty } from '../../store/people/parties.ts';
import type { Operations } from '../context.ts';

/** A complaint, and what was said. */
export interface OpenedComplaint extends ComplaintTexts {
  readonly complaint: Complaint;
}

/** Opens a complaint by the key of whoever made it, who need not be the holder. */
export async function openedComplaint(op: Operations, sealed: SealedComplaint): Promise<OpenedComplaint> {
  const { bodyEnc: _, answerEnc: __, earlierEnc: ___, ...complaint } = sealed;
  const party = await findParty(op.pool, op.vault, complaint.partyId);
  return { complaint, ...complaintTexts(op.vault, party?.dataKey ?? null, sealed) };
}
