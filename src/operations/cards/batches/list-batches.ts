import type { BatchState } from '../../../domain/cards/custody.ts';
import { HandbackError } from '../../../domain/errors.ts';
import { type Batch, findBatch, listedBatches } from '../../../store/cards/batches.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { givenLimit, givenNumber } from '../signing.ts';

export interface BatchPage {
  readonly batches: readonly Batch[];
  /** What `after` must be for the next page; null where there is none. */
  readonly next: string | null;
}

/**
 * A page of batches, the newest first.
 * @throws HandbackError `forbidden`, `role_needed`, `request_invalid` for a limit that is none, `batch_unknown` for an `after`
 *   that is none
 */
export async function listBatches(
  op: Operations,
  actor: Actor,
  request: { readonly state: BatchState | null; readonly after: string | null; readonly limit: number },
): Promise<BatchPage> {
  requireAccess(actor, 'listBatches');
  const { state } = request;
  const limit = givenLimit(request.limit);
  const after = request.after === null ? null : givenNumber(request.after);
  if (after !== null && (await findBatch(op.pool, after)) === null) throw new HandbackError('batch_unknown');
  const found = await listedBatches(op.pool, { state, after }, limit + 1);
  const batches = found.slice(0, limit);
  return { batches, next: found.length > limit ? batches.at(-1)!.number : null };
}
