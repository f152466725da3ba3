import { maskEmail } from '../../../domain/values/email.ts';
import { findParty, unconfirmedEmail } from '../../../store/people/parties.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';

/**
 * Masked: the e-mail address that the person gave and has not confirmed yet; null where there is none.
 * @throws HandbackError `not_signed_in`
 */
export async function mailToConfirm(op: Operations, actor: Actor): Promise<string | null> {
  requireAccess(actor, 'mailToConfirm');
  if (!op.takesMail) return null;
  const party = await findParty(op.pool, op.vault, actor.partyId);
  const email = party === null ? null : await unconfirmedEmail(op.pool, op.vault, party);
  return email === null ? null : maskEmail(email.value);
}
