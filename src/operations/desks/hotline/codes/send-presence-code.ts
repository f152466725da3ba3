import { HandbackError } from '../../../../domain/errors.ts';
import { smsText } from '../../../../messages/sms.ts';
import { insertAudit } from '../../../../store/audit.ts';
import { inTransaction } from '../../../../store/database/database.ts';
import { keepPresenceCode, PRESENCE_CODE_MINUTES } from '../../../../store/desks/presence-codes.ts';
import { insertNotices, type Notice } from '../../../../store/outbox.ts';
import { findParty } from '../../../../store/people/parties.ts';
import { wakeOutbox } from '../../../../store/wake.ts';
import { type Actor, auditName } from '../../../access/actor.ts';
import { withinCodeBudget } from '../../../access/code-budget.ts';
import { requireAccess } from '../../../access/require-access.ts';
import type { Operations } from '../../../context.ts';
import { attemptCounters } from '../../../people/attempt-counters.ts';
import { settledContact } from '../../../people/contacts/settled-contact.ts';
import { paceCodes, takesCodes } from '../../../people/one-time-code.ts';
import { rulesOfLine } from '../../../people/rules-of-line.ts';
import { type AttendedCustomer, currentCustomer, requireAttended } from '../attended.ts';
import { drawLongCode, drawPresenceCode, presenceHash } from './presence-code.ts';

/**
 * Sends digits for the caller to read out: four to the line's own number, and whoever reads them has its phone; not to a line whose
 * phone is reported lost. Or six to the person's other number, the one verified longest ago: they count at the hotline, so
 * there are more of them.
 *
 * @throws HandbackError `role_needed`, `not_signed_in`, `attendance_over`, `line_unknown`, `presence_impossible`,
 *   `code_too_soon`, `code_too_many`, `codes_exhausted`
 */
export async function sendPresenceCode(
  op: Operations,
  actor: Actor,
  request: { readonly to: 'line' | 'contact' },
): Promise<{ readonly validMinutes: number }> {
  requireAccess(actor, 'sendPresenceCode');
  requireAttended(actor);
  await withinCodeBudget(op, actor, `staff ${actor.attended.person.subject}`, () =>
    send(op, actor, request.to),
  );
  return { validMinutes: PRESENCE_CODE_MINUTES };
}

async function send(op: Operations, actor: AttendedCustomer, to: 'line' | 'contact'): Promise<void> {
  const now = op.clock.now();
  const contact = to === 'contact' ? await settledContact(op, actor, now) : null;
  const code = to === 'contact' ? drawLongCode(op) : drawPresenceCode(op);
  await inTransaction(op.pool, async (tx) => {
    const { record } = await currentCustomer(tx, actor);
    const { lineId, msisdn } = record.line;
    const party = await findParty(tx, op.vault, record.holderId);
    const address: Notice['to'] | null =
      contact !== null
        ? { contactId: contact.contactId, channel: contact.channel }
        : to === 'line' && msisdn !== null && takesCodes(record)
          ? { msisdn }
          : null;
    if (address === null || party === null) throw new HandbackError('presence_impossible');
    const counters = attemptCounters(op.vault, {
      ...{ door: 'presence', about: msisdn ?? lineId, actor, lineId },
    });
    const policy = rulesOfLine(op, record, now).settings.one_time_code.value;
    await paceCodes(tx, counters, policy, now);
    await keepPresenceCode(tx, {
      ...{ lineId, partyId: record.holderId, session: null },
      factors: [to === 'contact' ? 'contact_code' : 'sms_code'],
      ...{ codeHash: presenceHash(op, lineId, code), at: now },
    });
    const { dataKey, language, partyId } = party;
    const minutes = PRESENCE_CODE_MINUTES;
    await insertNotices(tx, op.vault, [
      {
        ...{ caseId: null, partyId, dataKey, to: address, kind: 'hotline_code' },
        goodForMs: minutes * 60_000,
        text: smsText(op.sender, language, 'hotline_code', { code, minutes }, msisdn),
      },
    ]);
    await insertAudit(tx, [
      {
        ...{ caseId: record.openCase, lineId, actor: auditName(actor) },
        action: 'presence_code_sent',
        facts: { to },
      },
    ]);
    await wakeOutbox(tx);
  });
}
