import { HandbackError } from '../../../domain/errors.ts';
import { insertAudit } from '../../../store/audit.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { type LetterBody, printedLetter } from '../../../store/desks/letters.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * What a letter says, for the post room. It holds the secret of a receipt; who opened it is in the audit log, and whoever asked
 * for it at a desk cannot.
 * @throws HandbackError `role_needed`, `forbidden`, `letter_unknown`
 */
export async function printLetter(
  op: Operations,
  actor: Actor,
  request: { readonly letterId: string },
): Promise<LetterBody> {
  requireAccess(actor, 'printLetter');
  if (!UUID.test(request.letterId)) throw new HandbackError('letter_unknown');
  return inTransaction(op.pool, async (tx) => {
    const printed = await printedLetter(tx, op.vault, {
      ...{ letterId: request.letterId, at: op.clock.now(), by: actor.person.subject },
      notAskedBy: `${auditName(actor)} for subscriber`,
    });
    if (printed === null) throw new HandbackError('letter_unknown');
    const { caseId, lineId, body } = printed;
    await insertAudit(tx, [{ caseId, lineId, actor: auditName(actor), action: 'letter_printed' }]);
    return body;
  });
}
