import { HandbackError } from '../../domain/errors.ts';
import { cleanLines } from '../../domain/values/field-text.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { findParty } from '../../store/people/parties.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { decide } from './decide.ts';
import { requestFor } from './request-for.ts';
import { tellRequester } from './tell.ts';

const LONGEST_REASON = 500;

/**
 * Refuses a special request, with a reason that its requester reads. What was started of it goes on.
 * @throws HandbackError `forbidden`, `role_needed`, `special_request_unknown`, `special_request_decided`, `field_missing` without
 *   a reason
 */
export async function refuseSpecialRequest(
  op: Operations,
  actor: Actor,
  request: { readonly requestId: string; readonly reason: string },
): Promise<void> {
  requireAccess(actor, 'refuseSpecialRequest');
  const now = op.clock.now();
  const text = cleanLines(request.reason, LONGEST_REASON);
  if (text === '') throw new HandbackError('field_missing', { field: 'reason' });
  await inTransaction(op.pool, async (tx) => {
    const found = await requestFor(tx, actor, request, true);
    const { requestId, reference, state, requesterId } = found;
    if (state !== 'received') throw new HandbackError('special_request_decided', { state });
    const party = await findParty(tx, op.vault, requesterId);
    await decide(op, tx, {
      ...{ requestId, state: 'refused', by: auditName(actor), now },
      refusal: party === null ? null : { text, dataKey: party.dataKey },
    });
    if (party !== null) await tellRequester(op, tx, found, party, null);
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'special_request_refused' },
        facts: { requestId, reference },
      },
    ]);
  });
}
