import { HandbackError } from '../../domain/errors.ts';
import { REASSIGNING } from '../../domain/oversight/work.ts';
import { type Msisdn, maskMsisdn } from '../../domain/values/msisdn.ts';
import type { HandOverState, TakenFor } from '../../domain/voice/menu.ts';
import { insertAudit } from '../../store/audit.ts';
import { type HandOver, listedHandOvers } from '../../store/voice/hand-overs.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { isUuid } from '../is-uuid.ts';

/** A hand-over as it is shown: its numbers masked, but for the agent who took it up to call back. */
export interface HandOverView extends Omit<HandOver, 'number' | 'caller' | 'taken'> {
  readonly number: string | null;
  readonly caller: string | null;
  readonly taken: { readonly name: string; readonly at: Date; readonly for: TakenFor } | null;
  /** Whoever asks took it up. */
  readonly mine: boolean;
  /** Whoever asks may leave it to others. */
  readonly mayPutBack: boolean;
}

export interface HandOverPage {
  readonly handOvers: readonly HandOverView[];
  /** What `after` must be for the next page; null where there is none. */
  readonly next: string | null;
}

const MOST = 1_000;

/**
 * What the voice menu handed over in the last two days, the newest first. The look is audited.
 * @param request.state default: all
 * @throws HandbackError `forbidden`, `role_needed`, `request_invalid`
 */
export async function listHandOvers(
  op: Operations,
  actor: Actor,
  request: { readonly state?: HandOverState | null; readonly after: string | null; readonly limit?: number },
): Promise<HandOverPage> {
  requireAccess(actor, 'listHandOvers');
  const { state = null, after, limit = 100 } = request;
  if (after !== null && !isUuid(after)) throw new HandbackError('request_invalid', { field: 'after' });
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
    throw new HandbackError('request_invalid', { field: 'limit' });
  const found = await listedHandOvers(op.pool, op.vault, { state, after, limit: limit + 1 });
  const handOvers = found.slice(0, limit).map((one) => handOverView(one, actor));
  if (handOvers.length > 0)
    await insertAudit(op.pool, [
      {
        ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
        facts: { what: 'voice_hand_overs', calls: handOvers.map(({ callId }) => callId) },
      },
    ]);
  return { handOvers, next: found.length > limit ? handOvers.at(-1)!.handOverId : null };
}

/** Those who may take work from others. */
export const mayPutBackAny = (actor: Actor): boolean =>
  actor.kind === 'staff' && (actor.person?.roles ?? []).some((role) => REASSIGNING.includes(role));

/** @param actor who calls back, if it is theirs; null where nobody does */
export function handOverView(
  { number, caller, taken, ...rest }: HandOver,
  actor: Actor | null,
): HandOverView {
  const mine = taken !== null && actor?.kind === 'staff' && taken.by === actor.person?.subject;
  const shown = (one: Msisdn | null): string | null =>
    one === null || (mine && taken.for === 'call_back') ? one : maskMsisdn(one);
  return {
    ...rest,
    ...{ number: shown(number), caller: shown(caller), mine },
    mayPutBack: mine || (taken !== null && actor !== null && mayPutBackAny(actor)),
    taken: taken === null ? null : { name: taken.name, at: taken.at, for: taken.for },
  };
}
