import { skip } from '../../../domain/cases/moves.ts';
import { STAGE_MODULES } from '../../../workflow/stages/index.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { givenReason, steer } from './steer.ts';

/**
 * Goes on without a stage that cannot be done. The reason is kept, and what was skipped stays unproven on the certificate.
 *
 * @throws HandbackError `forbidden`, `request_invalid`, `case_unknown`, `stage_conflict`; `stage_not_skippable` for the
 *   cut itself and for what a certificate needs
 */
export async function skipStage(
  op: Operations,
  actor: Actor,
  request: { readonly caseId: string; readonly reason: string },
): Promise<void> {
  requireAccess(actor, 'skipStage');
  const { caseId } = request;
  await steer(op, actor, caseId, {
    action: 'skipped',
    reason: givenReason(request.reason),
    move: skip,
    patch: async (tx, { stage, plan, serviceEndedAt }, at) =>
      (await STAGE_MODULES[stage].skip?.(tx, { caseId, plan, serviceEndedAt, at })) ?? {},
  });
}
