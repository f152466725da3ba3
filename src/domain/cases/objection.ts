import type { OpenCase } from './moves.ts';
import { type Outcome, withdrawalAt } from './termination.ts';

/**
 * What an objection to a case comes to. `possible`: it would rest. `resting`: it does. `used`: it rested once, and that is over.
 * `stopped`: it is taken back, or ended without effect. `too_late`: the network has let the line go.
 */
export const OBJECTION_STATES = ['possible', 'resting', 'used', 'stopped', 'too_late'] as const;
export type ObjectionState = (typeof OBJECTION_STATES)[number];

/** @param found locked, where something follows from it */
export function objectionState(
  found: Pick<OpenCase, 'stage' | 'intentAt' | 'hasSnapshot' | 'withdrawRequestedAt'> & {
    readonly outcome: Outcome | null;
    readonly closedAt: Date | null;
    readonly pausedUntil: Date | null;
  },
  now: Date,
): ObjectionState {
  const { closedAt, outcome, withdrawRequestedAt, stage, pausedUntil } = found;
  if (outcome !== null && outcome !== 'completed') return 'stopped';
  if (closedAt !== null) return 'too_late';
  if (withdrawRequestedAt !== null || stage === 'undo_bar') return 'stopped';
  if (withdrawalAt(found) === 'refused') return 'too_late';
  if (pausedUntil === null) return 'possible';
  return pausedUntil > now ? 'resting' : 'used';
}
