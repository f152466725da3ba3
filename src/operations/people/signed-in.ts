import type { IdentityFactor } from '../../domain/rules/rulebook.ts';
import { insertAudit } from '../../store/audit.ts';
import type { Db } from '../../store/database/database.ts';
import { openSession } from '../../store/people/sessions.ts';
import type { Operations } from '../context.ts';

/** A session that was just opened. */
export interface SignedIn {
  readonly token: string;
  readonly lineId: string;
  readonly factors: readonly IdentityFactor[];
}

/** Opens a session for the line that somebody proved to hold. */
export async function signIn(
  op: Operations,
  tx: Db,
  proven: {
    readonly partyId: string;
    readonly lineId: string;
    readonly factors: readonly IdentityFactor[];
  },
): Promise<SignedIn> {
  const token = await openSession(tx, op.vault, proven);
  const { lineId, factors } = proven;
  await insertAudit(tx, [
    { caseId: null, lineId, actor: 'subscriber', action: 'signed_in', facts: { factors } },
  ]);
  return { token, lineId, factors };
}
