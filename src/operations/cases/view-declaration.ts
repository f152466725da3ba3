import { HandbackError } from '../../domain/errors.ts';
import { findCase } from '../../store/cases/cases.ts';
import { findDeclaration } from '../../store/cases/declarations.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { normaliseReference, receiptMatches } from './receipt.ts';

export type DeclarationState = 'waits_for_proof' | 'taken_up' | 'expired';

/**
 * What a receipt of the public form shows: the same for a declaration about a number that nobody has as for one that
 * waits for its holder. Of the case that came of it, only that the holder took it up.
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
  const now = op.clock.now();
  const declaration = await findDeclaration(op.pool, normaliseReference(actor.reference));
  if (declaration === null || !receiptMatches(actor.secret, declaration.receiptHash))
    throw new HandbackError('case_unknown');
  const { caseId, receivedAt, expiresAt } = declaration;
  const found = caseId === null ? null : await findCase(op.pool, { caseId });
  const waits = found === null ? expiresAt > now : found.stage === 'identify' && found.closedAt === null;
  const state = waits
    ? 'waits_for_proof'
    : found === null || found.outcome === 'expired'
      ? 'expired'
      : 'taken_up';
  return { state, receivedAt, expiresAt };
}
