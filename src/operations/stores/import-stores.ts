import { HandbackError } from '../../domain/errors.ts';
import { spansOn } from '../../domain/stores/opening-hours.ts';
import { seatsBeside } from '../../domain/stores/slots.ts';
import type { Store } from '../../domain/stores/store.ts';
import { localDateAt, localInstant } from '../../domain/values/local-date.ts';
import type { Calendar } from '../../domain/values/working-days.ts';
import { insertAudit } from '../../store/audit.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { type Appointment, appointmentsAhead, endAppointments } from '../../store/stores/appointments.ts';
import { lockStoreList, replaceStores } from '../../store/stores/stores.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { storeCalendar } from './store-calendar.ts';
import type { StoreFile } from './store-file.ts';
import { tellVisitors } from './tell-visitors.ts';

export interface StoresImported {
  readonly stores: number;
  /** Stores that were on the list before, and are not on this one. */
  readonly closed: number;
  /** Appointments that could not be kept; who made them is told. */
  readonly appointmentsEnded: number;
}

/** Of a dry run: nothing of it stays. */
const UNDO = Symbol('undo');

/**
 * Makes the list of stores that of the file, whole or not at all. Appointments at a store that is gone, shut at their time, without their
 * service, or with fewer places end, the last made first, and whoever can be reached is told.
 *
 * @throws HandbackError `forbidden`, `stores_invalid` where a row is wrong
 */
export async function importStores(
  op: Operations,
  actor: Actor,
  { file, dryRun }: { readonly file: StoreFile; readonly dryRun: boolean },
): Promise<StoresImported> {
  requireAccess(actor, 'importStores');
  if (file.problems.length > 0) throw new HandbackError('stores_invalid', { rows: file.problems.length });
  let done: StoresImported = { stores: 0, closed: 0, appointmentsEnded: 0 };
  try {
    await inTransaction(op.pool, async (tx) => {
      done = await replace(op, tx, file.stores);
      if (dryRun) throw UNDO;
      await insertAudit(tx, [
        {
          ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'stores_imported' },
          facts: { ...done },
        },
      ]);
    });
  } catch (error) {
    if (error !== UNDO) throw error;
  }
  return done;
}

async function replace(op: Operations, tx: Db, stores: readonly Store[]): Promise<StoresImported> {
  const now = op.clock.now();
  await lockStoreList(tx);
  const closed = await replaceStores(tx, stores, now);
  const byId = new Map(stores.map((store) => [store.storeId, store]));
  const lost: Appointment[] = [];
  for (const [storeId, ahead] of Map.groupBy(await appointmentsAhead(tx, now), (one) => one.storeId)) {
    const store = byId.get(storeId);
    lost.push(...(store === undefined ? ahead : lostAt(store, ahead, storeCalendar(op, store))));
  }
  const ended = await endAppointments(
    tx,
    lost.map(({ reference }) => reference),
    { why: 'store_changed', at: now },
  );
  await tellVisitors(op, tx, ended, 'appointment_off');
  return { stores: stores.length, closed, appointmentsEnded: ended.length };
}

/** Those that a store cannot keep. @param ahead in the order in which they were made */
function lostAt(store: Store, ahead: readonly Appointment[], calendar: Calendar): readonly Appointment[] {
  const kept: Appointment[] = [];
  return ahead.filter((one) => {
    const fits = isAttended(store, one, calendar) && seatsBeside(one, kept).size < store.places;
    if (fits) kept.push(one);
    return !fits;
  });
}

/** Whether the store is open all that time, and does what they come for. */
function isAttended(
  { hours, services, timeZone }: Store,
  { startsAt, endsAt, service }: Appointment,
  calendar: Calendar,
): boolean {
  const day = localDateAt(startsAt, timeZone);
  const at = (minutes: number): Date => localInstant(day, minutes, timeZone);
  return (
    services.includes(service) &&
    spansOn(hours, day, calendar).some(({ from, to }) => at(from) <= startsAt && endsAt <= at(to))
  );
}
