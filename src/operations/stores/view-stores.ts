import { HandbackError } from '../../domain/errors.ts';
import { type Span, spansOn } from '../../domain/stores/opening-hours.ts';
import {
  bookable,
  bookingDays,
  isBookable,
  type Slot,
  seatsBeside,
  slotsOn,
} from '../../domain/stores/slots.ts';
import type { Store } from '../../domain/stores/store.ts';
import { addDays, type LocalDate, localDateAt, localInstant } from '../../domain/values/local-date.ts';
import { seatsTaken } from '../../store/stores/appointments.ts';
import { countStores, findStore, listedStores, type StoreFilter } from '../../store/stores/stores.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { storeCalendar } from './store-calendar.ts';

export type { StoreFilter } from '../../store/stores/stores.ts';

export interface StorePage {
  readonly stores: readonly Store[];
  /** Of all pages. */
  readonly total: number;
  /** What `after` must be for the next page; null on the last. */
  readonly next: string | null;
}

const MOST = 1_000;

/**
 * Where people are attended to, in the operator's order.
 * @throws HandbackError `request_invalid` for an `after` that no page gave
 */
export async function listStores(
  op: Operations,
  actor: Actor,
  asked: StoreFilter & { readonly after: string | null; readonly limit: number },
): Promise<StorePage> {
  requireAccess(actor, 'listStores');
  const { after, limit } = asked;
  if (limit < 1 || limit > MOST) throw new HandbackError('request_invalid', { field: 'limit' });
  if (after !== null && !/^\d{1,9}$/.test(after))
    throw new HandbackError('request_invalid', { field: 'after' });
  const fetched = await listedStores(op.pool, {
    ...asked,
    after: after === null ? null : Number(after),
    limit: limit + 1,
  });
  const stores = fetched.slice(0, limit);
  return {
    stores,
    total: await countStores(op.pool, asked),
    next: fetched.length > limit ? String(stores.at(-1)!.position) : null,
  };
}

export interface OpenDay {
  readonly day: LocalDate;
  /** Empty: closed. */
  readonly spans: readonly Span[];
}

export interface StoreView {
  readonly store: Store;
  /** The coming seven days, today the first. */
  readonly week: readonly OpenDay[];
  /** The days on which an appointment can be made. */
  readonly days: readonly LocalDate[];
}

/** One store, and when it is open. @throws HandbackError `store_unknown` */
export async function viewStore(
  op: Operations,
  actor: Actor,
  { storeId }: { readonly storeId: string },
): Promise<StoreView> {
  requireAccess(actor, 'viewStore');
  const store = await openStore(op, storeId);
  const calendar = storeCalendar(op, store);
  const now = op.clock.now();
  const today = localDateAt(now, store.timeZone);
  return {
    store,
    week: Array.from({ length: 7 }, (_, i) => addDays(today, i)).map((day) => ({
      day,
      spans: spansOn(store.hours, day, calendar),
    })),
    days: bookingDays(store, now).filter((day) => isBookable(store, day, calendar, now)),
  };
}

export interface FreeSlot extends Slot {
  /** How many more can come then. */
  readonly free: number;
}

/** The times of one day at a store for which appointments are made, full ones too. @throws HandbackError `store_unknown` */
export async function viewSlots(
  op: Operations,
  actor: Actor,
  { storeId, day }: { readonly storeId: string; readonly day: LocalDate },
): Promise<readonly FreeSlot[]> {
  requireAccess(actor, 'viewSlots');
  const store = await openStore(op, storeId);
  const now = op.clock.now();
  if (!bookingDays(store, now).includes(day)) return [];
  const slots = bookable(slotsOn(store, day, storeCalendar(op, store)), now);
  const taken = await seatsTaken(op.pool, storeId, {
    from: localInstant(day, 0, store.timeZone),
    to: localInstant(addDays(day, 1), 0, store.timeZone),
  });
  return slots.map((slot) => ({
    ...slot,
    free: Math.max(0, store.places - seatsBeside(slot, taken).size),
  }));
}

async function openStore(op: Operations, storeId: string): Promise<Store> {
  const found = storeId.includes('\0') ? null : await findStore(op.pool, storeId);
  if (found === null || found.closedAt !== null) throw new HandbackError('store_unknown');
  return found;
}
