import { HandbackError } from '../../../../domain/errors.ts';
import { smsText } from '../../../../messages/sms.ts';
import { insertAudit } from '../../../../store/audit.ts';
import { inTransaction } from '../../../../store/database/database.ts';
import { keepPresenceCode, PRESENCE_CODE_MINUTES } from '../../../../store/desks/presence-codes.ts';
import { insertNotices } from '../../../../store/outbox.ts';
import { findParty } from '../../../../store/people/parties.ts';
import { wakeOutbox } from '../../../../store/wake.ts';
import { type Actor, auditName } from '../../../access/actor.ts';
import { withinCodeBudget } from '../../../access/code-budget.ts';
import { requireAccess } from '../../../access/require-access.ts';
import type { Operations } from '../../../context.ts';
import { attemptCounters } from '../../../people/attempt-counters.ts';
import { paceCodes, takesCodes } from '../../../people/one-time-code.ts';
import { rulesOfLine } from '../../../people/rules-of-line.ts';
import { type AttendedCustomer, currentCustomer, requireAttended } from '../attended.ts';
import { drawPresenceCode, presenceHash } from './presence-code.ts';

/**
 * Sends four digits to the line's own number, for the caller to read out: whoever does has its phone. Not to a line whose
 * phone is reported lost.
 *
 * @throws HandbackError `role_needed`, `not_signed_in`, `attendance_over`, `line_unknown`, `presence_impossible`,
 *   `code_too_soon`, `code_too_many`, `codes_exhausted`
 */
export async function sendPresenceCode(
  op: Operations,
  actor: Actor,
): Promise<{ readonly validMinutes: number }> {
  requireAccess(actor, 'sendPresenceCode');
  requireAttended(actor);
  await withinCodeBudget(op, actor, `staff ${actor.attended.person.subject}`, () => send(op, actor));
  return { validMinutes: PRESENCE_CODE_MINUTES };
}

async function send(op: Operations, actor: AttendedCustomer): Promise<void> {
  const now = op.clock.now();
  const code = drawPresenceCode(op);
  await inTransaction(op.pool, async (tx) => {
    const { record } = await currentCustomer(tx, actor);
    const { lineId, msisdn } = record.line;
    const party = await findParty(tx, op.vault, record.holderId);
    if (msisdn === null || party === null || !takesCodes(record))
      throw new HandbackError('presence_impossible');
    const counters = attemptCounters(op.vault, {
      ...{ door: 'presence', about: msisdn, actor, lineId },
    });
    const policy = rulesOfLine(op, record, now).settings.one_time_code.value;
    await paceCodes(tx, counters, policy, now);
    await keepPresenceCode(tx, {
      ...{ lineId, partyId: record.holderId, session: null, factors: ['sms_code'] },
      ...{ codeHash: presenceHash(op, lineId, code), at: now },
    });
    const { dataKey, language, partyId } = party;
    const minutes = PRESENCE_CODE_MINUTES;
    await insertNotices(tx, op.vault, [
      {
        ...{ caseId: null, partyId, dataKey, to: { msisdn }, kind: 'hotline_code' },
        goodForMs: minutes * 60_000,
        text: smsText(op.sender, language, 'hotline_code', { code, minutes }, msisdn),
      },
    ]);
    await insertAudit(tx, [
      { ...{ caseId: record.openCase, lineId, actor: auditName(actor) }, action: 'presence_code_sent' },
    ]);
    await wakeOutbox(tx);
  });
}
