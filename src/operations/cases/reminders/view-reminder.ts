import { noticesOfCase } from '../../../store/notices.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { caseFor } from '../case-for.ts';
import { type ReminderChoices, reminderChoices } from './reminder-of.ts';

export interface ReminderView
  extends Pick<ReminderChoices, 'serviceEndAt' | 'timeZone' | 'contacts' | 'days'> {
  /** When the reminder that was chosen leaves, and by what; null where none waits. */
  readonly chosen: { readonly at: Date; readonly channel: 'sms' | 'email' } | null;
}

const MINUTE = 60_000;

/**
 * On which days, and where, the holder can be reminded of the end of their line; null where no end lies ahead.
 * @throws HandbackError `not_signed_in`, `case_unknown`
 */
export async function viewReminder(
  op: Operations,
  actor: Actor,
  request: { readonly caseId: string },
): Promise<ReminderView | null> {
  requireAccess(actor, 'viewReminder');
  const record = await caseFor(op.pool, actor, request);
  const choices = await reminderChoices(op, op.pool, record, op.clock.now());
  if (choices === null) return null;
  const { serviceEndAt, timeZone, contacts, days } = choices;
  const waiting = (await noticesOfCase(op.pool, record.caseId)).find(
    ({ kind, state }) => kind === 'leaving_reminder' && state === 'waiting',
  );
  // Its wait was counted by two clocks, which differ by milliseconds.
  const at = waiting?.nextTryAt ? new Date(Math.round(waiting.nextTryAt.getTime() / MINUTE) * MINUTE) : null;
  const chosen = waiting && at ? { at, channel: waiting.channel } : null;
  return { serviceEndAt, timeZone, contacts, days, chosen };
}
