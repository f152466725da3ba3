import { STAGES, type Stage, withdrawalAt } from './termination.ts';
import type { WaitingFor } from './waiting.ts';

/** Why an act on a case cannot be done now. */
export const OBSTACLES = [
  'closed', // the case is over
  'held', // a worker is at it this very moment
  'not_stuck', // it goes on by itself
  'for_person', // it waits for its holder, and nothing of ours would help
  'withdrawn', // it was taken back, and turns round
  'not_skippable', // the cut itself, or what a certificate needs
  'not_detach', // it waits for no serving node
  'too_late', // past the point of no return
  'line_cut', // the line is off already
] as const;
export type Obstacle = (typeof OBSTACLES)[number];

export const STEERING_ACTS = ['retry', 'skip', 'roll_forward'] as const;
export type SteeringAct = (typeof STEERING_ACTS)[number];

interface Steered {
  readonly stage: Stage;
  readonly leased: boolean;
  readonly attempts: number;
  readonly waitingFor: WaitingFor | null;
  readonly withdrawRequestedAt: Date | null;
}

/** What keeps staff from steering a case; null where they may. Moves ask it of the locked row, pages of what they show. */
export function steeringObstacle(found: Steered | null, act: SteeringAct): Obstacle | null {
  if (found === null) return 'closed';
  if (found.leased) return 'held';
  const { stage, waitingFor, attempts } = found;
  if (STAGES[stage].driver === 'person') return 'for_person';
  if (waitingFor !== 'staff' && waitingFor !== 'serving_node' && attempts === 0) return 'not_stuck';
  switch (act) {
    case 'retry':
      return null;
    case 'skip':
      if (found.withdrawRequestedAt !== null) return 'withdrawn';
      return STAGES[stage].skippable ? null : 'not_skippable';
    case 'roll_forward':
      return stage === 'detach' ? null : 'not_detach';
  }
}

interface Taken {
  readonly stage: Stage;
  readonly closedAt: Date | null;
  readonly withdrawRequestedAt: Date | null;
  readonly serviceEndedAt: Date | null;
}

/** What keeps a case from being taken back; null where it can be. */
export function withdrawalObstacle(
  found: Taken & { readonly intentAt: Date | null; readonly hasSnapshot: boolean },
): Obstacle | null {
  if (found.closedAt !== null) return 'closed';
  if (found.withdrawRequestedAt !== null) return 'withdrawn';
  return withdrawalAt(found) === 'refused' ? 'too_late' : null;
}

/** What keeps anybody from saying that a device has deleted its profile; null where they may. */
export function sayDeletedObstacle(found: Taken): Obstacle | null {
  if (found.closedAt !== null) return 'closed';
  return found.withdrawRequestedAt === null ? null : 'withdrawn';
}

/** What keeps the waiting for devices from being ended; null where it can be. */
export function stopWaitingObstacle(found: Taken): Obstacle | null {
  return sayDeletedObstacle(found) ?? (found.serviceEndedAt === null ? null : 'line_cut');
}
