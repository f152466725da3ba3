import { insertAudit } from '../../../../store/audit.ts';
import { inTransaction } from '../../../../store/database/database.ts';
import {
  keepPresenceCode,
  openedWith,
  PRESENCE_CODE_MINUTES,
} from '../../../../store/desks/presence-codes.ts';
import { type Actor, auditName } from '../../../access/actor.ts';
import { requireAccess } from '../../../access/require-access.ts';
import type { Operations } from '../../../context.ts';
import { currentSession } from '../../../people/current-session.ts';
import { drawPresenceCode, presenceHash } from './presence-code.ts';

export interface PresenceCode {
  /** Shown once; another one takes its place. */
  readonly code: string;
  readonly validMinutes: number;
}

/**
 * Four digits for a subscriber who is signed in to the portal and on the telephone with us at the same time. Who reads them
 * out has this session before them: so they prove at the desk what opened it, and nothing that was proven in it since.
 *
 * @throws HandbackError `not_signed_in`
 */
export async function showPresenceCode(op: Operations, actor: Actor): Promise<PresenceCode> {
  requireAccess(actor, 'showPresenceCode');
  const code = drawPresenceCode(op);
  await inTransaction(op.pool, async (tx) => {
    const { token, session } = await currentSession(tx, actor);
    const { lineId, partyId } = session;
    const factors = await openedWith(tx, token);
    await keepPresenceCode(tx, {
      ...{ lineId, partyId, session: token, factors },
      ...{ codeHash: presenceHash(op, lineId, code), at: op.clock.now() },
    });
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId, actor: auditName(actor) },
        action: 'presence_code_shown',
        facts: { factors },
      },
    ]);
  });
  return { code, validMinutes: PRESENCE_CODE_MINUTES };
}
