import { materialsFor } from '../domain/cases/materials.ts';
import { CAPACITIES, type Capacity } from '../domain/rules/capacity.ts';
import type { Material, ResolvedRules } from '../domain/rules/rulebook.ts';
import type { Operations } from './context.ts';
import { homeRules } from './home-time-zone.ts';

export type MaterialsOf = Readonly<Record<Capacity, readonly Material[]>>;

/**
 * What whoever comes to a store would bring, for a line of which nothing is known but that it was opened in one and has a
 * card: enough to know before anybody travels. Public: it tells of the rules and of no line.
 */
export function materialsAtStore(op: Operations): MaterialsOf | null {
  const rules = homeRules(op);
  if (rules === null) return null;
  return materialsOf(rules, { openedChannel: 'store', accesses: [{ kind: 'sim' }] });
}

/** The same for a line that is known. */
export function materialsOf(
  rules: ResolvedRules,
  line: Parameters<typeof materialsFor>[1]['line'],
  urgent = false,
): MaterialsOf {
  return Object.fromEntries(
    CAPACITIES.map((capacity) => [
      capacity,
      materialsFor(rules, { line, channel: 'store', capacity, urgent }),
    ]),
  ) as unknown as MaterialsOf;
}
