import { smsText } from '../../messages/sms.ts';
import type { Db } from '../../store/database/database.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import { insertNotices } from '../../store/outbox.ts';
import { contactsOf, findParty } from '../../store/people/parties.ts';
import { wakeOutbox } from '../../store/wake.ts';
import type { Operations } from '../context.ts';

/** The line's own number and every other contact are told: whoever did not ask for this learns of it in time. */
export async function tellEveryContact(
  op: Operations,
  tx: Db,
  record: LineRecord,
  opened: { caseId: string; reference: string },
  kind: 'declared' | 'barred' | 'withdrawn',
): Promise<void> {
  const party = await findParty(tx, op.vault, record.holderId);
  if (party === null) return;
  const text = smsText(op.sender, party.language, kind, { reference: opened.reference });
  const base = { caseId: opened.caseId, partyId: party.partyId, dataKey: party.dataKey, kind, text };
  const contacts = await contactsOf(tx, op.vault, party);
  await insertNotices(tx, op.vault, [
    ...(record.line.msisdn === null ? [] : [{ ...base, to: { msisdn: record.line.msisdn } }]),
    ...contacts
      .filter((c) => c.verifiedAt !== null)
      .map((c) => ({ ...base, to: { contactId: c.contactId } })),
  ]);
  await wakeOutbox(tx);
}
