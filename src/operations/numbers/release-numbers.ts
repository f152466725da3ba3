import { HandbackError } from '../../domain/errors.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import {
  findBatch,
  listedBatches,
  type NumberBatch,
  numbersOfBatch,
  proposeBatch,
  releaseBatch,
} from '../../store/numbers/batches.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { approvalFacts, approvedBy, requireSecondPerson } from '../access/second-person.ts';
import type { Operations } from '../context.ts';
import { homeTimeZone } from '../home-time-zone.ts';
import { isUuid } from '../is-uuid.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';

export type { NumberBatch } from '../../store/numbers/batches.ts';

/** Numbers a batch: as many as two people can agree to at once. */
const BATCH = 10_000;

/**
 * Proposes the numbers whose rest is over, in batches: own ones to be given out again, and those that were ported in to go back to their range
 * holders. Nothing is released by it.
 *
 * @returns the batches
 * @throws HandbackError `forbidden`, `role_needed`
 */
export async function proposeReleases(op: Operations, actor: Actor): Promise<readonly string[]> {
  requireAccess(actor, 'proposeReleases');
  const today = localDateAt(op.clock.now(), homeTimeZone(op));
  const by = auditName(actor);
  const made: string[] = [];
  for (;;) {
    const batchId = await inTransaction(op.pool, async (tx) => {
      const batch = await proposeBatch(tx, { today, limit: BATCH, by });
      if (batch !== null)
        await insertAudit(tx, [
          { caseId: null, lineId: null, actor: by, action: 'release_proposed', facts: { batch } },
        ]);
      return batch;
    });
    if (batchId === null) return made;
    made.push(batchId);
  }
}

/** @param request.open null: also those that were released @throws HandbackError `forbidden`, `role_needed` */
export async function listBatches(
  op: Operations,
  actor: Actor,
  request: { readonly open: boolean | null; readonly limit: number },
): Promise<readonly NumberBatch[]> {
  requireAccess(actor, 'listNumbers');
  return listedBatches(op.pool, { ...request, limit: Math.min(1_000, Math.max(1, request.limit)) });
}

/** A batch with some of its numbers. @throws HandbackError `forbidden`, `role_needed`, `number_batch_unknown` */
export async function viewBatch(
  op: Operations,
  actor: Actor,
  request: { readonly batchId: string; readonly limit: number },
): Promise<{
  readonly batch: NumberBatch;
  readonly numbers: readonly { readonly msisdn: string; readonly outcome: 'released' | 'kept' | null }[];
}> {
  requireAccess(actor, 'listNumbers');
  const batch = await knownBatch(op, request);
  return { batch, numbers: await numbersOfBatch(op.pool, batch.batchId, request.limit) };
}

export interface ReleaseRequest {
  readonly batchId: string;
  /** Of its numbers, as somebody saw them; absent for whatever they are. */
  readonly digest?: string;
}

/**
 * Releases the numbers of a batch, once: own ones are free, others go back to their range holder. Two people agree to it, but at the machine
 * itself. A number that was extended, flagged, ported or given out since then stays as it is.
 *
 * @returns how many were released
 * @throws HandbackError `forbidden`, `role_needed`, `number_batch_unknown`, `number_batch_released`, `approval_needed`,
 *   `approval_outdated`
 */
export async function releaseNumbers(op: Operations, actor: Actor, request: ReleaseRequest): Promise<number> {
  requireAccess(actor, 'releaseNumbers');
  const batch = await knownBatch(op, request);
  const { batchId, digest, kind, rangeHolder } = batch;
  if (batch.releasedAt !== null) throw new HandbackError('number_batch_released');
  if (request.digest !== undefined && request.digest !== digest) throw new HandbackError('approval_outdated');
  requireSecondPerson(actor, 'release_numbers', batchId, rulesOfLine(op, null, op.clock.now()));
  const today = localDateAt(op.clock.now(), homeTimeZone(op));
  const by = auditName(actor);
  return inTransaction(op.pool, async (tx) => {
    const released = await releaseBatch(tx, { batchId, by, approvedBy: approvedBy(actor), today });
    if (released === null) throw new HandbackError('number_batch_released');
    const facts = { batch: batchId, kind, rangeHolder, digest, released, ...approvalFacts(actor) };
    await insertAudit(tx, [{ caseId: null, lineId: null, actor: by, action: 'numbers_released', facts }]);
    return released;
  });
}

/** @throws HandbackError `number_batch_unknown` */
export async function knownBatch(op: Operations, of: { readonly batchId: string }): Promise<NumberBatch> {
  const found = isUuid(of.batchId) ? await findBatch(op.pool, of.batchId) : null;
  if (found === null) throw new HandbackError('number_batch_unknown');
  return found;
}
