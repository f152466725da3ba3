import { HandbackError } from '../../domain/errors.ts';
import { maskMsisdn } from '../../domain/values/msisdn.ts';
import { insertAudit } from '../../store/audit.ts';
import { type HandOver, listedHandOvers } from '../../store/voice/hand-overs.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { isUuid } from '../is-uuid.ts';

/** A hand-over as it is shown: its number masked. */
export interface HandOverView extends Omit<HandOver, 'number'> {
  readonly number: string | null;
}

export interface HandOverPage {
  readonly handOvers: readonly HandOverView[];
  /** What `after` must be for the next page; null where there is none. */
  readonly next: string | null;
}

const MOST = 1_000;

/**
 * What the voice menu handed over in the last two days, the newest first. The look is audited.
 * @throws HandbackError `forbidden`, `role_needed`, `request_invalid`
 */
export async function listHandOvers(
  op: Operations,
  actor: Actor,
  request: { readonly after: string | null; readonly limit?: number },
): Promise<HandOverPage> {
  requireAccess(actor, 'listHandOvers');
  const { after, limit = 100 } = request;
  if (after !== null && !isUuid(after)) throw new HandbackError('request_invalid', { field: 'after' });
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
    throw new HandbackError('request_invalid', { field: 'limit' });
  const found = await listedHandOvers(op.pool, op.vault, { after, limit: limit + 1 });
  const handOvers = found.slice(0, limit).map(handOverView);
  if (handOvers.length > 0)
    await insertAudit(op.pool, [
      {
        ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
        facts: { what: 'voice_hand_overs', calls: handOvers.map(({ callId }) => callId) },
      },
    ]);
  return { handOvers, next: found.length > limit ? handOvers.at(-1)!.handOverId : null };
}

export function handOverView({ number, ...rest }: HandOver): HandOverView {
  return { ...rest, number: number === null ? null : maskMsisdn(number) };
}
