import { isOnDevice, type ProfileState } from '../lines/esim-profile.ts';
import type { ResolvedRules } from '../rules/rulebook.ts';
import { addPeriod } from '../values/period.ts';

/**
 * What became of one profile of an ending line:
 * - `proven`: the eUICC signed that it deleted it;
 * - `unproven`: the holder or the SM-DP+ said so, and no eUICC signed it;
 * - `unreachable`: nobody said anything: the deletion is unconfirmed;
 * - `not_possible`: the profile's metadata names no address for deletions, so no proof can ever exist;
 * - `cancelled`: no device had it, and the SM-DP+ took it back.
 */
export const UNBINDING_RESULTS = ['proven', 'unproven', 'unreachable', 'not_possible', 'cancelled'] as const;
export type UnbindingResult = (typeof UNBINDING_RESULTS)[number];

/** What the decisions about one profile rest on. */
export interface UnbindingFacts {
  readonly state: ProfileState;
  /** Null: nobody told us. */
  readonly notifiesDeletion: boolean | null;
  readonly reported: boolean;
  readonly result: UnbindingResult | null;
}

/** Whether an ending line waits for this profile: a device holds it, and its signed deletion can still come. */
export function waitsForDevice(facts: UnbindingFacts): boolean {
  return facts.result === null && isOnDevice(facts.state) && facts.notifiesDeletion !== false;
}

/** What is said of a profile when the line ends without its signed deletion. */
export function resultWithoutProof(facts: UnbindingFacts): UnbindingResult {
  if (facts.result !== null) return facts.result;
  if (facts.reported) return 'unproven';
  return facts.notifiesDeletion === false ? 'not_possible' : 'unreachable';
}

/** Until when a line that is confirmed at `confirmedAt` waits for its devices: never shorter than until it would end anyway. */
export function waitForDevicesUntil(confirmedAt: Date, serviceEndAt: Date, rules: ResolvedRules): Date {
  const until = addPeriod(confirmedAt, rules.settings.unbinding.value.period, rules.timeZone);
  return until > serviceEndAt ? until : serviceEndAt;
}

/** A profile of an ended line that may still be on a device. */
export function isZombie(result: UnbindingResult): boolean {
  return result !== 'proven' && result !== 'cancelled';
}
