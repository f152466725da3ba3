import type { AppointmentState } from '../../domain/stores/appointment.ts';
import type { StoreService } from '../../domain/stores/store.ts';

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`;

/** Stores, their hours and their appointments. */
export const storeVisits = {
  title: 'Stores',
  lead: 'Where you can come in person, what is done there and when it is open.',
  link: 'Find a store',
  all: (n: number) => (n === 1 ? 'See the store' : `See all ${n} stores`),
  where: 'Country',
  anywhere: 'Everywhere',
  province: 'Province',
  anyProvince: 'All provinces',
  service: 'What for',
  anyService: 'Anything',
  services: {
    end_line: 'End my line',
    report_loss: 'Report a lost or stolen phone',
    for_another: "End somebody else's line, as heir, guardian, agent or company",
    card_return: 'Hand in the old card',
  } satisfies Record<StoreService, string> as Readonly<Record<StoreService, string>>,
  show: 'Show',
  none: 'There is no store for this in the list. Ask for fewer things, or call us.',
  found: (n: number) => (n === 1 ? '1 store' : `${n} stores`),
  more: 'Show more',
  does: 'What is done here',
  week: 'Open in the coming days',
  closed: 'closed',
  spans: (from: string, to: string) => `${from} to ${to}`,
  today: (day: string) => `${day} (today)`,
  bring: 'See what to bring',
  zone: (zone: string) => `Times are those of the store: ${zone}.`,
  book: {
    title: 'Make an appointment',
    lead: 'You can also come without one and wait your turn.',
    walkIn: 'No appointments are made here. Come while it is open.',
    day: 'Day',
    pickDay: 'Choose a day',
    showTimes: 'Show times',
    time: 'Time',
    noTimes: 'Nothing is left on this day. Choose another.',
    free: (n: number) => (n === 1 ? 'one place left' : `${n} places left`),
    submit: 'Make the appointment',
    missingTime: 'Choose a time.',
    missingService: 'Choose what you come for.',
    told: 'Where we have a number or contact of yours, you get a message now and, for a later day, another one the day before.',
    untold:
      'You are not signed in, so we cannot write to you: keep the address of the next page, it is your appointment.',
  },
  visit: {
    title: 'Your appointment',
    states: {
      ahead: 'You are expected.',
      over: 'This was in the past.',
      cancelled: 'It is cancelled.',
      store_changed: 'The store cannot keep it.',
    } satisfies Record<AppointmentState, string> as Readonly<Record<AppointmentState, string>>,
    stateText: {
      ahead: 'Show the reference at the counter. If you cannot come, cancel, so that somebody else can.',
      over: 'If you could not come, make another appointment.',
      cancelled: 'Somebody else can have the time now. You can make another appointment.',
      store_changed: 'The store has changed its hours or is closed. Please make another appointment.',
    } satisfies Record<AppointmentState, string> as Readonly<Record<AppointmentState, string>>,
    reference: 'Reference',
    when: 'When',
    where: 'Where',
    what: 'What for',
    keep: 'Keep the address of this page: with it the appointment is seen and cancelled.',
    calendar: 'Put it into your calendar',
    cancel: 'Cancel the appointment',
    again: 'Make another appointment',
    calendarTitle: (store: string) => `Appointment at ${store}`,
  },
  desk: {
    title: 'Appointments today',
    none: 'Nobody has made an appointment for today.',
    noShop: 'Your sign-in names no store of the list, so no appointments are shown.',
    time: 'Time',
    reference: 'Reference',
    service: 'What for',
    state: 'State',
    states: {
      ahead: 'expected',
      over: 'time has come',
      cancelled: 'cancelled',
      store_changed: 'cancelled by us',
    } satisfies Record<AppointmentState, string> as Readonly<Record<AppointmentState, string>>,
  },
  command: {
    imported: (n: number, closed: number, ended: number) =>
      `On the list now: ${counted(n, 'store')}. Closed, because they are not on it any more: ${closed}. Ended by it: ${counted(ended, 'appointment')}.`,
    dry: (n: number, closed: number, ended: number) =>
      `Would be on the list: ${counted(n, 'store')}. Would be closed: ${closed}. Would end: ${counted(ended, 'appointment')}. Nothing was changed.`,
    problem: (row: number, column: string, what: string) =>
      column === '' ? `row ${row}: ${what}` : `row ${row}, ${column}: ${what}`,
    nothing: 'Nothing was changed.',
    none: 'There are no stores.',
    walkIn: 'no appointments',
    places: (n: number, minutes: number) => `${n} at once, ${minutes} min`,
  },
};
