import type { Rule, Rulebook } from './rulebook.ts';
import type { RuleValue } from './rulebook-difference.ts';
import { isSameValue } from './same-value.ts';

/**
 * Rules that say something else, or by another source, under the same identity and version, as `cn.cooling_off/1`: whoever reads an old
 * decision, which quotes all three, would be shown the wrong words.
 */
export function changedInPlace(before: Rulebook, after: Rulebook): readonly string[] {
  const then = new Map(rulesOf(before).map((rule) => [named(rule), rule]));
  const changed = rulesOf(after).filter((rule) => {
    const same = then.get(named(rule));
    return (
      same !== undefined && !(isSameValue(same.value, rule.value) && isSameValue(same.source, rule.source))
    );
  });
  return [...new Set(changed.map(named))];
}

const named = ({ id, version }: Rule<unknown>): string => `${id}/${version}`;

const rulesOf = ({ settings, checks }: Rulebook): readonly Rule<RuleValue>[] =>
  [settings, checks].flatMap((all) =>
    Object.values(all as unknown as Readonly<Record<string, readonly Rule<RuleValue>[]>>).flat(),
  );
