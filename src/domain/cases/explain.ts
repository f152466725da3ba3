import type { CheckName, ResolvedRules, Rule, RuleSource } from '../rules/rulebook.ts';
import type { LocalDate } from '../values/local-date.ts';
import type { Eligibility } from './eligibility.ts';
import type { Finding } from './finding.ts';

/** One rule as it was consulted: what it says, whose it is, and what came of it. */
export interface ExplainedRule {
  readonly kind: 'setting' | 'check';
  /** As spelled in the rulebook file. */
  readonly name: string;
  readonly id: string;
  readonly version: number;
  readonly source: RuleSource;
  readonly effectiveFrom: LocalDate;
  readonly effectiveTo: LocalDate | null;
  readonly running: boolean;
  /** The province whose rule stands in for the jurisdiction's; null where there is none. */
  readonly overriddenBy: string | null;
  readonly value: unknown;
  /** For a check that was evaluated: the effects found, `nothing_found`, or `not_applied`; else null. */
  readonly outcome: readonly Finding['effect'][] | 'nothing_found' | 'not_applied' | null;
}

export interface Explanation {
  readonly jurisdiction: string;
  readonly rulebookVersion: string;
  readonly province: string | null;
  readonly on: LocalDate;
  readonly verdict: Eligibility['verdict'] | null;
  readonly rules: readonly ExplainedRule[];
}

/** Why an answer is what it is: every rule consulted, checks first. Without an eligibility, only what the rules say. */
export function explain(rules: ResolvedRules, eligibility: Eligibility | null = null): Explanation {
  const checks = Object.entries(rules.checks).map(([name, rule]): ExplainedRule => {
    if (eligibility === null || !eligibility.checked.includes(name as CheckName))
      return { ...described('check', name, rule), outcome: null };
    const effects = eligibility.findings.filter((found) => found.check === name).map((found) => found.effect);
    const silent = rule.value.effect === 'not_applied' ? 'not_applied' : 'nothing_found';
    return { ...described('check', name, rule), outcome: effects.length > 0 ? effects : silent };
  });
  const settings = Object.entries(rules.settings).map(
    ([name, rule]): ExplainedRule => ({ ...described('setting', name, rule), outcome: null }),
  );
  return {
    jurisdiction: rules.jurisdiction,
    rulebookVersion: rules.version,
    province: rules.province,
    on: rules.on,
    verdict: eligibility?.verdict ?? null,
    rules: [...checks, ...settings],
  };
}

function described(
  kind: ExplainedRule['kind'],
  name: string,
  rule: Rule<unknown>,
): Omit<ExplainedRule, 'outcome'> {
  const { id, version, source, effectiveFrom, effectiveTo, running, province, value } = rule;
  return {
    kind,
    name,
    id,
    version,
    source,
    effectiveFrom,
    effectiveTo,
    running,
    overriddenBy: province,
    value,
  };
}
