import { SEES_APPROVALS } from '../../../domain/rules/two-person.ts';
import { type ListedApproval, listApprovals as list } from '../../../store/staff/listed-approvals.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { mayKnowOf } from './may-know-of.ts';

export type { ListedApproval } from '../../../store/staff/listed-approvals.ts';

const MOST = 100;
const DECIDED_DAYS = 7;

/**
 * What waits for a second person, the oldest first, and what was decided or settled itself within a week. Agents and clerks see their own.
 * @throws HandbackError `role_needed`, `forbidden`
 */
export async function listApprovals(
  op: Operations,
  actor: Actor,
): Promise<{ readonly waiting: readonly ListedApproval[]; readonly decided: readonly ListedApproval[] }> {
  requireAccess(actor, 'listApprovals');
  const { person } = actor;
  const all = await list(op.pool, { limit: MOST, decidedDays: DECIDED_DAYS });
  const theirs = person.roles.some((role) => SEES_APPROVALS.includes(role))
    ? all
    : all.filter(({ requestedBy }) => requestedBy === person.subject);
  const known = await Promise.all(theirs.map((one) => mayKnowOf(op, actor, one)));
  const seen = theirs.filter((_, i) => known[i]);
  const now = op.clock.now();
  const waits = ({ decision, expiresAt, moot }: ListedApproval) =>
    decision === null && expiresAt > now && !moot;
  return { waiting: seen.filter(waits), decided: seen.filter((one) => !waits(one)) };
}
