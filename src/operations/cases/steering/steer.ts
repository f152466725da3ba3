import type { Move } from '../../../domain/cases/moves.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { type LockedCase, lockOpenCase } from '../../../store/cases/cases.ts';
import { moveCase } from '../../../store/cases/move-cases.ts';
import type { CasePatch } from '../../../store/cases/work.ts';
import { type Db, inTransaction } from '../../../store/database/database.ts';
import { auditName, type OtherSystem, type Staff } from '../../access/actor.ts';
import type { Operations } from '../../context.ts';
import { caseFor } from '../case-for.ts';

const LONGEST_REASON = 500;

/** An act of staff on a case that does not go on by itself. */
export interface Steering {
  readonly action: 'retried' | 'skipped' | 'rolled_forward';
  readonly reason?: string;
  /** What the audit log says of it beside the stage and the reason. */
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly move: (open: LockedCase | null) => Move;
  readonly patch?: (tx: Db, open: LockedCase, at: Date) => Promise<CasePatch>;
}

/** @throws HandbackError `case_unknown`, `stage_conflict` */
export async function steer(
  op: Operations,
  actor: Staff | OtherSystem,
  caseId: string,
  { action, reason, facts, move, patch }: Steering,
): Promise<void> {
  await caseFor(op.pool, actor, { caseId });
  const now = op.clock.now();
  await inTransaction(op.pool, async (tx) => {
    const open = await lockOpenCase(tx, caseId);
    const moved = move(open);
    const { lineId, stage } = open!;
    await moveCase(tx, {
      ...moved,
      caseId,
      lineId,
      lease: null,
      watched: true,
      patch: (await patch?.(tx, open!, now)) ?? {},
      audit: [
        {
          actor: auditName(actor),
          action,
          facts: {
            stage,
            ...(reason === undefined ? {} : { reason: reason.slice(0, LONGEST_REASON) }),
            ...facts,
          },
        },
      ],
    });
  });
}

/** @throws HandbackError `request_invalid` for none */
export function givenReason(reason: string): string {
  if (reason.trim() === '') throw new HandbackError('request_invalid', { field: 'reason' });
  return reason;
}
