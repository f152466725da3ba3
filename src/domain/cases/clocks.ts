import type { Stage } from './termination.ts';

/** The clocks of the rulebook that a case can be measured against. */
export const CASE_CLOCKS = ['declaration_expiry', 'cooling_off', 'device_wait', 'detach_deadline'] as const;
export type CaseClock = (typeof CASE_CLOCKS)[number];

/** Which clock runs at a stage; none where a stage is as long as it takes. */
export const CLOCK_OF_STAGE: Readonly<Partial<Record<Stage, CaseClock>>> = {
  confirm: 'declaration_expiry',
  cool_off: 'cooling_off',
  unbind: 'device_wait',
  detach: 'detach_deadline',
};

export interface RunningClock {
  readonly clock: CaseClock;
  /** When it has run out. */
  readonly at: Date;
}

/** The clock that runs for an open case now, with the moment that was fixed when it began; null where none does. */
export function runningClock(found: {
  readonly stage: Stage;
  readonly dueAt: Date | null;
  readonly detachDeadline: Date | null;
  /** Until when it waits for its devices. */
  readonly devicesUntil: Date | null;
}): RunningClock | null {
  const clock = CLOCK_OF_STAGE[found.stage];
  if (clock === undefined) return null;
  const at = {
    declaration_expiry: found.dueAt,
    cooling_off: found.dueAt,
    device_wait: found.devicesUntil,
    detach_deadline: found.detachDeadline,
  }[clock];
  return at === null ? null : { clock, at };
}
