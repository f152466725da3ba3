import type { FactorRule, IdentityFactor } from '../../domain/rules/rulebook.ts';
import type { Subscriber } from './actor.ts';

export interface MissingFactors {
  readonly count: number;
  /** Those that would do. */
  readonly accepted: readonly IdentityFactor[];
}

/** Whether what was proven reaches this line: its own number, or the document of its holder. */
export function reaches(subscriber: Subscriber, lineId: string): boolean {
  return subscriber.lineId === lineId || subscriber.factors.includes('document_number');
}

export function missingFactors(proven: Pick<Subscriber, 'factors'>, rule: FactorRule): MissingFactors {
  const have = rule.accepted.filter((factor) => proven.factors.includes(factor));
  return {
    count: Math.max(0, rule.needed - have.length),
    accepted: rule.accepted.filter((factor) => !proven.factors.includes(factor)),
  };
}
