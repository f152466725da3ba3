import { HandbackError } from '../../domain/errors.ts';
import type { Channel, FactorRule, IdentityFactor, ResolvedRules } from '../../domain/rules/rulebook.ts';
import { type Actor, type AttendedSubscriber, type StaffInPerson, staffBehind } from './actor.ts';
import { type MissingFactors, missingFactors } from './factors.ts';
import type { Proof } from './proof.ts';
import { ACCESS, type AccessRule, type OperationName } from './table.ts';

/** The actors that the row of an operation lets through. */
export type Permitted<N extends OperationName> = (typeof ACCESS)[N] extends { readonly inPerson: true }
  ? Extract<StaffInPerson | AttendedSubscriber, { readonly kind: (typeof ACCESS)[N]['actors'][number] }>
  : Extract<Actor, { readonly kind: (typeof ACCESS)[N]['actors'][number] }>;

/**
 * The first line of every operation: whether an actor of this kind may ask for it at all, and whether its token holds the
 * scope, or a person who signed in, also one who attends to a customer, has a role that may. How far its proof reaches is
 * seen when the line or the case is read.
 *
 * @throws HandbackError `role_needed`, `forbidden`, `not_signed_in` or `case_unknown`, as the row says
 */
export function requireAccess<N extends OperationName>(actor: Actor, name: N): asserts actor is Permitted<N> {
  const { actors, scope, inPerson, refusal, ...row }: AccessRule = ACCESS[name];
  if (!actors.includes(actor.kind))
    throw new HandbackError(refusal, refusal === 'forbidden' && scope !== null ? { scope } : {});
  const person = staffBehind(actor);
  if (person !== null) {
    const roles = actor.kind === 'subscriber' ? row.desks : row.roles;
    if (!roles.some((role) => person.roles.includes(role))) throw new HandbackError('role_needed', { roles });
  } else if (inPerson) throw new HandbackError(refusal);
  else if (scope !== null && 'scopes' in actor && !actor.scopes.includes(scope))
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

const NOTHING_MISSING: MissingFactors = { count: 0, accepted: [] };
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
  const asked = factors === 'of_the_step' ? proofsOf(done) : [factors];
  for (const one of asked) {
    const rule = factorRule(one, proof.channel, rules);
    const missing = rule === null ? NOTHING_MISSING : missingFactors(proof, rule);
    if (missing.count > 0) return missing;
  }
  return factors === 'of_the_step' ? outranked(proof, done) : NOTHING_MISSING;
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

/** What shows that the person has something beside the phone, or was seen; what is known can be copied from a form. */
const SHOWN: readonly IdentityFactor[] = ['contact_code', 'document_seen', 'document_photo', 'liveness'];

/**
 * The rule may ask for less than what the person had shown. Against something shown only something shown counts, against
 * something known something of what was known, or the document itself; a code to the line's own phone says who has the phone, and outweighs nothing.
 */
export function outranked({ factors }: Proven, { receiptFactors }: StepsTaken): MissingFactors {
  const beyond = receiptFactors.filter((factor) => factor !== 'sms_code');
  const shown = beyond.some((factor) => SHOWN.includes(factor));
  // Whoever shows the document itself knows its number, and is the person.
  const known = beyond.length > 0 ? [...new Set([...beyond, 'document_seen' as const])] : [];
  const accepted = shown ? SHOWN : known;
  const enough = accepted.length === 0 || factors.some((factor) => accepted.includes(factor));
  return enough ? NOTHING_MISSING : { count: 1, accepted };
}

/** The proofs that the steps of a case had. */
function proofsOf({
  urgent,
  confirmedAt,
}: StepsTaken): readonly Exclude<AccessRule['factors'], 'of_the_step'>[] {
  return [
    ...(urgent ? (['urgent_bar'] as const) : []),
    ...(confirmedAt === null ? [] : (['channel'] as const)),
  ];
}

function factorRule(
  factors: Exclude<AccessRule['factors'], 'of_the_step'>,
  channel: Channel,
  rules: ResolvedRules,
): FactorRule | null {
  const { value } = rules.settings.identity_factors;
  return factors === 'none' ? null : value[factors === 'channel' ? channel : factors];
}
