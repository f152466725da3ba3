import type { EndedFor } from '../../domain/stores/appointment.ts';
import type { StoreService } from '../../domain/stores/store.ts';
import type { Db } from '../database/database.ts';

export interface Appointment {
  readonly appointmentId: string;
  /** E.g. `AP-7K3F9QXM`; no secret. */
  readonly reference: string;
  readonly storeId: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly seat: number;
  readonly service: StoreService;
  /** Whom messages reach, and the line by which they signed in; null where nobody did. */
  readonly partyId: string | null;
  readonly lineId: string | null;
  readonly madeAt: Date;
  readonly endedAt: Date | null;
  readonly endedFor: EndedFor | null;
}

const COLUMNS = `appointment_id as "appointmentId", reference, store_id as "storeId", starts_at as "startsAt", ends_at as "endsAt", seat,
  service, party_id as "partyId", line_id as "lineId", made_at as "madeAt", ended_at as "endedAt", ended_for as "endedFor"`;

export interface NewAppointment extends Omit<Appointment, 'appointmentId' | 'endedAt' | 'endedFor'> {
  readonly formKey: Buffer;
  readonly byBidx: Buffer;
}

/** Puts it in; the seat must be free. */
export async function insertAppointment(tx: Db, made: NewAppointment): Promise<Appointment> {
  const { rows } = await tx.query<Appointment>({
    name: 'insert-appointment',
    text: `insert into appointment (reference, form_key, store_id, starts_at, ends_at, seat, service, by_bidx, party_id, line_id, made_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning ${COLUMNS}`,
    values: [
      ...[made.reference, made.formKey, made.storeId, made.startsAt, made.endsAt, made.seat, made.service],
      ...[made.byBidx, made.partyId, made.lineId, made.madeAt],
    ],
  });
  return rows[0]!;
}

/** What a form made already. */
export async function appointmentOfForm(db: Db, formKey: Buffer): Promise<Appointment | null> {
  const { rows } = await db.query<Appointment>({
    name: 'appointment-of-form',
    text: `select ${COLUMNS} from appointment where form_key = $1`,
    values: [formKey],
  });
  return rows[0] ?? null;
}

export async function findAppointment(db: Db, reference: string): Promise<Appointment | null> {
  const { rows } = await db.query<Appointment>({
    name: 'find-appointment',
    text: `select ${COLUMNS} from appointment where reference = $1`,
    values: [reference],
  });
  return rows[0] ?? null;
}

/**
 * The seats of a store that somebody has, and when: all that reach into the time from one instant to another. No appointment is longer than
 * eight hours (the table's own bound), so that what has been is not read.
 */
export async function seatsTaken(
  db: Db,
  storeId: string,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<readonly Pick<Appointment, 'seat' | 'startsAt' | 'endsAt'>[]> {
  const { rows } = await db.query<Pick<Appointment, 'seat' | 'startsAt' | 'endsAt'>>({
    name: 'seats-taken',
    text: `select seat, starts_at as "startsAt", ends_at as "endsAt" from appointment
      where store_id = $1 and ended_at is null and starts_at < $3 and ends_at > $2
        and starts_at > $2 - interval '8 hours'`,
    values: [storeId, from, to],
  });
  return rows;
}

/** How many somebody has ahead of them. */
export async function upcomingOf(db: Db, byBidx: Buffer, now: Date): Promise<number> {
  const { rows } = await db.query<{ n: number }>({
    name: 'upcoming-appointments',
    text: 'select count(*)::int4 as n from appointment where by_bidx = $1 and starts_at > $2 and ended_at is null',
    values: [byBidx, now],
  });
  return rows[0]!.n;
}

/** How many somebody made since then, cancelled ones too, and when the first of them. */
export async function madeSince(
  db: Db,
  byBidx: Buffer,
  since: Date,
): Promise<{ readonly count: number; readonly first: Date | null }> {
  const { rows } = await db.query<{ count: number; first: Date | null }>({
    name: 'appointments-made-since',
    text: 'select count(*)::int4 as count, min(made_at) as first from appointment where by_bidx = $1 and made_at > $2',
    values: [byBidx, since],
  });
  return rows[0]!;
}

/** Bookings of one person are taken one after the other, so that what they come to is counted. */
export async function lockBooker(tx: Db, byBidx: Buffer): Promise<void> {
  await tx.query({
    name: 'lock-booker',
    text: 'select pg_advisory_xact_lock(hashtextextended($1, 17))',
    values: [byBidx.toString('base64')],
  });
}

/** @returns null where it was over already */
export async function endAppointments(
  tx: Db,
  references: readonly string[],
  { why, at }: { readonly why: EndedFor; readonly at: Date },
): Promise<readonly Appointment[]> {
  const { rows } = await tx.query<Appointment>({
    name: 'end-appointments',
    text: `update appointment set ended_at = $3, ended_for = $2 where reference = any($1::text[]) and ended_at is null returning ${COLUMNS}`,
    values: [references, why, at],
  });
  return rows;
}

/** All that are still to come, for whoever changes the stores. */
export async function appointmentsAhead(tx: Db, now: Date): Promise<readonly Appointment[]> {
  const { rows } = await tx.query<Appointment>({
    name: 'appointments-ahead',
    text: `select ${COLUMNS} from appointment where starts_at > $1 and ended_at is null order by made_at, appointment_id`,
    values: [now],
  });
  return rows;
}

/** Done every few minutes: whoever comes within a day is reminded. */
export const REMINDERS_TASK = 'remind-visitors';

/** Of whom is to be reminded now; whoever takes them has them until the transaction ends. */
export async function takeReminders(
  tx: Db,
  {
    now,
    until,
    madeBefore,
    limit,
  }: Readonly<Record<'now' | 'until', Date>> & {
    /** Milliseconds that must lie between its making and its time: else the confirmation is the reminder. */
    readonly madeBefore: number;
    readonly limit: number;
  },
): Promise<readonly Appointment[]> {
  const { rows } = await tx.query<Appointment>({
    name: 'take-reminders',
    text: `update appointment set reminded_at = $1 where appointment_id in (
        select appointment_id from appointment where ended_at is null and reminded_at is null and party_id is not null
          and starts_at > $1 and starts_at <= $2 and made_at <= starts_at - $3 * interval '1 millisecond'
        order by starts_at limit $4 for update skip locked)
      returning ${COLUMNS}`,
    values: [now, until, madeBefore, limit],
  });
  return rows;
}

/** Who comes to a store, the earliest first, those whom the store told not to come too. */
export async function appointmentsAt(
  db: Db,
  storeId: string,
  { from, to, limit }: { readonly from: Date; readonly to: Date; readonly limit: number },
): Promise<readonly Appointment[]> {
  const { rows } = await db.query<Appointment>({
    name: 'appointments-at',
    text: `select ${COLUMNS} from appointment where store_id = $1 and starts_at >= $2 and starts_at < $3
        and ended_for is distinct from 'cancelled'
      order by starts_at, seat, made_at limit $4`,
    values: [storeId, from, to, limit],
  });
  return rows;
}
