import { skip } from '../../../domain/cases/moves.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { STAGE_MODULES } from '../../../workflow/stages/index.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import { approvalFacts, requireSecondPerson } from '../../access/second-person.ts';
import type { Operations } from '../../context.ts';
import { caseFor } from '../case-for.ts';
import { givenReason, steer } from './steer.ts';

/**
 * Goes on without a stage that cannot be done. The reason is kept, and what was skipped stays unproven on the certificate.
 *
 * @throws HandbackError `forbidden`, `approval_needed`, `request_invalid`, `case_unknown`, `stage_conflict`; `stage_not_skippable` for the
 *   cut itself and for what a certificate needs
 */
export async function skipStage(
  op: Operations,
  actor: Actor,
  request: {
    readonly caseId: string;
    readonly reason: string;
    /** Of which it was decided; where the case has moved on meanwhile, nothing is skipped. */
    readonly stage?: string;
  },
): Promise<void> {
  requireAccess(actor, 'skipStage');
  const { caseId, stage: meant } = request;
  const reason = givenReason(request.reason);
  const found = await caseFor(op.pool, actor, { caseId });
  const { jurisdiction, province } = found;
  const rules = op.rulebooks.current(jurisdiction, province, op.clock.now());
  requireSecondPerson(actor, 'skip_stage', caseId, rules);
  await steer(op, actor, caseId, {
    action: 'skipped',
    reason,
    facts: approvalFacts(actor),
    move: (open) => {
      if (open !== null && meant !== undefined && open.stage !== meant)
        throw new HandbackError('stage_conflict', { stage: open.stage });
      return skip(open);
    },
    patch: async (tx, { stage, plan, serviceEndedAt }, at) =>
      (await STAGE_MODULES[stage].skip?.(tx, { caseId, plan, serviceEndedAt, at })) ?? {},
  });
}
