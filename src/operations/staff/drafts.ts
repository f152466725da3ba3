import { inTransaction } from '../../store/database/database.ts';
import { type Draft, keepDraft as keep, takeDraft as take } from '../../store/staff/drafts.ts';
import type { StaffInPerson } from '../access/actor.ts';
import type { Operations } from '../context.ts';

/**
 * Keeps what somebody typed before they noticed that their session was over. It changes nothing and can be read by nobody
 * else, so it has no row in the table of access; whose it is says the token of the session that was.
 */
export async function keepDraft(op: Operations, draft: Draft): Promise<void> {
  await inTransaction(op.pool, (tx) => keep(tx, op.vault, draft));
}

/** What the same person had typed into this page; once. */
export async function takeDraft(
  op: Operations,
  { person }: StaffInPerson,
  path: string,
): Promise<Draft['values'] | null> {
  return take(op.pool, op.vault, { subject: person.subject, path });
}
