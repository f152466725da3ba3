import type { ResolvedRules, RuleReference } from '../rules/rulebook.ts';
import { isSameValue } from '../rules/same-value.ts';
import type { LocalDate } from '../values/local-date.ts';
import { latestOf } from '../values/local-date.ts';
import type { Money } from '../values/money.ts';
import { type DecisionKind, eligibilityBy } from './decision.ts';
import { effectiveDates } from './effective-dates.ts';
import type { Eligibility } from './eligibility.ts';
import type { EligibilityFacts, Finding } from './finding.ts';

/** What can come out otherwise when a decision is made again by other rules. */
export const CHANGE_KINDS = ['outcome', 'service_end', 'billing_end', 'amount'] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** A decision as it was kept, with what its case adds. */
export interface Replayable {
  readonly kind: DecisionKind;
  readonly at: Date;
  readonly facts: EligibilityFacts;
  readonly eligibility: Eligibility;
  /** From then on the cooling-off counts; null where the case was not confirmed, or there was none. */
  readonly confirmedAt: Date | null;
  /** The last day of service that the person asked for. */
  readonly wantedEndOn: LocalDate | null;
}

/** What a decision means for its person. */
export interface Result {
  readonly verdict: Eligibility['verdict'];
  /** Null unless the line may end. */
  readonly serviceEndOn: LocalDate | null;
  readonly billingEndOn: LocalDate | null;
  readonly total: Money;
}

/** A rule that decides otherwise; null where it says nothing on that side. */
export interface ReplayReason {
  readonly rule: string;
  readonly before: RuleReference | null;
  readonly after: RuleReference | null;
}

export interface Replay {
  readonly before: Result;
  readonly after: Result;
  /** None where the same comes out. */
  readonly changed: readonly ChangeKind[];
  readonly reasons: readonly ReplayReason[];
}

/**
 * Makes a decision again by other rules, from what it was made from, and says what comes out otherwise and by which rule. Its own
 * result is what was kept; its dates follow from the rules by which it was made.
 */
export function replay(decided: Replayable, by: ResolvedRules, anew: ResolvedRules): Replay {
  const eligibility = eligibilityBy(decided.kind, decided.facts, anew);
  const before = resultOf(decided, decided.eligibility, by);
  const after = resultOf(decided, eligibility, anew);
  const changed = CHANGE_KINDS.filter((kind) => DIFFERS[kind](before, after));
  return {
    ...{ before, after, changed },
    reasons: changed.length === 0 ? [] : reasonsOf(changed, decided.eligibility, eligibility, by, anew),
  };
}

const DIFFERS: Readonly<Record<ChangeKind, (before: Result, after: Result) => boolean>> = {
  outcome: (before, after) => before.verdict !== after.verdict,
  // Of whoever may not leave there are no dates: that is another answer, and not another date.
  service_end: ({ serviceEndOn: then }, { serviceEndOn: now }) =>
    then !== null && now !== null && then !== now,
  billing_end: ({ billingEndOn: then }, { billingEndOn: now }) =>
    then !== null && now !== null && then !== now,
  amount: ({ total: then }, { total: now }) => then.minor !== now.minor || then.currency !== now.currency,
};

function resultOf(
  { at, facts, confirmedAt, wantedEndOn }: Replayable,
  { verdict, earliestServiceEnd, total }: Eligibility,
  rules: ResolvedRules,
): Result {
  if (earliestServiceEnd === null) return { verdict, serviceEndOn: null, billingEndOn: null, total };
  const { serviceEndOn, billingEndOn } = effectiveDates(
    {
      confirmedAt: confirmedAt ?? at,
      urgent: facts.urgent,
      risks: facts.risks ?? [],
      earliestServiceEnd:
        wantedEndOn === null ? earliestServiceEnd : latestOf(earliestServiceEnd, wantedEndOn),
      line: facts.line,
    },
    rules,
  );
  return { verdict, serviceEndOn, billingEndOn, total };
}

function reasonsOf(
  changed: readonly ChangeKind[],
  then: Eligibility,
  now: Eligibility,
  by: ResolvedRules,
  anew: ResolvedRules,
): readonly ReplayReason[] {
  const checks = [...new Set([...then.findings, ...now.findings].map(({ check }) => check))];
  const found = checks.flatMap((check): readonly ReplayReason[] => {
    const of = ({ findings }: Eligibility) => findings.filter((one) => one.check === check);
    const [before, after] = [of(then), of(now)];
    if (saysOf(before) === saysOf(after)) return [];
    return [{ rule: check, before: before[0]?.rule ?? null, after: after[0]?.rule ?? null }];
  });
  const moved = changed.includes('service_end') || changed.includes('billing_end');
  return [...found, ...(moved ? settingReasons(by, anew) : [])];
}

const saysOf = (findings: readonly Finding[]): string =>
  JSON.stringify(findings.map(({ effect, facts: { amount, date } }) => [effect, amount, date]));

/** The rules that dates follow from, where they say something else. */
function settingReasons(by: ResolvedRules, anew: ResolvedRules): readonly ReplayReason[] {
  return (['cooling_off', 'risk_cooling_off', 'billing_end'] as const).flatMap((name) => {
    const [before, after] = [by.settings[name], anew.settings[name]];
    return isSameValue(before.value, after.value)
      ? []
      : [{ rule: name, before: refer(before), after: refer(after) }];
  });
}

const refer = ({ id, version, source }: RuleReference): RuleReference => ({ id, version, source });
