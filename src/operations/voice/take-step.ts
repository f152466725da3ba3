import { HandbackError } from '../../domain/errors.ts';
import { parseCallerId } from '../../domain/people/caller-id.ts';
import { FALLBACK_LANGUAGE } from '../../domain/values/language.ts';
import { type Msisdn, parseMsisdn } from '../../domain/values/msisdn.ts';
import {
  beginCall,
  isOver,
  type MenuInput,
  type MenuState,
  type Move,
  resume,
  take,
} from '../../domain/voice/menu.ts';
import { type Screen, screenOf, waitingScreen } from '../../domain/voice/screen.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { insertHandOver } from '../../store/voice/hand-overs.ts';
import {
  answerStep,
  type CallKey,
  callsWithinADay,
  claimStep,
  dropClaim,
  findVoiceCall,
  insertVoiceCall,
  type VoiceCall,
} from '../../store/voice/voice-calls.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { newReference } from '../cases/receipt.ts';
import type { Operations } from '../context.ts';
import { carryOut } from './carry-out.ts';
import type { Caller } from './prove-by-keys.ts';
import { callingIndex, forgetCaller } from './voice-caller.ts';

/** What is said next, and the step under which the answer to it is taken. */
export interface VoiceAnswer {
  /** Opaque: only our keys make it, so that a request that was overheard fits no other step. */
  readonly step: string;
  readonly screen: Screen;
}

/** A number calls so often in a day; those who show none, together. More come to a person at once. */
const MOST_CALLS = { shown: 30, hidden: 2_000 };

const nameOfStep = ({ vault }: Operations, { platform, callId }: CallKey, step: number): string =>
  `${step}-${vault
    .index('step of the voice menu', JSON.stringify([platform, callId, step]))
    .toString('base64url')
    .slice(0, 22)}`;

/** @throws HandbackError `request_invalid` */
function readStep(op: Operations, key: CallKey, name: string): number {
  const step = Number(/^(\d{1,3})-/.exec(name)?.[1] ?? -1);
  if (name !== nameOfStep(op, key, step)) throw new HandbackError('request_invalid', { field: 'step' });
  return step;
}

const GOODBYE: Screen = { says: [], next: { kind: 'hang_up' } };

/**
 * A call comes in. A platform that asks again gets the same answer.
 *
 * @param request.caller as the network gives it: a hint, counted by and offered, never spoken
 * @throws HandbackError `forbidden`; `request_invalid` where the call has gone on since: an old request that is sent again
 */
export async function beginVoiceCall(
  op: Operations,
  actor: Actor,
  request: { readonly callId: string; readonly caller: string },
): Promise<VoiceAnswer> {
  requireAccess(actor, 'takeVoiceStep');
  const now = op.clock.now();
  const key = { platform: actor.platform, callId: request.callId };
  const said = parseCallerId(request.caller, op.defaultCallingCode);
  const shown = said.kind === 'number' ? said.msisdn : null;
  const callerIndex = shown === null ? null : callingIndex(op.vault, shown);
  const known = await findVoiceCall(op.pool, op.vault, key);
  if (known === null) {
    const most = shown === null ? MOST_CALLS.hidden : MOST_CALLS.shown;
    if ((await callsWithinADay(op.pool, callerIndex, now)) >= most) {
      // Nothing is kept of it: who calls without an end fills no table.
      return {
        step: nameOfStep(op, key, 0),
        screen: screenOf({ ...beginCall(null), at: 'person', handOver: 'too_many_calls' }),
      };
    }
    const state = beginCall(shown);
    const reference = newReference(op.vault);
    await insertVoiceCall(op.pool, op.vault, { ...key, state, callerIndex, reference, now });
  } else if (known.step > 0) throw new HandbackError('request_invalid', { field: 'callId' });
  return { step: nameOfStep(op, key, 0), screen: screenOf(known?.state ?? beginCall(shown)) };
}

