import { HandbackError } from '../../../../domain/errors.ts';
import { parseCallerId } from '../../../../domain/people/caller-id.ts';
import { callingCodeOf } from '../../../../domain/values/msisdn.ts';
import { type CallEvent, findCall } from '../../../../store/desks/hotline-calls.ts';
import type { Actor } from '../../../access/actor.ts';
import { requireAccess } from '../../../access/require-access.ts';
import type { Operations } from '../../../context.ts';
import { type ScreenPop, screenPop } from './screen-pop.ts';

export interface OpenedCall extends ScreenPop {
  /** Null for a number that the agent, or a link of the telephony, gave. */
  readonly call: { readonly callId: string; readonly event: CallEvent } | null;
}

/**
 * Opens the line at which a call, or a calling number, hints: masked, and nothing that a proof would open.
 *
 * @throws HandbackError `role_needed`, `forbidden`, `call_unknown` for a call that is not this agent's
 */
export async function openCall(
  op: Operations,
  actor: Actor,
  request: { readonly callId: string } | { readonly caller: string },
): Promise<OpenedCall> {
  requireAccess(actor, 'openCall');
  if ('caller' in request)
    return {
      ...(await screenPop(op, actor, parseCallerId(request.caller, op.defaultCallingCode))),
      call: null,
    };
  const { subject } = actor.person;
  const found = await findCall(op.pool, op.vault, { callId: request.callId, subject });
  if (found === null) throw new HandbackError('call_unknown');
  const { callId, event, caller } = found;
  const said =
    caller.kind === 'number'
      ? { ...caller, foreign: callingCodeOf(caller.msisdn) !== op.defaultCallingCode }
      : caller;
  return { ...(await screenPop(op, actor, said)), call: { callId, event } };
}
