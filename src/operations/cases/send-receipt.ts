import { HandbackError } from '../../domain/errors.ts';
import { maskEmail } from '../../domain/values/email.ts';
import { type Msisdn, maskMsisdn } from '../../domain/values/msisdn.ts';
import { smsText } from '../../messages/sms.ts';
import { insertAudit } from '../../store/audit.ts';
import { type CaseRecord, lockOpenCase } from '../../store/cases/cases.ts';
import { inTransaction } from '../../store/database/database.ts';
import { lastNumbers } from '../../store/lines/former-numbers.ts';
import { noticesOfCase } from '../../store/notices.ts';
import { insertNotices } from '../../store/outbox.ts';
import { contactsOf, findParty } from '../../store/people/parties.ts';
import { wakeOutbox } from '../../store/wake.ts';
import { type Actor, auditName, type Subscriber } from '../access/actor.ts';
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
  return deliverReceipt(op, actor, found, { secret, validateOnly, orToLine: false });
}

/**
 * The same for whoever was let through already.
 * @param asked `orToLine`: to the line itself where there is no other contact and its phone is not reported lost
 */
export async function deliverReceipt(
  op: Operations,
  actor: Subscriber,
  found: CaseRecord,
  asked: { readonly secret: string; readonly validateOnly: boolean; readonly orToLine: boolean },
): Promise<string | null> {
  const { secret, validateOnly } = asked;
  const { caseId, lineId, reference } = found;
  const party = await findParty(op.pool, op.vault, found.holderId);
  if (party === null) return null;
  const contacts = await contactsOf(op.pool, op.vault, party);
  // What the operator knows comes first: whoever had the phone may have typed the other one.
  const verified = contacts.filter(({ verifiedAt }) => verifiedAt !== null);
  const told = verified.findLast(({ origin }) => origin === 'operator') ?? verified.at(-1);
  const number = ((await lastNumbers(op.pool, [lineId])).get(lineId) ?? null) as Msisdn | null;
  const line = asked.orToLine && !found.urgent && found.closedAt === null ? number : null;
  if (told === undefined && line === null) return null;
  const channel = told?.channel ?? 'sms';
  const value = told?.value ?? line!;
  const masked = channel === 'email' ? maskEmail(value) : maskMsisdn(value as Msisdn);
  if (validateOnly) return masked;
  await inTransaction(op.pool, async (tx) => {
    await lockOpenCase(tx, caseId);
    const sent = (await noticesOfCase(tx, caseId)).filter(({ kind }) => kind === 'receipt').length;
    if (sent >= MOST) throw new HandbackError('too_many_requests');
    const facts = { reference, secret };
    const text = smsText(op.sender, party.language, 'receipt', facts, number);
    const { partyId, dataKey } = party;
    const to = told === undefined ? { msisdn: line! } : { contactId: told.contactId, channel };
    await insertNotices(tx, op.vault, [{ caseId, partyId, dataKey, kind: 'receipt', to, text }]);
    await insertAudit(tx, [
      {
        ...{ caseId, lineId, actor: auditName(actor), action: 'receipt_sent' },
        facts: { channel, to: told === undefined ? 'line' : 'contact' },
      },
    ]);
    await wakeOutbox(tx);
  });
  return masked;
}
