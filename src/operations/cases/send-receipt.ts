import { HandbackError } from '../../domain/errors.ts';
import { maskEmail } from '../../domain/values/email.ts';
import { type Msisdn, maskMsisdn } from '../../domain/values/msisdn.ts';
import { smsText } from '../../messages/sms.ts';
import { insertAudit } from '../../store/audit.ts';
import { lockOpenCase } from '../../store/cases/cases.ts';
import { inTransaction } from '../../store/database/database.ts';
import { lastNumbers } from '../../store/lines/former-numbers.ts';
import { noticesOfCase } from '../../store/notices.ts';
import { insertNotices } from '../../store/outbox.ts';
import { contactsOf, findParty } from '../../store/people/parties.ts';
import { wakeOutbox } from '../../store/wake.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { caseFor } from './case-for.ts';
import { receiptMatches } from './receipt.ts';

/** So often the receipt of one case is sent within the days that messages are kept. */
const MOST = 3;

/**
 * Sends the receipt of a case to the person's other contact, the one that is told of the end of the line. Only who has the
 * receipt's secret can have it sent, and only to where the person is told things already.
 *
 * @param request `validateOnly`: answers where it would go, and sends nothing
 * @returns the contact, masked; null where there is none
 * @throws HandbackError `not_signed_in`, `case_unknown`, also for a secret that is not this case's, `too_many_requests`
 */
export async function sendReceipt(
  op: Operations,
  actor: Actor,
  request: { readonly caseId: string; readonly secret: string; readonly validateOnly?: boolean },
): Promise<string | null> {
  requireAccess(actor, 'sendReceipt');
  const { caseId, secret, validateOnly = false } = request;
  const found = await caseFor(op.pool, actor, { caseId });
  if (!receiptMatches(secret, found.receiptHash)) throw new HandbackError('case_unknown');
  const party = await findParty(op.pool, op.vault, found.holderId);
  if (party === null) return null;
  const contacts = await contactsOf(op.pool, op.vault, party);
  // What the operator knows comes first: whoever had the phone may have typed the other one.
  const verified = contacts.filter(({ verifiedAt }) => verifiedAt !== null);
  const told = verified.findLast(({ origin }) => origin === 'operator') ?? verified.at(-1);
  if (told === undefined) return null;
  const { contactId, channel, value } = told;
  const masked = channel === 'email' ? maskEmail(value) : maskMsisdn(value as Msisdn);
  if (validateOnly) return masked;
  await inTransaction(op.pool, async (tx) => {
    await lockOpenCase(tx, caseId);
    const sent = (await noticesOfCase(tx, caseId)).filter(({ kind }) => kind === 'receipt').length;
    if (sent >= MOST) throw new HandbackError('too_many_requests');
    const number = (await lastNumbers(tx, [found.lineId])).get(found.lineId) ?? null;
    const facts = { reference: found.reference, secret };
    const text = smsText(op.sender, party.language, 'receipt', facts, number);
    const { partyId, dataKey } = party;
    await insertNotices(tx, op.vault, [
      { caseId, partyId, dataKey, kind: 'receipt', to: { contactId, channel }, text },
    ]);
    await insertAudit(tx, [
      { caseId, lineId: found.lineId, actor: auditName(actor), action: 'receipt_sent', facts: { channel } },
    ]);
    await wakeOutbox(tx);
  });
  return masked;
}
