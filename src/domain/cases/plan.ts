import { PIVOT, type Stage } from './termination.ts';

/** Raised when the meaning or order of stages changes; workers claim only the versions they know. */
export const PLAN_VERSION = 1;

export const KNOWN_PLAN_VERSIONS: readonly number[] = [PLAN_VERSION];

export interface PlanInput {
  /** Lost, stolen or misused: the bar comes first, and the person confirms afterwards. */
  readonly urgent: boolean;
  /** The line has eSIM profiles that are on a device, or could come on one. */
  readonly esim: boolean;
}

const AFTER_PIVOT: readonly Stage[] = ['settle', 'quarantine', 'prove_absent', 'certify', 'notify', 'close'];

/**
 * The stages that a case goes through, in order. Fixed at declaration: a later version of Handback
 * still walks the plan that the case was started with.
 */
export function planFor(input: PlanInput): readonly Stage[] {
  const cut: readonly Stage[] = ['save_subscriber', 'bar', 'detach'];
  const ask: readonly Stage[] = ['confirm', 'cool_off'];
  // A barred phone may have no data to deliver its deletion with; a lost one is in the wrong hands, and cut first.
  const unbind: readonly Stage[] = input.esim && !input.urgent ? ['unbind'] : [];
  const beforePivot = input.urgent ? [...cut, ...ask] : [...ask, ...unbind, ...cut];
  const profiles: readonly Stage[] = input.esim ? ['cancel_profiles'] : [];
  return [...beforePivot, PIVOT, ...profiles, ...AFTER_PIVOT];
}

/** The stage that takes the number from its line; from the stage after it on, the line has none. */
export const NUMBER_ENDS_AT: Stage = 'quarantine';

/** Of a case that goes back to its bar when its person has confirmed already: bar and detachment stand right before the pivot. */
export function barredAnew(plan: readonly Stage[]): readonly Stage[] {
  const isAgain = (stage: Stage): boolean => stage === 'bar' || stage === 'detach';
  const again = plan.filter(isAgain);
  const others = plan.filter((stage) => !isAgain(stage));
  const at = others.indexOf(PIVOT);
  return [...others.slice(0, at), ...again, ...others.slice(at)];
}

/** The stage after `stage`; a case whose bar was undone has only its closing left. */
export function nextStage(plan: readonly Stage[], stage: Stage): Stage {
  if (stage === 'undo_bar') return 'close';
  const next = plan[plan.indexOf(stage) + 1];
  if (next === undefined) throw new RangeError(`no stage after ${stage}`);
  return next;
}
