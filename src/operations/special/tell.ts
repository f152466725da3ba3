import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import { looksLikeEmail, parseEmail } from '../../domain/values/email.ts';
import { parseMsisdn } from '../../domain/values/msisdn.ts';
import { smsMoment, smsText } from '../../messages/sms.ts';
import type { Db } from '../../store/database/database.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import { type CaseNotice, insertNotices } from '../../store/outbox.ts';
import { type ContactAddress, contactsOf, findParty, type Party } from '../../store/people/parties.ts';
import { addRequesterContact, reachesHolder } from '../../store/special/requesters.ts';
import { readBody, type SpecialRequest } from '../../store/special/requests.ts';
import { wakeOutbox } from '../../store/wake.ts';
import { objectionUrl } from '../cases/objections/objection-link.ts';
import type { Operations } from '../context.ts';
import type { GivenContact } from '../people/contacts/given-contact.ts';
import { toEverybody } from '../people/contacts/to-everybody.ts';

/** A case that somebody asked for in the place of the holder. */
export interface AskedForHolder {
  readonly caseId: string;
  readonly reference: string;
  readonly record: LineRecord;
  readonly rules: ResolvedRules;
  /** The end of service. */
  readonly until: Date;
}

/**
 * The line's number and every contact of its holder are told what somebody asked for in their place, until when it can be stopped,
 * and by whom. A holder who lives, or never gave that authority, learns of it in time. Of a confidential case none of it
 * leaves (`insertNotices`).
 */
export async function tellHoldersOfRequest(
  op: Operations,
  tx: Db,
  told: readonly AskedForHolder[],
): Promise<void> {
  const notices: CaseNotice[] = [];
  for (const [holderId, theirs] of Map.groupBy(told, ({ record }) => record.holderId)) {
    const holder = await findParty(tx, op.vault, holderId);
    if (holder === null) continue;
    const contacts = (await contactsOf(tx, op.vault, holder)).filter(({ verifiedAt }) => verifiedAt !== null);
    notices.push(...theirs.flatMap((one) => noticesOf(op, holder, contacts, one)));
  }
  if (notices.length === 0) return;
  await insertNotices(tx, op.vault, notices);
  await wakeOutbox(tx);
}

function noticesOf(
  op: Operations,
  { partyId, dataKey, language }: Party,
  contacts: readonly ContactAddress[],
  { caseId, reference, record, rules, until }: AskedForHolder,
): readonly CaseNotice[] {
  const { msisdn } = record.line;
  const facts = {
    reference,
    until: smsMoment(language, until, rules.timeZone),
    stop: objectionUrl(op, reference),
  };
  // Of a line that its holder never opened, whoever has the phone is somebody else.
  const kind = rules.route === 'not_mine' ? 'closing_not_mine' : 'asked_for_you';
  const text = smsText(op.sender, language, kind, facts, msisdn);
  return toEverybody({ caseId, partyId, dataKey, kind, text }, contacts, msisdn);
}

/**
 * Where they left a contact, the requester is told that it is decided, and nothing of what or about whom: others may read it.
 * @param verifiedAt as of `requesterContact`
 */
export async function tellRequester(
  op: Operations,
  tx: Db,
  request: SpecialRequest,
  requester: Party,
  verifiedAt: Date | null,
): Promise<void> {
  const { partyId, dataKey, language } = requester;
  const to = await requesterContact(op, tx, request, requester, verifiedAt);
  if (to === null) return;
  const text = smsText(op.sender, language, 'request_decided', { reference: request.reference }, null);
  await insertNotices(tx, op.vault, [{ caseId: null, partyId, dataKey, kind: 'request_decided', to, text }]);
  await wakeOutbox(tx);
}

/**
 * Where the requester is told of their cases; null where they left nothing, or what would reach the holder of a line that is asked for in
 * confidence. That is held back without a word: to refuse it would tell who has which number.
 *
 * @param verifiedAt when whoever accepted it had compared who they are: the contact is told of the cases from then on. Null for a
 *   request that was refused
 */
export async function requesterContact(
  op: Operations,
  tx: Db,
  { requestId, confidential }: SpecialRequest,
  requester: Party,
  verifiedAt: Date | null,
): Promise<ContactAddress | null> {
  const said = await readBody(tx, op.vault, { requestId, dataKey: requester.dataKey });
  if (said === null || said.body.contact === '') return null;
  const given = contactIn(op, said.body.contact);
  const lineIds = said.body.lines.flatMap((lineId) => lineId ?? []);
  if (
    confidential &&
    (await reachesHolder(tx, op.vault, { lineIds, requesterId: requester.partyId, ...given }))
  )
    return null;
  return addRequesterContact(tx, op.vault, requester, { ...given, verifiedAt });
}

/** As it was checked when the request came; whether mail can be sent from here is for whoever sends it. */
function contactIn(op: Operations, text: string): GivenContact {
  return looksLikeEmail(text)
    ? { channel: 'email', value: parseEmail(text) }
    : { channel: 'sms', value: parseMsisdn(text, op.defaultCallingCode) };
}
