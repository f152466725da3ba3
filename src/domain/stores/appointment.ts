/** What an appointment is: still to come, past its time, or ended before it, by whoever made it or by the store. */
export type AppointmentState = 'ahead' | 'over' | 'cancelled' | 'store_changed';

/** Why one ends before its time. */
export type EndedFor = Extract<AppointmentState, 'cancelled' | 'store_changed'>;
