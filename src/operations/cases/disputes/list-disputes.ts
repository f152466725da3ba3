import { HandbackError } from '../../../domain/errors.ts';
import { insertAudit } from '../../../store/audit.ts';
import { type Dispute, listedDisputes } from '../../../store/cases/disputes.ts';
import { type Actor, auditName } from '../../access/actor.ts';
import { seesConfidential } from '../../access/confidential.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';

export type { Dispute } from '../../../store/cases/disputes.ts';

export interface DisputePage {
  readonly disputes: readonly Dispute[];
  /** What `after` must be for the next page; null where there is none. */
  readonly next: string | null;
}

const MOST = 1_000;

/**
 * A page of what people say against findings, the newest first. What they wrote is personal, so the look itself is audited.
 * @throws HandbackError `forbidden`, `request_invalid` for a limit that is none
 */
export async function listDisputes(
  op: Operations,
  actor: Actor,
  request: { readonly lineId: string | null; readonly after: string | null; readonly limit: number },
): Promise<DisputePage> {
  requireAccess(actor, 'listDisputes');
  const { lineId, after, limit } = request;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
    throw new HandbackError('request_invalid', { field: 'limit' });
  const found = await listedDisputes(
    op.pool,
    op.vault,
    { lineId, after, confidential: seesConfidential(actor) },
    limit + 1,
  );
  const disputes = found.slice(0, limit);
  const seen = disputes.map(({ reference }) => reference);
  if (seen.length > 0)
    await insertAudit(op.pool, [
      { caseId: null, lineId, actor: auditName(actor), action: 'disputes_viewed', facts: { disputes: seen } },
    ]);
  return { disputes, next: found.length > limit ? disputes.at(-1)!.reference : null };
}
