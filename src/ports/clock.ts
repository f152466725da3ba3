/** The one source of time outside the database. Leases and due dates use the database's own clock. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
