import { HandbackError } from '../../../domain/errors.ts';
import { parseOneTimeCode } from '../../../domain/people/verification.ts';
import { insertAudit } from '../../../store/audit.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { findLine } from '../../../store/lines/lines.ts';
import { useUpCodes } from '../../../store/people/one-time-codes.ts';
import { confirmContact, findParty, unconfirmedEmail } from '../../../store/people/parties.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { currentSession } from '../current-session.ts';
import { answered, mailBucket } from '../one-time-code.ts';
import { rulesOfLine } from '../rules-of-line.ts';

/**
 * Confirms the e-mail address that the person gave: from then on it is told what happens. It proves nothing of who they are.
 * @throws HandbackError `not_signed_in`, `contact_invalid` without such an address, `code_invalid`, `answer_wrong`, `code_over`
 */
export async function proveMailCode(
  op: Operations,
  actor: Actor,
  request: { readonly code: string },
): Promise<void> {
  requireAccess(actor, 'proveMailCode');
  const now = op.clock.now();
  const code = parseOneTimeCode(request.code);
  const answer = await inTransaction(op.pool, async (tx) => {
    const { token, session } = await currentSession(tx, actor);
    const record = await findLine(tx, session.lineId);
    const party = await findParty(tx, op.vault, session.partyId);
    if (record === null || party === null) throw new HandbackError('not_signed_in');
    const email = await unconfirmedEmail(tx, op.vault, party);
    if (email === null) throw new HandbackError('contact_invalid', { reason: 'none_given' });
    const bucket = mailBucket(op, email.contactId);
    const policy = rulesOfLine(op, record, now).settings.one_time_code.value;
    return answered(op, tx, { policy, bucket, challenge: token, code, now }, async (sent) => {
      if (sent.partyId !== session.partyId) return null;
      await useUpCodes(tx, bucket);
      await confirmContact(tx, email.contactId);
      await insertAudit(tx, [
        {
          caseId: record.openCase,
          lineId: session.lineId,
          actor: auditName(actor),
          action: 'contact_confirmed',
          facts: { channel: 'email' },
        },
      ]);
      return true;
    });
  });
  answer();
}
