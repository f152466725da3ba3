import { HandbackError } from '../../domain/errors.ts';
import type { AppointmentState } from '../../domain/stores/appointment.ts';
import type { Store } from '../../domain/stores/store.ts';
import { addDays, type LocalDate, localDateAt, localInstant } from '../../domain/values/local-date.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { type Appointment, appointmentsAt, endAppointments } from '../../store/stores/appointments.ts';
import { findStore } from '../../store/stores/stores.ts';
import { type Actor, auditName, staffBehind } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { type AppointmentLink, appointmentOfLink } from './appointment-link.ts';

export interface AppointmentView {
  readonly appointment: Appointment;
  readonly store: Store;
  readonly state: AppointmentState;
}

/** An appointment, by the link that came when it was made. Looking changes nothing. @throws HandbackError `appointment_unknown` */
export async function viewAppointment(
  op: Operations,
  actor: Actor,
  link: AppointmentLink,
): Promise<AppointmentView> {
  requireAccess(actor, 'viewAppointment');
  return viewOf(op, await appointmentOfLink(op, link));
}

/**
 * Cancels it, so that somebody else can have the time. Done twice it is done once.
 * @throws HandbackError `appointment_unknown`, `appointment_over` once it has begun, or the store changed it
 */
export async function cancelAppointment(
  op: Operations,
  actor: Actor,
  link: AppointmentLink,
): Promise<AppointmentView> {
  requireAccess(actor, 'cancelAppointment');
  const found = await appointmentOfLink(op, link);
  const { state } = await viewOf(op, found);
  if (state === 'over' || state === 'store_changed') throw new HandbackError('appointment_over');
  const { reference, storeId, lineId } = found;
  await inTransaction(op.pool, async (tx) => {
    const ended = await endAppointments(tx, [reference], { why: 'cancelled', at: op.clock.now() });
    if (ended.length === 0) return;
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId, actor: auditName(actor), action: 'appointment_cancelled' },
        facts: { reference, storeId },
      },
    ]);
  });
  return viewOf(op, await appointmentOfLink(op, link));
}

async function viewOf(op: Operations, appointment: Appointment): Promise<AppointmentView> {
  const store = await findStore(op.pool, appointment.storeId);
  if (store === null) throw new HandbackError('appointment_unknown');
  return { appointment, store, state: stateOf(appointment, op.clock.now()) };
}

function stateOf({ endedFor, startsAt }: Appointment, now: Date): AppointmentState {
  return endedFor ?? (startsAt <= now ? 'over' : 'ahead');
}

/** More than any counter can take. */
const MOST_A_DAY = 1_000;

export interface ShopDay {
  readonly store: Store;
  readonly day: LocalDate;
  readonly appointments: readonly AppointmentView[];
}

/**
 * Who comes today to the store where whoever asks sits; null where the issuer names no store for them, or one that is not on the list.
 * @throws HandbackError `role_needed`
 */
export async function listAppointments(op: Operations, actor: Actor): Promise<ShopDay | null> {
  requireAccess(actor, 'listAppointments');
  const shop = staffBehind(actor)?.shop ?? null;
  const store = shop === null ? null : await findStore(op.pool, shop);
  if (store === null || store.closedAt !== null) return null;
  const now = op.clock.now();
  const day = localDateAt(now, store.timeZone);
  const from = localInstant(day, 0, store.timeZone);
  const to = localInstant(addDays(day, 1), 0, store.timeZone);
  const all = await appointmentsAt(op.pool, store.storeId, { from, to, limit: MOST_A_DAY });
  if (all.length > 0)
    await insertAudit(op.pool, [
      {
        ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
        facts: { what: 'appointments', storeId: store.storeId, day },
      },
    ]);
  return {
    ...{ store, day },
    appointments: all.map((appointment) => ({ appointment, store, state: stateOf(appointment, now) })),
  };
}
