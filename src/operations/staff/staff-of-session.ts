import { findStaffSession } from '../../store/staff/sessions.ts';
import type { StaffInPerson } from '../access/actor.ts';
import type { Operations } from '../context.ts';

/** Somebody's session; one that is over says whose it was, so that what they had typed can wait for them. */
export type StaffOfSession =
  | { readonly state: 'none' }
  | { readonly state: 'over'; readonly subject: string }
  | { readonly state: 'open'; readonly actor: StaffInPerson };

/** Who carries this token: it comes before every permission, and so has no row in the table of access. */
export async function staffOfSession(op: Operations, token: string): Promise<StaffOfSession> {
  if (op.staff === null) return { state: 'none' };
  const found = await findStaffSession(op.pool, token, op.staff.rules.idleMinutes);
  if (found === null) return { state: 'none' };
  const { subject, name, sessionId, roles, shop, authenticatedAt, strong } = found;
  if (found.over) return { state: 'over', subject };
  return {
    state: 'open',
    actor: {
      kind: 'staff',
      name: subject,
      scopes: [],
      channel: 'online',
      person: { subject, name, sessionId, roles, shop, authenticatedAt, strong },
    },
  };
}
