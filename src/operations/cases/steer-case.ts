import { nextStage } from '../../domain/cases/plan.ts';
import { STAGES, type Stage } from '../../domain/cases/termination.ts';
import { HandbackError } from '../../domain/errors.ts';
import { resultWithoutProof } from '../../domain/esim/unbinding.ts';
import { insertAudit } from '../../store/audit.ts';
import { type CaseRecord, lockOpenCase } from '../../store/cases/cases.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { endUnbindings, settleUnbindings, unbindingsOfCase } from '../../store/esim/unbindings.ts';
import { announceCase, wakeWorkers } from '../../store/wake.ts';
import { type Actor, auditName, type Operations, requireStaff } from '../context.ts';
import { caseFor } from './case-for.ts';

export interface StuckCase {
  readonly caseId: string;
  readonly reference: string;
  readonly stage: string;
  readonly problem: Readonly<Record<string, unknown>>;
  readonly since: Date;
}

/** Cases that wait for a person of the operator, the oldest first. */
export async function listStuck(op: Operations, actor: Actor, limit = 100): Promise<readonly StuckCase[]> {
  requireStaff(actor);
  const { rows } = await op.pool.query<StuckCase>(
    `select case_id as "caseId", reference, stage, coalesce(problem, '{}') as problem, updated_at as since
     from termination where waiting_for = 'staff' order by updated_at limit $1`,
    [Math.min(limit, 1_000)],
  );
  return rows;
}

/** Tries a stuck stage again, now. */
export async function retryCase(op: Operations, actor: Actor, caseId: string): Promise<void> {
  return steer(op, actor, caseId, 'retried', null, (open) => ({ stage: open.stage, keepIntent: true }));
}

/**
 * Goes on without a stage that cannot be done. The reason is kept, and what was skipped stays unproven on the certificate.
 * @throws HandbackError `stage_not_skippable` for the cut itself and for what a certificate needs
 */
export async function skipStage(op: Operations, actor: Actor, caseId: string, reason: string): Promise<void> {
  if (reason.trim() === '') throw new HandbackError('request_invalid', { field: 'reason' });
  return steer(op, actor, caseId, 'skipped', reason, (open) => {
    if (!STAGES[open.stage].skippable) {
      throw new HandbackError('stage_not_skippable', { stage: open.stage });
    }
    return { stage: nextStage(open.plan, open.stage), keepIntent: false };
  });
}

/**
 * Ends the waiting of a case whose detach is not confirmed: it goes on as `unconfirmed`, as it would at its deadline.
 */
export async function rollForward(
  op: Operations,
  actor: Actor,
  caseId: string,
  reason: string,
): Promise<void> {
  if (reason.trim() === '') throw new HandbackError('request_invalid', { field: 'reason' });
  return steer(op, actor, caseId, 'rolled_forward', reason, (open) => {
    if (open.stage !== 'detach') throw new HandbackError('stage_conflict', { stage: open.stage });
    return { stage: open.stage, keepIntent: true, deadline: true };
  });
}

async function steer(
  op: Operations,
  actor: Actor,
  caseId: string,
  action: string,
  reason: string | null,
  decide: (open: CaseRecord) => { stage: Stage; keepIntent: boolean; deadline?: boolean },
): Promise<void> {
  requireStaff(actor);
  await caseFor(op.pool, actor, { caseId });
  await inTransaction(op.pool, async (tx) => {
    const open = await lockOpenCase(tx, caseId);
    if (open === null || open.leased)
      throw new HandbackError('stage_conflict', { stage: open?.stage ?? 'close' });
    const stuck = open.waitingFor === 'staff' || open.waitingFor === 'serving_node' || open.attempts > 0;
    if (!stuck || STAGES[open.stage].driver === 'person')
      throw new HandbackError('stage_conflict', { stage: open.stage });
    const next = decide(open);
    if (open.stage === 'cancel_profiles' && next.stage !== open.stage) await endUnproven(tx, caseId);
    // A stage that waits for its person is not due: a date would be its expiry.
    const forPerson = STAGES[next.stage].driver === 'person';
    await tx.query(
      `update termination set stage = $2, due_at = case when not $5 then now() end, attempts = 0, crashes = 0,
         waiting_for = case when $5 then 'person' end, problem = null,
         outcome = case when $2 = 'close' and stage = 'notify' then 'completed' else outcome end,
         lease = null, lease_until = null, intent_at = case when $3 then intent_at end,
         detach_deadline = case when $4 then now() else detach_deadline end,
         service_ended_at = case when $2 <> 'detach' and stage = 'detach' then coalesce(service_ended_at, now()) else service_ended_at end,
         detach = case when $2 <> 'detach' and stage = 'detach' then 'unconfirmed' else detach end,
         updated_at = now()
       where case_id = $1`,
      [caseId, next.stage, next.keepIntent, next.deadline ?? false, forPerson],
    );
    await insertAudit(tx, [
      {
        caseId,
        lineId: open.lineId,
        actor: auditName(actor),
        action,
        facts: { stage: open.stage, ...(reason === null ? {} : { reason: reason.slice(0, 500) }) },
      },
    ]);
    await wakeWorkers(tx);
    await announceCase(tx, caseId);
  });
}

/** What was not taken back stays unproven, and in the ledger until a proof comes. */
async function endUnproven(tx: Db, caseId: string): Promise<void> {
  const profiles = await unbindingsOfCase(tx, caseId);
  await settleUnbindings(
    tx,
    profiles.map((profile) => ({ caseId, iccid: profile.iccid, result: resultWithoutProof(profile) })),
  );
  await endUnbindings(tx, [caseId]);
}
