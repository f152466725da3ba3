import type { CheckName, ResolvedRules } from '../rules/rulebook.ts';
import { type LocalDate, latestOf } from '../values/local-date.ts';
import { type Money, sum } from '../values/money.ts';
import { CHECK_FUNCTIONS } from './eligibility-checks.ts';
import type { EligibilityFacts, Finding } from './finding.ts';

export { earlyTermination } from './eligibility-checks.ts';
export type { Clearing, EligibilityFacts, Finding, FindingFacts } from './finding.ts';

/** In the order of the functions, whatever order a stored rulebook has its keys in. */
const CHECK_ORDER = Object.keys(CHECK_FUNCTIONS) as CheckName[];

export interface Charge {
  readonly check: CheckName;
  readonly amount: Money;
}

/** Every reason at once, never a boolean. */
export interface Eligibility {
  /** `cannot_tell`: nothing known stands in the way, but a system that could say so did not answer. */
  readonly verdict: 'eligible' | 'blocked' | 'cannot_tell';
  /** The first day that can be the last day of service, before any cooling-off; null unless eligible. */
  readonly earliestServiceEnd: LocalDate | null;
  /** As of the earliest day; a later service end makes them less, never more, save for new usage. */
  readonly charges: readonly Charge[];
  readonly total: Money;
  readonly findings: readonly Finding[];
  /** Which checks were asked: all of them, or at the pivot those that the rulebook wants asked again. */
  readonly checked: readonly CheckName[];
  readonly rulebookVersion: string;
  readonly evaluatedOn: LocalDate;
}

/** Evaluates every check in one pass and reports all that was found. */
export function checkEligibility(facts: EligibilityFacts, rules: ResolvedRules): Eligibility {
  return evaluate(CHECK_ORDER, facts, rules);
}

/** Just before the keys go for good: only the checks that the rulebook wants asked again. */
export function recheckAtPivot(facts: EligibilityFacts, rules: ResolvedRules): Eligibility {
  const names = CHECK_ORDER.filter((name) => rules.checks[name].value.recheckAtPivot);
  return evaluate(names, facts, rules);
}

function evaluate(names: readonly CheckName[], facts: EligibilityFacts, rules: ResolvedRules): Eligibility {
  const findings: Finding[] = [];
  let earliest = facts.today;
  for (const name of names) {
    for (const finding of CHECK_FUNCTIONS[name]({ ...facts, earliest }, rules)) {
      findings.push(finding);
      if (finding.effect === 'sets_earliest_date' && finding.facts.date !== undefined) {
        earliest = latestOf(earliest, finding.facts.date);
      }
    }
  }
  const verdict = verdictOf(findings);
  const charges = findings.flatMap(({ check, effect, facts: { amount } }) =>
    effect === 'adds_charge' && amount !== undefined ? [{ check, amount }] : [],
  );
  return {
    verdict,
    earliestServiceEnd: verdict === 'eligible' ? earliest : null,
    charges,
    total: sum(
      rules.currency,
      charges.map((charge) => charge.amount),
    ),
    findings,
    checked: names,
    rulebookVersion: rules.version,
    evaluatedOn: facts.today,
  };
}

function verdictOf(findings: readonly Finding[]): Eligibility['verdict'] {
  if (findings.some((finding) => finding.effect === 'blocks')) return 'blocked';
  // A warning that could not be had stops nobody; a block, a date or a price that is not known does.
  const matters = (finding: Finding) => finding.effect === 'cannot_tell' && finding.facts.ifFound !== 'warns';
  return findings.some(matters) ? 'cannot_tell' : 'eligible';
}
