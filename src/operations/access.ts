import { HandbackError } from '../domain/errors.ts';
import type { FactorRule, IdentityFactor } from '../domain/rules/rulebook.ts';
import type { Subscriber } from './context.ts';

/** Whether what was proven reaches this line: its own number, or the document of its holder. */
export function reaches(subscriber: Subscriber, lineId: string): boolean {
  return subscriber.lineId === lineId || subscriber.factors.includes('document_number');
}

/** @throws HandbackError `factor_needed`, naming what would do. */
export function requireFactors(subscriber: Subscriber, rule: FactorRule): void {
  const missing = missingFactors(subscriber, rule);
  if (missing.count > 0)
    throw new HandbackError('factor_needed', { missing: missing.count, accepted: missing.accepted });
}

export function missingFactors(
  subscriber: Subscriber,
  rule: FactorRule,
): { count: number; accepted: readonly IdentityFactor[] } {
  const have = rule.accepted.filter((factor) => subscriber.factors.includes(factor));
  return {
    count: Math.max(0, rule.needed - have.length),
    accepted: rule.accepted.filter((factor) => !subscriber.factors.includes(factor)),
  };
}
