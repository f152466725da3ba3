import { HandbackError } from '../../domain/errors.ts';
import type { Channel, FactorRule, ResolvedRules } from '../../domain/rules/rulebook.ts';
import type { Actor, Subscriber } from './actor.ts';
import { type MissingFactors, missingFactors } from './factors.ts';
import { ACCESS, type AccessRule, type OperationName } from './table.ts';

/** The actors that the row of an operation lets through. */
export type Permitted<N extends OperationName> = Extract<
  Actor,
  { readonly kind: (typeof ACCESS)[N]['actors'][number] }
>;

/**
 * The first line of every operation: whether an actor of this kind may ask for it at all, and whether its token holds the
 * scope. How far its proof reaches is seen when the line or the case is read.
 *
 * @throws HandbackError `forbidden`, `not_signed_in` or `case_unknown`, as the row says
 */
export function requireAccess<N extends OperationName>(actor: Actor, name: N): asserts actor is Permitted<N> {
  const { actors, scope, refusal }: AccessRule = ACCESS[name];
  if (!actors.includes(actor.kind))
    throw new HandbackError(refusal, refusal === 'forbidden' && scope !== null ? { scope } : {});
  if (scope !== null && 'scopes' in actor && !actor.scopes.includes(scope))
    throw new HandbackError('forbidden', { scope });
}

/** What a subscriber has still to prove before the operation does it. */
export function missingProof(
  subscriber: Subscriber,
  name: OperationName,
  rules: ResolvedRules,
): MissingFactors {
  const rule = factorRule(ACCESS[name].factors, subscriber.channel, rules);
  return rule === null ? { count: 0, accepted: [] } : missingFactors(subscriber, rule);
}

/** @throws HandbackError `factor_needed`, naming what would do. */
export function requireProof(subscriber: Subscriber, name: OperationName, rules: ResolvedRules): void {
  const missing = missingProof(subscriber, name, rules);
  if (missing.count > 0)
    throw new HandbackError('factor_needed', { missing: missing.count, accepted: missing.accepted });
}

function factorRule(
  factors: AccessRule['factors'],
  channel: Channel,
  rules: ResolvedRules,
): FactorRule | null {
  const { value } = rules.settings.identity_factors;
  return factors === 'none' ? null : value[factors === 'channel' ? channel : factors];
}
