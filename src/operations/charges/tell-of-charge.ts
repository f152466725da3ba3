import type { DisputeOutcome } from '../../domain/charges/tripwire.ts';
import { smsMoney, smsText } from '../../messages/sms.ts';
import { findClosedCase } from '../../store/cases/closed-cases.ts';
import { certificateOfCase } from '../../store/certificates/certificates.ts';
import type { Charge } from '../../store/charges/charges.ts';
import type { Db } from '../../store/database/database.ts';
import { lastNumbers } from '../../store/lines/former-numbers.ts';
import { insertNotices } from '../../store/outbox.ts';
import { contactsOf, findParty } from '../../store/people/parties.ts';
import { wakeOutbox } from '../../store/wake.ts';
import type { Operations } from '../context.ts';

/**
 * Tells a former holder of a charge that was held, or of what became of it, through another contact than the number that they gave up: that
 * one may be somebody else's. Of a confidential case nobody is told, and of one that is not closed yet only what became of it.
 */
export async function tellOfCharge(
  op: Operations,
  tx: Db,
  { caseId, lineId, held, confidential }: Charge,
  of:
    | { readonly kind: 'charge_held' }
    | { readonly kind: 'charge_decided'; readonly outcome: DisputeOutcome },
): Promise<void> {
  if (confidential || caseId === null || held === null) return;
  const ended = await findClosedCase(tx, caseId);
  if (ended === null) return;
  const told = await findParty(tx, op.vault, ended.requesterId ?? ended.holderId);
  if (told === null) return;
  const number = (await lastNumbers(tx, [lineId])).get(lineId) ?? null;
  const contact = (await contactsOf(tx, op.vault, told)).find(
    ({ verifiedAt, value }) => verifiedAt !== null && value !== number,
  );
  if (contact === undefined) return;
  const amount = smsMoney(told.language, held);
  const { reference } = ended;
  const certificate = of.kind === 'charge_held' ? await certificateOfCase(tx, caseId) : null;
  const url = certificate === null ? null : op.certificateUrl(certificate.certificateId);
  const text =
    of.kind === 'charge_held'
      ? smsText(op.sender, told.language, of.kind, { reference, amount, url }, number)
      : smsText(op.sender, told.language, of.kind, { reference, amount, outcome: of.outcome }, number);
  const { partyId, dataKey } = told;
  const to = { contactId: contact.contactId, channel: contact.channel };
  await insertNotices(tx, op.vault, [{ caseId, partyId, dataKey, kind: of.kind, to, text }]);
  await wakeOutbox(tx);
}
