import type { Language } from '../../domain/values/language.ts';
import { messages } from '../../messages/index.ts';
import { smsText } from '../../messages/sms.ts';
import { formatsIn } from '../../messages/writing.ts';
import type { Complaint } from '../../store/complaints/complaints.ts';
import type { Db } from '../../store/database/database.ts';
import { findLine } from '../../store/lines/lines.ts';
import type { Party } from '../../store/people/parties.ts';
import type { Operations } from '../context.ts';
import { tellEverybody } from '../people/contacts/to-everybody.ts';
import { complaintPath } from './complaint-link.ts';

type Told =
  | { readonly kind: 'complaint_received' | 'complaint_answered' }
  | { readonly kind: 'complaint_late'; readonly regulator: string };

/**
 * Tells whoever complained, by every verified contact, and by the number of the line as long as it is theirs. Of a confidential case nothing
 * leaves for the holder (`insertNotices`).
 */
export async function tellComplainant(
  op: Operations,
  tx: Db,
  { caseId, lineId, reference, dueOn, jurisdiction, province }: Complaint,
  party: Party,
  told: Told,
): Promise<void> {
  const { language } = party;
  const { timeZone } = op.rulebooks.current(jurisdiction, province, op.clock.now());
  const by = formatsIn(messages(language).writing.smsLocale, timeZone).date(dueOn);
  const url = `${op.sender.portal}${complaintPath(op, reference)}`;
  const text = textOf(told, op, language, { reference, url, by });
  const line = await findLine(tx, lineId);
  const number = line?.holderId === party.partyId && line.line.status !== 'ended' ? line.line.msisdn : null;
  await tellEverybody(op, tx, party, { caseId, kind: told.kind, text }, number);
}

function textOf(
  told: Told,
  { sender }: Operations,
  language: Language,
  facts: { readonly reference: string; readonly url: string; readonly by: string },
): string {
  switch (told.kind) {
    case 'complaint_late':
      return smsText(sender, language, told.kind, { ...facts, regulator: told.regulator }, null);
    case 'complaint_received':
    case 'complaint_answered':
      return smsText(sender, language, told.kind, facts, null);
  }
}
