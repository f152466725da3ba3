import {
  type KeepingRules,
  type PersonFacts,
  type Retention,
  retentionOf,
} from '../../domain/people/retention.ts';
import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import type { Operations } from '../context.ts';

const keeping = ({ timeZone, settings }: ResolvedRules): KeepingRules => ({
  timeZone,
  rule: settings.records_kept,
});

/** Judges people by the rules that are in force now: the one answer for the report, the erasure and whoever asks for one. */
export function judgeOfRetention(op: Operations, now: Date): (facts: PersonFacts) => Retention {
  const known = new Map<string, KeepingRules>();
  const rulesOf = ({ jurisdiction, province }: { jurisdiction: string; province: string | null }) => {
    const name = `${jurisdiction} ${province}`;
    const found = known.get(name) ?? keeping(op.rulebooks.current(jurisdiction, province, now));
    known.set(name, found);
    return found;
  };
  const all = op.rulebooks.allInForce.map(({ jurisdiction }) => rulesOf({ jurisdiction, province: null }));
  const longest = all.reduce((a, b) => (b.rule.value.years > a.rule.value.years ? b : a));
  return (facts) => retentionOf(facts, rulesOf, longest, now);
}
