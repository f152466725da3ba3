import { HandbackError } from '../../domain/errors.ts';
import type { Channel, FactorRule, IdentityFactor } from '../../domain/rules/rulebook.ts';
import type { OtherSystem, Staff, Subscriber } from './actor.ts';

/** What the operator's own people and systems say of a customer whom they identified themselves. */
export interface Assertion {
  /** By which factors; at least one. */
  readonly provenBy: readonly IdentityFactor[];
  /** Where the customer is. */
  readonly channel: Channel;
}

/** What is proven of the person for whom something is done, and whose rules count. */
export interface Proof {
  readonly factors: readonly IdentityFactor[];
  readonly channel: Channel;
  /** Nobody proved it to us: whoever acts says so, and the audit log says who that is. */
  readonly asserted: boolean;
}

/**
 * The proof behind a step: a subscriber's own, or what staff or a system asserts of the customer for whom it acts. Nothing
 * is added to a session by saying so, and nothing is taken as proven because a token came.
 *
 * @throws HandbackError `request_invalid` where a subscriber asserts anything, or the others nothing
 */
export function proofBehind(actor: Subscriber | Staff | OtherSystem, said: Assertion | undefined): Proof {
  if (actor.kind === 'subscriber') {
    if (said !== undefined) throw new HandbackError('request_invalid', { field: 'provenBy' });
    return { factors: actor.factors, channel: actor.channel, asserted: false };
  }
  if (said === undefined || said.provenBy.length === 0)
    throw new HandbackError('request_invalid', { field: 'provenBy' });
  return { factors: [...new Set(said.provenBy)], channel: said.channel, asserted: true };
}

/**
 * The factors that undoing the step will be measured by. Of what was only asserted no more counts than the rule needed:
 * a system that claims more than was shown would else keep the person from undoing it by their own proof.
 */
export function lastingFactors(
  { asserted, factors }: Proof,
  { needed, accepted }: FactorRule,
): readonly IdentityFactor[] {
  if (!asserted) return factors;
  const counted = factors.filter((factor) => accepted.includes(factor));
  return (counted.length > 0 ? counted : factors).slice(0, Math.max(1, needed));
}

/** What the audit log keeps of a proof that was only asserted. */
export function assertionFacts({ asserted, factors, channel }: Proof): Readonly<Record<string, unknown>> {
  return asserted ? { asserted: factors, channel } : {};
}
