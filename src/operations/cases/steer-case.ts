import { type Move, retry, rollForward as rollForwardMove, skip } from '../../domain/cases/moves.ts';
import { HandbackError } from '../../domain/errors.ts';
import { type LockedCase, lockOpenCase, type StuckCase, stuckCases } from '../../store/cases/cases.ts';
import { moveCase } from '../../store/cases/move-cases.ts';
import type { CasePatch } from '../../store/cases/work.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { STAGE_MODULES } from '../../workflow/stages/index.ts';
import { type Actor, auditName, type Operations, requireStaff } from '../context.ts';
import { caseFor } from './case-for.ts';

export type { StuckCase } from '../../store/cases/cases.ts';

/** Cases that wait for a person of the operator, the oldest first. */
export async function listStuck(op: Operations, actor: Actor, limit = 100): Promise<readonly StuckCase[]> {
  requireStaff(actor);
  return stuckCases(op.pool, Math.min(limit, 1_000));
}

/** Tries a stuck stage again, now. @throws HandbackError `case_unknown`, `stage_conflict` */
export async function retryCase(op: Operations, actor: Actor, caseId: string): Promise<void> {
  return steer(op, actor, caseId, { action: 'retried', move: retry });
}

/**
 * Goes on without a stage that cannot be done. The reason is kept, and what was skipped stays unproven on the certificate.
 * @throws HandbackError `case_unknown`, `stage_conflict`; `stage_not_skippable` for the cut itself and for what a certificate needs
 */
export async function skipStage(op: Operations, actor: Actor, caseId: string, reason: string): Promise<void> {
  return steer(op, actor, caseId, {
    action: 'skipped',
    reason: given(reason),
    move: skip,
    patch: async (tx, { stage, serviceEndedAt }, at) =>
      (await STAGE_MODULES[stage].skip?.(tx, { caseId, serviceEndedAt, at })) ?? {},
  });
}

/**
 * Ends the waiting of a case whose detach is not confirmed: it goes on as `unconfirmed`, as it would at its deadline.
 * @throws HandbackError `case_unknown`, `stage_conflict`
 */
export async function rollForward(
  op: Operations,
  actor: Actor,
  caseId: string,
  reason: string,
): Promise<void> {
  return steer(op, actor, caseId, {
    action: 'rolled_forward',
    reason: given(reason),
    move: rollForwardMove,
    patch: async (_tx, _open, at) => ({ detachDeadline: at }),
  });
}

interface Act {
  readonly action: string;
  readonly reason?: string;
  readonly move: (open: LockedCase | null) => Move;
  readonly patch?: (tx: Db, open: LockedCase, at: Date) => Promise<CasePatch>;
}

async function steer(op: Operations, actor: Actor, caseId: string, act: Act): Promise<void> {
  requireStaff(actor);
  await caseFor(op.pool, actor, { caseId });
  const now = op.clock.now();
  await inTransaction(op.pool, async (tx) => {
    const open = await lockOpenCase(tx, caseId);
    const move = act.move(open);
    const { lineId, stage } = open!;
    await moveCase(tx, {
      ...move,
      caseId,
      lineId,
      lease: null,
      watched: true,
      patch: (await act.patch?.(tx, open!, now)) ?? {},
      audit: [
        {
          actor: auditName(actor),
          action: act.action,
          facts: { stage, ...(act.reason === undefined ? {} : { reason: act.reason.slice(0, 500) }) },
        },
      ],
    });
  });
}

/** @throws HandbackError `request_invalid` */
function given(reason: string): string {
  if (reason.trim() === '') throw new HandbackError('request_invalid', { field: 'reason' });
  return reason;
}
