import { reminderDays } from '../../../domain/guidance/reminder-day.ts';
import { maskEmail } from '../../../domain/values/email.ts';
import type { LocalDate } from '../../../domain/values/local-date.ts';
import { type Msisdn, maskMsisdn } from '../../../domain/values/msisdn.ts';
import type { CaseRecord } from '../../../store/cases/cases.ts';
import type { Db } from '../../../store/database/database.ts';
import { findLine } from '../../../store/lines/lines.ts';
import { type ContactRow, contactsOf, findParty, type Party } from '../../../store/people/parties.ts';
import type { Operations } from '../../context.ts';

/** A contact of the person that is not the line which ends. */
export interface OtherContact extends Pick<ContactRow, 'contactId' | 'channel'> {
  readonly masked: string;
}

export interface ReminderChoices {
  readonly serviceEndAt: Date;
  readonly timeZone: string;
  readonly contacts: readonly OtherContact[];
  /** Null where no morning is left before the end. */
  readonly days: { readonly first: LocalDate; readonly last: LocalDate } | null;
  readonly party: Party;
  readonly msisdn: string | null;
}

/** How the person of a case can be reminded of its end; null where that is not known, or nothing ends. */
export async function reminderChoices(
  op: Operations,
  db: Db,
  record: CaseRecord,
  now: Date,
): Promise<ReminderChoices | null> {
  const { stage, dueAt, holderId, lineId } = record;
  // While it cools off, what is due next is the end of service.
  if (stage !== 'cool_off' || dueAt === null || record.closedAt !== null) return null;
  if (record.withdrawRequestedAt !== null || record.pausedAt !== null || record.route !== null) return null;
  const party = await findParty(db, op.vault, holderId);
  if (party === null) return null;
  const msisdn = (await findLine(db, lineId))?.line.msisdn ?? null;
  const contacts = (await contactsOf(db, op.vault, party)).filter(
    ({ verifiedAt, value }) => verifiedAt !== null && value !== msisdn,
  );
  const { timeZone } = op.rulebooks.forCase(record, now);
  return {
    serviceEndAt: dueAt,
    timeZone,
    contacts: contacts.map(({ contactId, channel, value }) => ({
      contactId,
      channel,
      masked: channel === 'email' ? maskEmail(value) : maskMsisdn(value as Msisdn),
    })),
    days: reminderDays(now, dueAt, timeZone),
    ...{ party, msisdn },
  };
}
