import type { Period } from '../values/period.ts';

/**
 * What makes the cooling-off longer: what somebody does first who takes a line over from outside (another card, another contact,
 * another device), and what it looks like from inside (an agent began it, and many others).
 */
export const COOLING_RISKS = [
  'sim_changed',
  'contact_changed',
  'new_device',
  'started_by_agent',
  'many_by_agent',
] as const;
export type CoolingRisk = (typeof COOLING_RISKS)[number];

/** By how much each makes it longer; what the rulebook leaves out makes it no longer. */
export interface RiskCoolingOff {
  /** A change counts for so many days. */
  readonly simChanged: { readonly withinDays: number; readonly longer: Period } | null;
  readonly contactChanged: { readonly withinDays: number; readonly longer: Period } | null;
  readonly newDevice: { readonly withinDays: number; readonly longer: Period } | null;
  readonly startedByAgent: { readonly longer: Period } | null;
  /** An agent began more than so many endings in so many days. */
  readonly manyByAgent: {
    readonly moreThan: number;
    readonly withinDays: number;
    readonly longer: Period;
  } | null;
  /** All together never more than this. */
  readonly most: Period;
}

export const NO_RISK_COOLING_OFF: RiskCoolingOff = {
  simChanged: null,
  contactChanged: null,
  newDevice: null,
  startedByAgent: null,
  manyByAgent: null,
  most: { unit: 'minutes', amount: 0 },
};

/** The rule behind a risk; null where it makes nothing longer. */
export function ruleOfRisk(
  rule: RiskCoolingOff,
  risk: CoolingRisk,
): { readonly longer: Period; readonly withinDays?: number } | null {
  switch (risk) {
    case 'sim_changed':
      return rule.simChanged;
    case 'contact_changed':
      return rule.contactChanged;
    case 'new_device':
      return rule.newDevice;
    case 'started_by_agent':
      return rule.startedByAgent;
    case 'many_by_agent':
      return rule.manyByAgent;
  }
}
