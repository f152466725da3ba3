import { HandbackError } from '../../domain/errors.ts';
import { bookable, bookingDays, type Slot, seatsBeside, slotAt } from '../../domain/stores/slots.ts';
import type { Store, StoreService } from '../../domain/stores/store.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import { insertAudit } from '../../store/audit.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import {
  type Appointment,
  appointmentOfForm,
  insertAppointment,
  lockBooker,
  madeSince,
  seatsTaken,
  upcomingOf,
} from '../../store/stores/appointments.ts';
import { lockStore } from '../../store/stores/stores.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { type AppointmentLink, appointmentLink, newAppointmentReference } from './appointment-link.ts';
import { storeCalendar } from './store-calendar.ts';
import { tellVisitors } from './tell-visitors.ts';

const DAY_MS = 24 * 3_600_000;

/** How many appointments somebody may have ahead of them. */
export const MOST_APPOINTMENTS = 3;

export interface AppointmentAsked {
  readonly storeId: string;
  readonly startsAt: Date;
  readonly service: StoreService;
  /** Of the form or request by which it is made: sent twice, it makes one. */
  readonly formKey: string;
  /** Where the request came from, as `clientOf` names it. */
  readonly client: string;
}

/**
 * Makes an appointment. Of requests that come at once for the last place, one gets it. Whoever signed in gets a message and a reminder;
 * for anybody else the link that comes back is all there is.
 *
 * @throws HandbackError `store_unknown`, `request_invalid` for what the store does not do, `slot_unknown` for a time that it does not
 *   have, `slot_taken`, `appointments_exhausted`, `appointments_from_here` with `retryAt`
 */
export async function bookAppointment(
  op: Operations,
  actor: Actor,
  asked: AppointmentAsked,
): Promise<AppointmentLink> {
  requireAccess(actor, 'bookAppointment');
  const who = actor.kind === 'subscriber' ? actor : null;
  const by = who === null ? `client ${asked.client}` : `party ${who.partyId}`;
  const byBidx = op.vault.index('appointment by', by);
  // With what is asked for: the same key for something else is another request.
  const formKey = op.vault.index(
    'appointment form',
    JSON.stringify([by, asked.formKey, asked.storeId, asked.startsAt.toISOString(), asked.service]),
  );
  const made = await inTransaction(op.pool, async (tx) => {
    await lockBooker(tx, byBidx);
    const before = await appointmentOfForm(tx, formKey);
    if (before !== null) return before;
    const { seat, slot } = await freeSeat(op, tx, asked);
    await refuseMore(op, tx, byBidx, who !== null);
    const appointment = await insertAppointment(tx, {
      ...slot,
      ...{ formKey, byBidx, seat, storeId: asked.storeId, service: asked.service },
      ...{ partyId: who?.partyId ?? null, lineId: who?.lineId ?? null },
      ...{ reference: newAppointmentReference(op.vault), madeAt: op.clock.now() },
    });
    await insertAudit(tx, [audited(actor, appointment)]);
    await tellVisitors(op, tx, [appointment], 'appointment_made');
    return appointment;
  });
  return appointmentLink(op.vault, made.reference);
}

/**
 * Of a person what lies ahead counts. Behind the address of a client are many people, who know nothing of each other: there only what is
 * made in a day is bounded.
 */
async function refuseMore(op: Operations, tx: Db, byBidx: Buffer, signedIn: boolean): Promise<void> {
  const now = op.clock.now();
  if (signedIn) {
    if ((await upcomingOf(tx, byBidx, now)) >= MOST_APPOINTMENTS)
      throw new HandbackError('appointments_exhausted', { most: MOST_APPOINTMENTS });
    return;
  }
  const made = await madeSince(tx, byBidx, new Date(now.getTime() - DAY_MS));
  if (made.count < op.appointmentsPerClient) return;
  const retryAt = new Date((made.first ?? now).getTime() + DAY_MS);
  throw new HandbackError('appointments_from_here', { retryAt: retryAt.toISOString() });
}

/** A place that nobody has at that time; the store is locked, so that nobody else takes it meanwhile. */
async function freeSeat(
  op: Operations,
  tx: Db,
  { storeId, startsAt, service }: AppointmentAsked,
): Promise<{ readonly seat: number; readonly slot: Slot }> {
  const store = storeId.includes('\0') ? null : await lockStore(tx, storeId);
  if (store === null || store.closedAt !== null) throw new HandbackError('store_unknown');
  if (!store.services.includes(service)) throw new HandbackError('request_invalid', { field: 'service' });
  const slot = slotToBook(op, store, startsAt);
  if (slot === null) throw new HandbackError('slot_unknown');
  const taken = await seatsTaken(tx, storeId, { from: slot.startsAt, to: slot.endsAt });
  const seats = seatsBeside(slot, taken);
  if (seats.size >= store.places) throw new HandbackError('slot_taken');
  let seat = 1;
  while (seats.has(seat)) seat += 1;
  return { seat, slot };
}

function slotToBook(op: Operations, store: Store, startsAt: Date): Slot | null {
  const now = op.clock.now();
  const slot = slotAt(store, startsAt, storeCalendar(op, store));
  if (slot === null || bookable([slot], now).length === 0) return null;
  return bookingDays(store, now).includes(localDateAt(startsAt, store.timeZone)) ? slot : null;
}

const audited = (actor: Actor, { reference, storeId, lineId, startsAt }: Appointment) => ({
  ...{ caseId: null, lineId, actor: auditName(actor), action: 'appointment_made' },
  facts: { reference, storeId, startsAt: startsAt.toISOString() },
});
