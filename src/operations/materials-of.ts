import { materialsFor } from '../domain/cases/materials.ts';
import { CAPACITIES, type Capacity } from '../domain/rules/capacity.ts';
import type { Material, ResolvedRules } from '../domain/rules/rulebook.ts';

export type MaterialsOf = Readonly<Record<Capacity, readonly Material[]>>;

/** What whoever comes to a store would bring, by as whom they come. */
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
