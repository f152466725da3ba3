import { type ComplaintState, complaintState } from '../../domain/complaints/complaint.ts';
import { HandbackError } from '../../domain/errors.ts';
import { findComplaint } from '../../store/complaints/complaints.ts';
import type { Actor } from '../access/actor.ts';
import { type KeyedLink, keyedToken, referenceOfLink } from '../access/keyed-token.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { type OpenedComplaint, openedComplaint } from './opened-complaint.ts';

const PURPOSE = 'complaint';

export const complaintToken = (op: Pick<Operations, 'vault'>, reference: string): string =>
  keyedToken(op.vault, PURPOSE, reference);

/** The path at which its person sees a complaint, its clock and its answer. */
export const complaintPath = (op: Pick<Operations, 'vault'>, reference: string): string =>
  `/complaint/${reference}/${complaintToken(op, reference)}`;

/** A complaint as its person sees it. */
export interface ComplaintView extends OpenedComplaint {
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
  const reference = referenceOfLink(op.vault, PURPOSE, link);
  const found = reference === null ? null : await findComplaint(op.pool, { reference });
  if (found === null) throw new HandbackError('complaint_unknown');
  const rules = op.rulebooks.current(found.jurisdiction, found.province, op.clock.now());
  return {
    ...(await openedComplaint(op, found)),
    state: complaintState(found),
    regulator: rules.settings.complaints.value.regulator,
    timeZone: rules.timeZone,
  };
}
