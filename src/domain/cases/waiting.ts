import { STAGES, type Stage } from './termination.ts';

/** What a case waits for while no worker walks it. */
export const WAITING_FOR = [
  'person', // its subscriber acts
  'staff', // a person of the operator looks: `problem` says at what
  'cooling_off', // a date
  'device', // a device's signed deletion
  'serving_node', // a serving node's acknowledgement
  'paused', // somebody who was told of it says that it was not them
  'peer', // a network element, billing or the database answers again: `problem` says which
] as const;
export type WaitingFor = (typeof WAITING_FOR)[number];

/** What a case waits for when it comes to a stage; null where the engine goes on at once. */
export function waitingAt(stage: Stage): WaitingFor | null {
  switch (STAGES[stage].driver) {
    case 'person':
      return 'person';
    case 'time':
      return 'cooling_off';
    case 'device':
    case 'network':
    case 'ledger':
      return null;
  }
}

/**
 * What happens at the date of a case:
 * - `expiry`: nobody acted, and the case ends without effect;
 * - `end`: the waiting that the law or the person asked for is over;
 * - `retry`: it is looked at again.
 */
export const DATE_MEANINGS = ['expiry', 'end', 'retry'] as const;
export type DateMeaning = (typeof DATE_MEANINGS)[number];

export function meaningOfDate(stage: Stage): DateMeaning {
  switch (STAGES[stage].driver) {
    case 'person':
      return 'expiry';
    case 'time':
      return 'end';
    case 'device':
    case 'network':
    case 'ledger':
      return 'retry';
  }
}
