/** What an appointment is: still to come, past its time, or ended before it, by whoever made it or by the store. */
export const APPOINTMENT_STATES = ['ahead', 'over', 'cancelled', 'store_changed'] as const;
export type AppointmentState = (typeof APPOINTMENT_STATES)[number];

/** Why one ends before its time. */
export type EndedFor = Extract<AppointmentState, 'cancelled' | 'store_changed'>;
