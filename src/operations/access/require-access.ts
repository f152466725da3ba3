import { HandbackError } from '../../domain/errors.ts';
import type { Channel, FactorRule, IdentityFactor, ResolvedRules } from '../../domain/rules/rulebook.ts';
import type { Actor } from './actor.ts';
import { type MissingFactors, missingFactors } from './factors.ts';
import type { Proof } from './proof.ts';
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

/** What was done to a case, as far as a proof was asked for it, and what its person has proven. */
export interface StepsTaken {
  readonly urgent: boolean;
  readonly confirmedAt: Date | null;
  readonly receiptFactors: readonly IdentityFactor[];
}

/** Of a subscriber, or of a customer for whom somebody acts. */
type Proven = Pick<Proof, 'factors' | 'channel'>;

const NOTHING_DONE: StepsTaken = { urgent: false, confirmedAt: null, receiptFactors: [] };

/**
 * What is still to be proven of a person before the operation does it.
 * @param done of the case whose step is undone
 */
export function missingProof(
  proof: Proven,
  name: OperationName,
  rules: ResolvedRules,
  done = NOTHING_DONE,
): MissingFactors {
  const { factors } = ACCESS[name];
  const asked = factors === 'of_the_step' ? proofOf(done) : factors;
  const rule = factorRule(asked, proof.channel, rules);
  if (rule === null) return { count: 0, accepted: [] };
  const missing = missingFactors(proof, rule);
  return missing.count === 0 && factors === 'of_the_step' ? outranked(proof, done) : missing;
}

/** @throws HandbackError `factor_needed`, naming what would do. */
export function requireProof(
  proof: Proven,
  name: OperationName,
  rules: ResolvedRules,
  done?: StepsTaken,
): void {
  const missing = missingProof(proof, name, rules, done);
  if (missing.count > 0)
    throw new HandbackError('factor_needed', { missing: missing.count, accepted: missing.accepted });
}

/** The rule may ask for less than what the person had shown: who shows only a part of that undoes nothing. */
function outranked({ factors }: Proven, { receiptFactors }: StepsTaken): MissingFactors {
  const accepted = receiptFactors.filter((factor) => !factors.includes(factor));
  const weaker = accepted.length > 0 && factors.every((factor) => receiptFactors.includes(factor));
  return weaker ? { count: 1, accepted } : { count: 0, accepted: [] };
}

/** The proof that the strongest step of a case had. */
function proofOf({ urgent, confirmedAt }: StepsTaken): Exclude<AccessRule['factors'], 'of_the_step'> {
  if (urgent) return 'urgent_bar';
  return confirmedAt === null ? 'none' : 'channel';
}

function factorRule(
  factors: Exclude<AccessRule['factors'], 'of_the_step'>,
  channel: Channel,
  rules: ResolvedRules,
): FactorRule | null {
  const { value } = rules.settings.identity_factors;
  return factors === 'none' ? null : value[factors === 'channel' ? channel : factors];
}
