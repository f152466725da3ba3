import type { FactorRule, IdentityFactor } from '../../domain/rules/rulebook.ts';
import type { Subscriber } from './actor.ts';

export interface MissingFactors {
  readonly count: number;
  /** Those that would do. */
  readonly accepted: readonly IdentityFactor[];
}

/**
 * Whether what was proven reaches this line: its own number, or the document of its holder. A session of the portal begins
 * with a proof; somebody at a desk or on the voice menu begins with none, and reaches nothing before the rules of their channel are met.
 *
 * @param act `bar` for the urgent bar of a line, for which less is asked
 */
export function reaches(
  { lineId: proven, factors, attended, caller }: Subscriber,
  lineId: string,
  act: 'any' | 'bar' = 'any',
): boolean {
  const reach = (attended ?? caller)?.reach ?? 'everything';
  const enough = reach === 'everything' || (act === 'bar' && reach === 'bar');
  if (!enough) return false;
  return proven === lineId || factors.includes('document_number') || factors.includes('document_seen');
}

export function missingFactors(proven: Pick<Subscriber, 'factors'>, rule: FactorRule): MissingFactors {
  const have = rule.accepted.filter((factor) => proven.factors.includes(factor));
  return {
    count: Math.max(0, rule.needed - have.length),
    accepted: rule.accepted.filter((factor) => !proven.factors.includes(factor)),
  };
}
