import { smsMoment, smsText } from '../../messages/sms.ts';
import type { Db } from '../../store/database/database.ts';
import { findLines, type LineRecord } from '../../store/lines/lines.ts';
import { type CaseNotice, insertNotices } from '../../store/outbox.ts';
import { contactsOf, findParty, type Party } from '../../store/people/parties.ts';
import type { Appointment } from '../../store/stores/appointments.ts';
import { findStore } from '../../store/stores/stores.ts';
import { wakeOutbox } from '../../store/wake.ts';
import type { Operations } from '../context.ts';
import { appointmentLink, appointmentPath } from './appointment-link.ts';

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
  const reached = appointments.filter(({ partyId }) => partyId !== null);
  if (reached.length === 0) return;
  const each = <T>(
    of: (one: Appointment) => string,
    read: (id: string) => Promise<T>,
  ): Promise<Map<string, T>> => readEach([...new Set(reached.map(of))], read);
  const lines = await findLines(
    tx,
    reached.flatMap(({ lineId }) => lineId ?? []),
  );
  const stores = await each(
    ({ storeId }) => storeId,
    (id) => findStore(tx, id),
  );
  const parties = await each(
    ({ partyId }) => partyId!,
    (id) => findParty(tx, op.vault, id),
  );
  const notices: CaseNotice[] = [];
  for (const one of reached) {
    const party = parties.get(one.partyId!) ?? null;
    const store = stores.get(one.storeId) ?? null;
    const line = one.lineId === null ? undefined : lines.get(one.lineId);
    const to = party === null ? null : await whereTo(op, tx, party, line);
    if (party === null || store === null || to === null) continue;
    const { language, partyId, dataKey } = party;
    const facts = {
      reference: one.reference,
      store: store.names[language],
      at: smsMoment(language, one.startsAt, store.timeZone),
      url: `${op.sender.portal}${appointmentPath(appointmentLink(op.vault, one.reference))}`,
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

async function readEach<T>(
  ids: readonly string[],
  read: (id: string) => Promise<T>,
): Promise<Map<string, T>> {
  const found = new Map<string, T>();
  for (const id of ids) found.set(id, await read(id));
  return found;
}

async function whereTo(
  op: Operations,
  tx: Db,
  party: Party,
  line: LineRecord | undefined,
): Promise<CaseNotice['to'] | null> {
  if (line !== undefined && line.holderId === party.partyId) {
    const { status, msisdn } = line.line;
    if (status !== 'ended' && msisdn !== null) return { msisdn };
  }
  const contact = (await contactsOf(tx, op.vault, party)).find(({ verifiedAt }) => verifiedAt !== null);
  return contact === undefined ? null : { contactId: contact.contactId, channel: contact.channel };
}
