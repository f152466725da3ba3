import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import { smsMoment, smsText } from '../../messages/sms.ts';
import type { Db } from '../../store/database/database.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import { insertNotices } from '../../store/outbox.ts';
import { contactsOf, findParty, type Party } from '../../store/people/parties.ts';
import { addRequesterContact } from '../../store/special/requesters.ts';
import { readBody, type SpecialRequest } from '../../store/special/requests.ts';
import { wakeOutbox } from '../../store/wake.ts';
import type { Operations } from '../context.ts';
import { givenContact } from '../people/contacts/given-contact.ts';

/**
 * The line's number and every contact of its holder are told what somebody asked for in their place, until when it can be stopped,
 * and by whom. A holder who lives, or never gave that authority, learns of it in time. Of a confidential case none of it
 * leaves (`insertNotices`).
 */
export async function tellHolderOfRequest(
  op: Operations,
  tx: Db,
  told: {
    readonly caseId: string;
    readonly reference: string;
    readonly record: LineRecord;
    readonly rules: ResolvedRules;
    /** The end of service. */
    readonly until: Date;
  },
): Promise<void> {
  const { caseId, reference, record, rules } = told;
  const { msisdn } = record.line;
  const holder = await findParty(tx, op.vault, record.holderId);
  if (holder === null) return;
  const until = smsMoment(holder.language, told.until, rules.timeZone);
  // Of a line that its holder never opened, whoever has the phone is somebody else.
  const kind = rules.route === 'not_mine' ? 'closing_not_mine' : 'asked_for_you';
  const text = smsText(op.sender, holder.language, kind, { reference, until }, msisdn);
  const base = { caseId, partyId: holder.partyId, dataKey: holder.dataKey, kind, text } as const;
  const contacts = await contactsOf(tx, op.vault, holder);
  await insertNotices(tx, op.vault, [
    ...contacts
      .filter(({ verifiedAt }) => verifiedAt !== null)
      .map(({ contactId, channel }) => ({ ...base, to: { contactId, channel } })),
    ...(msisdn === null ? [] : [{ ...base, to: { msisdn } }]),
  ]);
  await wakeOutbox(tx);
}

/**
 * Where they left a contact, the requester is told that it is decided, and nothing of what or about whom: others may read it.
 * Whoever decided has compared who they are, so the contact is told from now on.
 */
export async function tellRequester(
  op: Operations,
  tx: Db,
  { requestId, reference }: SpecialRequest,
  requester: Party,
  now: Date,
): Promise<void> {
  const { partyId, dataKey, language } = requester;
  const said = await readBody(tx, op.vault, { requestId, dataKey });
  if (said === null || said.body.contact === '') return;
  const given = givenContact(op, said.body.contact);
  const to = await addRequesterContact(tx, op.vault, requester, { ...given, now });
  const text = smsText(op.sender, language, 'request_decided', { reference }, null);
  await insertNotices(tx, op.vault, [{ caseId: null, partyId, dataKey, kind: 'request_decided', to, text }]);
  await wakeOutbox(tx);
}
