import type { Route } from '../rules/route.ts';
import type { ResolvedRules } from '../rules/rulebook.ts';
import type { LocalDate } from '../values/local-date.ts';
import { checkEligibility, type Eligibility, recheckAtPivot } from './eligibility.ts';
import type { EligibilityFacts } from './finding.ts';

/** At which moment of a case a rulebook decides on its line. */
export const DECISION_KINDS = ['declaration', 'confirmation', 'campaign', 'recheck'] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];

/** A decision with all that it was made from. Whoever decides again from the same gets the same result. */
export interface Decision {
  readonly kind: DecisionKind;
  readonly at: Date;
  /** The line, the account's standing, the port-out and the local date, as they were. */
  readonly facts: EligibilityFacts;
  readonly rules: ResolvedRules;
  readonly eligibility: Eligibility;
}

/** The rules of a decision: those that the case pinned, and those that follow the day (`running`). */
export interface RulesOfDecision {
  readonly jurisdiction: string;
  readonly province: string | null;
  readonly version: string;
  readonly on: LocalDate;
  /** Null where nothing was pinned: all rules are those of the day. */
  readonly running: { readonly version: string; readonly on: LocalDate } | null;
  /** On which route somebody else than the holder asked; null for the holder. */
  readonly route: Route | null;
}

/** Decides on a line, and keeps what the decision was made from. */
export function decide(
  kind: DecisionKind,
  at: Date,
  facts: EligibilityFacts,
  rules: ResolvedRules,
): Decision {
  return { kind, at, facts, rules, eligibility: eligibilityBy(kind, facts, rules) };
}

/** The result for these facts. A recheck before bar and pivot asks only the checks that the rulebook wants asked again. */
export function eligibilityBy(
  kind: DecisionKind,
  facts: EligibilityFacts,
  rules: ResolvedRules,
): Eligibility {
  return kind === 'recheck' ? recheckAtPivot(facts, rules) : checkEligibility(facts, rules);
}
