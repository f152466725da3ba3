import { HandbackError } from '../../../domain/errors.ts';
import { cleanText } from '../../../domain/values/field-text.ts';
import { type Msisdn, maskMsisdn } from '../../../domain/values/msisdn.ts';
import { insertAudit } from '../../../store/audit.ts';
import { type CaseRecord, findCase } from '../../../store/cases/cases.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { forgetDeskReceipt, lockDeskReceipt } from '../../../store/desks/desk-receipts.ts';
import { insertLetter } from '../../../store/desks/letters.ts';
import { lastNumbers } from '../../../store/lines/former-numbers.ts';
import { findParty, type Party } from '../../../store/people/parties.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import { deliverReceipt } from '../../cases/send-receipt.ts';
import type { Operations } from '../../context.ts';
import { type AttendedCustomer, requireAttended } from '../hotline/attended.ts';

/** By a message to the person's other contact or, where there is none, to the line; or by a letter. */
export type SendBy = { readonly by: 'message' } | { readonly by: 'letter'; readonly address: string };

/**
 * Sends the receipt that is held for a customer at a desk, once: nobody at the desk sees its secret.
 *
 * @param request `address`: as the customer says it, in lines
 * @returns where it goes, masked; null for a letter
 * @throws HandbackError `role_needed`, `not_signed_in`, `attendance_over`, `case_unknown`, `receipt_gone`, `field_missing`
 *   without an address, `contact_invalid` where no message can be sent, `too_many_requests`
 */
export async function sendHeldReceipt(
  op: Operations,
  actor: Actor,
  request: { readonly caseId: string } & SendBy,
): Promise<string | null> {
  requireAccess(actor, 'sendHeldReceipt');
  requireAttended(actor);
  const { caseId } = request;
  const found = await findCase(op.pool, { caseId });
  // Whoever has proven less than the receipt was given for gets no receipt: it opens as much as that.
  const own =
    found !== null &&
    found.holderId === actor.partyId &&
    actor.attended.reach !== 'nothing' &&
    found.receiptFactors.every((factor) => actor.factors.includes(factor));
  const party = own ? await findParty(op.pool, op.vault, found.holderId) : null;
  if (found === null || party === null) throw new HandbackError('case_unknown');
  const { dataKey } = party;
  const secret = await inTransaction(op.pool, (tx) => lockDeskReceipt(tx, op.vault, { caseId, dataKey }));
  if (secret === null) throw new HandbackError('receipt_gone');
  if (request.by === 'letter') {
    await writeLetter(op, actor, { found, party, address: request.address });
    return null;
  }
  const sentTo = await deliverReceipt(op, actor, found, { secret, validateOnly: false, orToLine: true });
  if (sentTo === null) throw new HandbackError('contact_invalid', { reason: 'none' });
  await inTransaction(op.pool, (tx) => forgetDeskReceipt(tx, caseId));
  return sentTo;
}

/** Two at once write one letter: the second finds no receipt any more. */
async function writeLetter(
  op: Operations,
  actor: AttendedCustomer,
  { found, party, address: said }: { found: CaseRecord; party: Party; address: string },
): Promise<void> {
  const address = addressOf(said);
  const { caseId, lineId, reference } = found;
  const { partyId, dataKey } = party;
  const at = op.clock.now();
  await inTransaction(op.pool, async (tx) => {
    const secret = await lockDeskReceipt(tx, op.vault, { caseId, dataKey });
    if (secret === null) throw new HandbackError('receipt_gone');
    const msisdn = (await lastNumbers(tx, [lineId])).get(lineId) as Msisdn | undefined;
    const number = msisdn === undefined ? null : maskMsisdn(msisdn);
    await insertLetter(tx, op.vault, {
      ...{ caseId, lineId, partyId, dataKey, at, by: auditName(actor) },
      body: { address, reference, secret, number, language: party.language },
    });
    await forgetDeskReceipt(tx, caseId);
    await insertAudit(tx, [{ caseId, lineId, actor: auditName(actor), action: 'letter_asked_for' }]);
  });
}

const MOST_LINES = 6;
const LONGEST_LINE = 60;

/** @throws HandbackError `field_missing`, `field_invalid` */
function addressOf(said: string): string {
  const lines = said
    .split(/\r?\n/)
    .map((line) => cleanText(line, LONGEST_LINE))
    .filter((line) => line !== '');
  if (lines.length === 0) throw new HandbackError('field_missing', { field: 'address' });
  if (lines.length > MOST_LINES) throw new HandbackError('field_invalid', { field: 'address' });
  return lines.join('\n');
}
