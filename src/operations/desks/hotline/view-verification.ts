import { type LineRisk, spokenMissing } from '../../../domain/desks/line-risk.ts';
import { QUESTIONS, type Question } from '../../../domain/desks/questions.ts';
import type { IdentityFactor } from '../../../domain/rules/rulebook.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { currentCustomer, requireAttended } from './attended.ts';
import { callerProof } from './caller-proof.ts';

/** How far a caller has shown who they are. Nothing of what is held is in it. */
export interface VerificationView {
  readonly risks: readonly LineRisk[];
  /** What can be asked, in the order of asking, and whether it was answered rightly. */
  readonly questions: readonly { readonly question: Question; readonly passed: boolean }[];
  readonly needed: number;
  readonly factors: readonly IdentityFactor[];
  readonly missing: { readonly count: number; readonly accepted: readonly IdentityFactor[] };
}

/** @throws HandbackError `role_needed`, `not_signed_in`, `attendance_over`, `line_unknown` */
export async function viewVerification(op: Operations, actor: Actor): Promise<VerificationView> {
  requireAccess(actor, 'viewVerification');
  requireAttended(actor);
  const { session, record } = await currentCustomer(op.pool, actor);
  const { risks, tier } = await callerProof(op, op.pool, record, op.clock.now());
  const isQuestion = (factor: IdentityFactor): factor is Question =>
    (QUESTIONS as readonly IdentityFactor[]).includes(factor);
  return {
    risks,
    questions: tier.of
      .filter(isQuestion)
      .map((question) => ({ question, passed: session.factors.includes(question) })),
    needed: tier.needed,
    factors: session.factors,
    missing: spokenMissing(tier, session.factors),
  };
}
