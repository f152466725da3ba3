import { HandbackError } from '../../../domain/errors.ts';
import { findDeclaration } from '../../../store/cases/declarations.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { normaliseReference, receiptMatches } from '../receipt.ts';

export type DeclarationState = 'waits_for_proof' | 'taken_up' | 'expired';

/**
 * What a receipt of the public form shows: the same for a declaration about a number that nobody has as for one that
 * waits for its holder, or that its holder said is not theirs. Of the case that came of it, only that the holder took it up.
 *
 * @throws HandbackError `not_signed_in`, `case_unknown`
 */
export async function viewDeclaration(
  op: Operations,
  actor: Actor,
): Promise<{
  readonly state: DeclarationState;
  readonly receivedAt: Date;
  readonly expiresAt: Date;
}> {
  requireAccess(actor, 'viewDeclaration');
  const declaration = await findDeclaration(op.pool, normaliseReference(actor.reference));
  if (declaration === null || !receiptMatches(actor.secret, declaration.receiptHash))
    throw new HandbackError('case_unknown');
  const { caseId, receivedAt, expiresAt } = declaration;
  const state = caseId !== null ? 'taken_up' : expiresAt > op.clock.now() ? 'waits_for_proof' : 'expired';
  return { state, receivedAt, expiresAt };
}
