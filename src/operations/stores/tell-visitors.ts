import { smsMoment, smsText } from '../../messages/sms.ts';
import type { Db } from '../../store/database/database.ts';
import { findLines } from '../../store/lines/lines.ts';
import { type CaseNotice, insertNotices } from '../../store/outbox.ts';
import { contactsOf, findParty, type Party } from '../../store/people/parties.ts';
import type { Appointment } from '../../store/stores/appointments.ts';
import { findStore } from '../../store/stores/stores.ts';
import { wakeOutbox } from '../../store/wake.ts';
import type { Operations } from '../context.ts';
import { appointmentPath } from './appointment-link.ts';

/**
 * Tells whoever made them and signed in for it, at the number by which they did. Where that has ended or is somebody else's by now, at
 * their other contact.
 */
export async function tellVisitors(
  op: Operations,
  tx: Db,
  appointments: readonly Appointment[],
  kind: 'appointment_made' | 'appointment_soon' | 'appointment_off',
): Promise<void> {
  const notices: CaseNotice[] = [];
  for (const one of appointments) {
    const party = one.partyId === null ? null : await findParty(tx, op.vault, one.partyId);
    const store = await findStore(tx, one.storeId);
    const to = party === null ? null : await whereTo(op, tx, party, one.lineId);
    if (party === null || store === null || to === null) continue;
    const { language, partyId, dataKey } = party;
    const facts = {
      reference: one.reference,
      store: store.names[language] ?? store.names.en,
      at: smsMoment(language, one.startsAt, store.timeZone),
      url: `${op.sender.portal}${appointmentPath(op.vault, one.reference)}`,
    };
    notices.push({
      ...{ caseId: null, partyId, dataKey, kind, to },
      text: smsText(op.sender, language, kind, facts, null),
      goodForMs: Math.max(0, one.startsAt.getTime() - op.clock.now().getTime()),
    });
  }
  if (notices.length === 0) return;
  await insertNotices(tx, op.vault, notices);
  await wakeOutbox(tx);
}

async function whereTo(
  op: Operations,
  tx: Db,
  party: Party,
  lineId: string | null,
): Promise<CaseNotice['to'] | null> {
  const record = lineId === null ? undefined : (await findLines(tx, [lineId])).get(lineId);
  if (record !== undefined && record.holderId === party.partyId) {
    const { status, msisdn } = record.line;
    if (status !== 'ended' && msisdn !== null) return { msisdn };
  }
  const contact = (await contactsOf(tx, op.vault, party)).find(({ verifiedAt }) => verifiedAt !== null);
  return contact === undefined ? null : { contactId: contact.contactId, channel: contact.channel };
}