/**
 * Takes what the caller keyed in. The step that was answered last is answered the same again and does nothing twice, as platforms
 * repeat what got lost; of two at once one is told to wait a moment. An older one is refused.
 *
 * @param request.input null where only the answer to a step is waited for
 * @throws HandbackError `forbidden`, `request_invalid` for a step that is not the call's
 */
export async function takeVoiceStep(
  op: Operations,
  actor: Actor,
  request: { readonly callId: string; readonly step: string; readonly input: MenuInput | null },
): Promise<VoiceAnswer> {
  requireAccess(actor, 'takeVoiceStep');
  const key = { platform: actor.platform, callId: request.callId };
  const { input } = request;
  const step = readStep(op, key, request.step);
  const answer = (at: number, screen: Screen): VoiceAnswer => ({ step: nameOfStep(op, key, at), screen });
  const call = await findVoiceCall(op.pool, op.vault, key);
  if (call === null || step > call.step || step < call.step - 1)
    throw new HandbackError('request_invalid', { field: 'step' });
  if (call.state === null) return answer(call.step, GOODBYE);
  if (step < call.step || (input === null && isOver(call.state)))
    return answer(call.step, screenOf(call.state));
  const claim = await claimStep(op.pool, key, step);
  if (claim === null) {
    const now = await findVoiceCall(op.pool, op.vault, key);
    if (now?.state != null && now.step > step) return answer(now.step, screenOf(now.state));
    return answer(step, waitingScreen(call.state.language));
  }
  try {
    if (input === null) {
      // Whoever was answering has died: the caller is asked again.
      await dropClaim(op.pool, key, claim);
      return answer(step, screenOf(call.state));
    }
    const state = await walked(op, key, call, call.state, input);
    return await keep(op, key, call, { claim, state });
  } catch (error) {
    await dropClaim(op.pool, key, claim);
    throw error;
  }
}

/** The input, and what comes of it until the caller is asked again. */
async function walked(
  op: Operations,
  key: CallKey,
  call: VoiceCall,
  before: MenuState,
  input: MenuInput,
): Promise<MenuState> {
  const readNumber = (keys: string): Msisdn | null => {
    try {
      return parseMsisdn(keys, op.defaultCallingCode);
    } catch {
      return null;
    }
  };
  let move: Move = take(before, input, readNumber);
  while (move.effect !== null) {
    const { state, effect } = move;
    const about = { number: state.number as Msisdn, reference: call.reference };
    move = resume(state, effect, await carryOut(op, callerIn(key, call, state), about, effect));
  }
  return move.state;
}

function callerIn(key: CallKey, { callerIndex }: VoiceCall, { language }: MenuState): Caller {
  return {
    call: key,
    callerIndex,
    visitor: {
      ...{ kind: 'public', language: language ?? FALLBACK_LANGUAGE, channel: 'hotline' },
      // Whoever withholds the number counts by the call.
      client: `voice ${callerIndex?.toString('base64url') ?? `${key.platform} ${key.callId}`}`,
    },
  };
}

async function keep(
  op: Operations,
  key: CallKey,
  call: VoiceCall,
  { claim, state }: { readonly claim: string; readonly state: MenuState },
): Promise<VoiceAnswer> {
  const over = isOver(state);
  await inTransaction(op.pool, async (tx) => {
    // The caller may have hung up meanwhile, or another have taken over: then nothing is handed over.
    if (!(await answerStep(tx, op.vault, key, { claim, state }))) return;
    if (over) await forgetCaller(tx, op.vault, key);
    if (state.at !== 'person' || state.handOver === null) return;
    const { handOver: why, proven, number, language, wish, answer, caller } = state;
    await insertHandOver(tx, op.vault, {
      ...{ ...key, callerIndex: call.callerIndex, madeAt: op.clock.now(), why, proven },
      ...{ number: number as Msisdn | null, language, wish, caller: caller as Msisdn | null },
      reference: answer !== null && 'reference' in answer ? answer.reference : null,
    });
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId: null, actor: `voice:${key.platform}`, action: 'handed_over' },
        facts: { callId: key.callId, why, wish, proven },
      },
    ]);
  });
  return { step: nameOfStep(op, key, call.step + 1), screen: screenOf(state) };
}
