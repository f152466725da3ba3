import { HandbackError } from '../../../domain/errors.ts';
import { reminderInstant } from '../../../domain/guidance/reminder-day.ts';
import { parseTypedDate } from '../../../domain/values/local-date.ts';
import { smsMoment, smsText } from '../../../messages/sms.ts';
import { insertAudit } from '../../../store/audit.ts';
import { findCase, lockOpenCase } from '../../../store/cases/cases.ts';
import { inTransaction } from '../../../store/database/database.ts';
import { insertNotices, outdateNotices } from '../../../store/outbox.ts';
import { wakeOutbox } from '../../../store/wake.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { caseFor } from '../case-for.ts';
import { reminderChoices } from './reminder-of.ts';

/**
 * Has the holder reminded of the end of their line, by a contact that outlives it, in the morning of a day of theirs. It waits in
 * the outbox, in the place of one that was chosen before; a withdrawal lets go of it.
 *
 * @throws HandbackError `not_signed_in`, `case_unknown`, `stage_conflict` where no end lies ahead, `contact_invalid` for what is no
 *   confirmed contact of theirs, `date_invalid` for a day that is over or after the end
 */
export async function remindBeforeEnd(
  op: Operations,
  actor: Actor,
  request: { readonly caseId: string; readonly contactId: string; readonly day: string },
): Promise<void> {
  requireAccess(actor, 'remindBeforeEnd');
  const { caseId, lineId, reference } = await caseFor(op.pool, actor, request);
  const day = parseTypedDate(request.day);
  await inTransaction(op.pool, async (tx) => {
    // A withdrawal, or the end itself, comes wholly before this or wholly after it.
    await lockOpenCase(tx, caseId);
    const record = await findCase(tx, { caseId });
    const now = op.clock.now();
    const choices = record === null ? null : await reminderChoices(op, tx, record, now);
    if (choices === null) throw new HandbackError('stage_conflict', { stage: record?.stage ?? 'close' });
    const contact = choices.contacts.find(({ contactId }) => contactId === request.contactId);
    if (contact === undefined) throw new HandbackError('contact_invalid', { reason: 'none_given' });
    const { days, serviceEndAt, timeZone, party, msisdn } = choices;
    if (days === null || day < days.first || day > days.last)
      throw new HandbackError('date_invalid', { reason: 'range' });
    const at = reminderInstant(day, timeZone);
    const { language, partyId, dataKey } = party;
    const facts = {
      reference,
      until: smsMoment(language, serviceEndAt, timeZone),
      url: `${op.sender.portal}/before-you-go`,
    };
    const text = smsText(op.sender, language, 'leaving_reminder', facts, msisdn);
    const to = { contactId: contact.contactId, channel: contact.channel };
    await outdateNotices(tx, [caseId], { kinds: ['leaving_reminder'] });
    await insertNotices(tx, op.vault, [
      {
        ...{ caseId, partyId, dataKey, kind: 'leaving_reminder', to, text },
        afterMs: at.getTime() - now.getTime(),
        goodForMs: serviceEndAt.getTime() - at.getTime(),
      },
    ]);
    const audit = { caseId, lineId, actor: auditName(actor), action: 'reminder_chosen' };
    await insertAudit(tx, [{ ...audit, facts: { day, channel: contact.channel } }]);
    await wakeOutbox(tx);
  });
}
