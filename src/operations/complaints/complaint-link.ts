import { type ComplaintState, complaintState } from '../../domain/complaints/complaint.ts';
import { HandbackError } from '../../domain/errors.ts';
import { plainText } from '../../domain/values/pasted-text.ts';
import {
  type Complaint,
  type ComplaintTexts,
  complaintTexts,
  findComplaint,
} from '../../store/complaints/complaints.ts';
import { findParty } from '../../store/people/parties.ts';
import type { Actor } from '../access/actor.ts';
import { isKeyedToken, type KeyedLink, keyedToken } from '../access/keyed-token.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

const PURPOSE = 'complaint';

/** The path at which its person sees a complaint, its clock and its answer. */
export const complaintPath = (op: Pick<Operations, 'vault'>, reference: string): string =>
  `/complaint/${reference}/${keyedToken(op.vault, PURPOSE, reference)}`;

/** A complaint as its person sees it. */
export interface ComplaintView extends ComplaintTexts {
  readonly complaint: Complaint;
  readonly state: ComplaintState;
  /** Where they can turn. */
  readonly regulator: string;
  readonly timeZone: string;
}

/**
 * The complaint of a link. Whoever has the link has what its person has.
 * @throws HandbackError `complaint_unknown`, also for a link that is not ours
 */
export async function complaintOfLink(op: Operations, actor: Actor, link: KeyedLink): Promise<ComplaintView> {
  requireAccess(actor, 'complaintOfLink');
  const reference = plainText(link.reference).slice(0, 40).toUpperCase();
  const ours = isKeyedToken(op.vault, PURPOSE, { reference, token: link.token });
  const found = ours ? await findComplaint(op.pool, reference) : null;
  if (found === null) throw new HandbackError('complaint_unknown');
  const party = await findParty(op.pool, op.vault, found.partyId);
  const rules = op.rulebooks.current(found.jurisdiction, found.province, op.clock.now());
  const { bodyEnc: _, answerEnc: __, earlierEnc: ___, ...complaint } = found;
  return {
    complaint,
    state: complaintState(complaint),
    ...complaintTexts(op.vault, party, found),
    regulator: rules.settings.complaints.value.regulator,
    timeZone: rules.timeZone,
  };
}
