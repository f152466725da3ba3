import { addDays, type LocalDate, localDateAt, localInstant } from '../values/local-date.ts';
import type { Calendar } from '../values/working-days.ts';
import { type Span, spansOn } from './opening-hours.ts';
import type { Store } from './store.ts';

/** A time for which an appointment can be made. */
export interface Slot {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Appointments are made from an hour ahead, so that the desk can know of them, and for so many days. */
export const BOOK_AHEAD_MS = 3_600_000;
export const BOOK_DAYS = 30;
/** So long before it somebody is reminded of an appointment that they made earlier than that. */
export const REMIND_BEFORE_MS = 24 * 3_600_000;

const MINUTE_MS = 60_000;

/** The times of one day, the earliest first: each lies whole within the hours, and a time that the clocks skip or repeat counts once. */
export function slotsOn(store: Store, day: LocalDate, calendar: Calendar): readonly Slot[] {
  const { hours, timeZone, slotMinutes, places } = store;
  if (places === 0) return [];
  const slots = new Map<number, Slot>();
  for (const span of spansOn(hours, day, calendar)) {
    const shuts = localInstant(day, span.to, timeZone);
    for (const minutes of startsIn(span, slotMinutes)) {
      const slot = slotFrom(localInstant(day, minutes, timeZone), slotMinutes);
      // Where the clocks jump, the last one would reach over the time at which the store shuts.
      if (slot.endsAt <= shuts) slots.set(slot.startsAt.getTime(), slot);
    }
  }
  return [...slots.values()];
}

const slotFrom = (startsAt: Date, slotMinutes: number): Slot => ({
  startsAt,
  endsAt: new Date(startsAt.getTime() + slotMinutes * MINUTE_MS),
});

/** Whether anything of a day can be booked at `now`: its last time tells, and the others need not be made. */
export function isBookable(store: Store, day: LocalDate, calendar: Calendar, now: Date): boolean {
  const { hours, timeZone, slotMinutes, places } = store;
  if (places === 0) return false;
  for (const span of spansOn(hours, day, calendar).toReversed()) {
    const shuts = localInstant(day, span.to, timeZone);
    for (const minutes of startsIn(span, slotMinutes).toReversed()) {
      const slot = slotFrom(localInstant(day, minutes, timeZone), slotMinutes);
      if (slot.endsAt <= shuts) return bookable([slot], now).length > 0;
    }
  }
  return false;
}

function startsIn({ from, to }: Span, slotMinutes: number): readonly number[] {
  const count = Math.floor((to - from) / slotMinutes);
  return Array.from({ length: count }, (_, i) => from + i * slotMinutes);
}

/** Which seats are taken at a time, by appointments of any length that reach into it. */
export function seatsBeside(
  { startsAt, endsAt }: Slot,
  taken: readonly (Slot & { readonly seat: number })[],
): ReadonlySet<number> {
  const beside = taken.filter((one) => one.startsAt < endsAt && one.endsAt > startsAt);
  return new Set(beside.map(({ seat }) => seat));
}

/** Of these, those that can still be booked at `now`. */
export function bookable(slots: readonly Slot[], now: Date): readonly Slot[] {
  return slots.filter(({ startsAt }) => startsAt.getTime() >= now.getTime() + BOOK_AHEAD_MS);
}

/** The days for which appointments are made, today the first. */
export function bookingDays(store: Store, now: Date): readonly LocalDate[] {
  const today = localDateAt(now, store.timeZone);
  return Array.from({ length: BOOK_DAYS }, (_, i) => addDays(today, i));
}

/** The slot of the store that begins then; null where there is none. */
export function slotAt(store: Store, startsAt: Date, calendar: Calendar): Slot | null {
  const day = localDateAt(startsAt, store.timeZone);
  return slotsOn(store, day, calendar).find((slot) => slot.startsAt.getTime() === startsAt.getTime()) ?? null;
}
