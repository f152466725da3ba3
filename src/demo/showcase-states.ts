import type { Db } from '../store/database/database.ts';
import { GUIDE } from './demo-guide.ts';
import { SHOWCASE, type ShowcaseLine } from './demo-operator.ts';
import { type LineState, statesOf } from './demo-tables.ts';

/** A line of the showcase as it is now. */
export interface ShowcaseState extends ShowcaseLine, Omit<LineState, 'lineId'> {
  /** Its line has ended, or is about to: it can no longer be tried from the start. */
  readonly usedUp: boolean;
}

/** With which of them a newcomer can go the whole way at once. */
export function usable<T extends ShowcaseState>(states: readonly T[]): readonly T[] {
  return states.filter(
    ({ situation, usedUp, msisdn }) => !usedUp && msisdn !== null && GUIDE[situation].group === 'clear',
  );
}

/** The showcase with what has become of it, in its order. */
export async function showcaseStates(db: Db): Promise<readonly ShowcaseState[]> {
  const states = await statesOf(
    db,
    SHOWCASE.map(({ lineId }) => lineId),
  );
  const byLine = new Map(states.map((state) => [state.lineId, state]));
  return SHOWCASE.flatMap((line) => {
    const state = byLine.get(line.lineId);
    if (state === undefined) return [];
    return [{ ...line, ...state, usedUp: state.ended || state.openCase !== null }];
  });
}
