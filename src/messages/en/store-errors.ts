import { type ErrorTexts, retryMoment } from '../error-text.ts';

/** What is refused around stores and appointments. */
export const storeErrors = {
  stores_invalid: {
    title: 'The list of stores has wrong rows',
    detail: (facts) =>
      `Nothing was changed. Correct ${String(facts['rows'] ?? '')} places and send it again.`,
  },
  store_unknown: {
    title: 'There is no such store',
    detail: 'It may have closed. Look at the list of stores.',
  },
  slot_unknown: {
    title: 'There is no appointment at this time',
    detail: 'It may be too soon by now, or the store is closed then. Choose another time.',
  },
  slot_taken: {
    title: 'This time has just been taken',
    detail: 'Nothing was booked. Choose another time.',
  },
  appointments_exhausted: {
    title: 'You have enough appointments',
    detail: (facts) =>
      `At most ${String(facts['most'] ?? 3)} can lie ahead. Cancel one first, or come without an appointment.`,
  },
  appointments_from_here: {
    title: 'No more appointments from your connection for now',
    detail: (facts) =>
      `Many were made from it today, perhaps by others. Sign in first, come without an appointment, or try again ${retryMoment(facts) === null ? 'tomorrow' : `after ${retryMoment(facts)}`}.`,
  },
  appointment_unknown: {
    title: 'This is no appointment of ours',
    detail: 'Check that the whole address was copied.',
  },
  appointment_over: {
    title: 'This appointment is over',
    detail: 'There is nothing left to cancel.',
  },
} satisfies Partial<ErrorTexts>;
