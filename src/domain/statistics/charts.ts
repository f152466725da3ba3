import { DETACHMENTS } from '../cases/detachment.ts';
import { REASONS } from '../cases/reason.ts';
import { OUTCOMES } from '../cases/termination.ts';
import { GIVEN_UP_FOR } from '../notices.ts';

/** What is counted, in the order in which it is shown. */
export const CHART_NAMES = [
  'reasons',
  'funnel',
  'durations',
  'blockers',
  'outcomes',
  'clocks',
  'proofs',
  'notices',
] as const;
export type ChartName = (typeof CHART_NAMES)[number];

/** How far cases came that were declared in the range. A stage that a case went past without is not counted. */
export const FUNNEL_STEPS = ['declared', 'confirmed', 'barred', 'certified', 'completed'] as const;
export type FunnelStep = (typeof FUNNEL_STEPS)[number];

/** Clocks of the rulebook that can run out before what they measure is done. */
export const MISSED_CLOCKS = [
  'decide_by',
  'device_wait',
  'detach_deadline',
  'cooling_off',
  'declaration_expiry',
] as const;
export type MissedClock = (typeof MISSED_CLOCKS)[number];

/**
 * The bars of each chart, in their order; null where they are whatever was found: the checks of a rulebook. A bar without cases is
 * shown as well, so that two ranges can be compared.
 */
export const BARS: Readonly<Record<ChartName, readonly string[] | null>> = {
  reasons: [...REASONS, 'not_said', 'campaign'],
  funnel: FUNNEL_STEPS,
  durations: ['completed'],
  blockers: null,
  outcomes: OUTCOMES,
  clocks: MISSED_CLOCKS,
  proofs: DETACHMENTS,
  notices: GIVEN_UP_FOR,
};

/** The percentiles of the time that cases took. */
export const PERCENTILES = [50, 90, 95] as const;
