import type { MenuState } from '../../domain/voice/menu.ts';
import type { Platform } from '../../domain/voice/platform.ts';
import type { Db } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';

export interface CallKey {
  readonly platform: Platform;
  /** As the platform names it. */
  readonly callId: string;
}

export interface VoiceCall {
  readonly step: number;
  /** Null once the call is over. */
  readonly state: MenuState | null;
  readonly callerIndex: Buffer | null;
  /** Of the declaration that the call makes, if it makes one. */
  readonly reference: string;
}

const CONTEXT = 'voice call';
/** Longer than an answer takes. Who claimed a step and died is followed after it. */
const CLAIM = `interval '15 seconds'`;

/** The calls of a number within a day; of those that show none together. */
export async function callsWithinADay(db: Db, callerIndex: Buffer | null, now: Date): Promise<number> {
  const { rows } = await db.query<{ n: number }>({
    name: 'voice-calls-within-a-day',
    text: `select count(*)::int as n from voice_call
      where caller_bidx is not distinct from $1 and began_at > $2::timestamptz - interval '1 day'`,
    values: [callerIndex, now],
  });
  return rows[0]!.n;
}

/** @returns false where the call is known already */
export async function insertVoiceCall(
  db: Db,
  vault: Vault,
  call: CallKey & {
    readonly state: MenuState;
    readonly callerIndex: Buffer | null;
    readonly reference: string;
    readonly now: Date;
  },
): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'insert-voice-call',
    text: `insert into voice_call (platform, call_id, caller_bidx, state_enc, reference, began_at)
      values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    values: [
      call.platform,
      call.callId,
      call.callerIndex,
      sealed(vault, call.state),
      call.reference,
      call.now,
    ],
  });
  return rowCount === 1;
}

interface Row {
  readonly step: number;
  readonly state_enc: Buffer | null;
  readonly caller_bidx: Buffer | null;
  readonly reference: string;
}

function opened(vault: Vault, { step, state_enc, caller_bidx, reference }: Row): VoiceCall {
  const state =
    state_enc === null
      ? null
      : (JSON.parse(vault.decryptText(vault.operatorKey, CONTEXT, state_enc)) as MenuState);
  return { step, state, callerIndex: caller_bidx, reference };
}

const sealed = (vault: Vault, state: MenuState): Buffer =>
  vault.encrypt(vault.operatorKey, CONTEXT, JSON.stringify(state));

export async function findVoiceCall(
  db: Db,
  vault: Vault,
  { platform, callId }: CallKey,
): Promise<VoiceCall | null> {
  const { rows } = await db.query<Row>({
    name: 'find-voice-call',
    text: 'select step, state_enc, caller_bidx, reference from voice_call where platform = $1 and call_id = $2',
    values: [platform, callId],
  });
  return rows[0] === undefined ? null : opened(vault, rows[0]);
}

/** Takes a step to be answered, unless somebody has it. Of two at once one gets it. @returns the claim; null where it is not free */
export async function claimStep(db: Db, { platform, callId }: CallKey, step: number): Promise<string | null> {
  const { rows } = await db.query<{ claim: string }>({
    name: 'claim-voice-step',
    text: `update voice_call set claim = uuidv7(), claimed_until = now() + ${CLAIM}
      where platform = $1 and call_id = $2 and step = $3 and ended_at is null
        and (claimed_until is null or claimed_until < now()) returning claim`,
    values: [platform, callId, step],
  });
  return rows[0]?.claim ?? null;
}

/** The next place of the call, if the claim still holds. @returns whether it does */
export async function answerStep(
  tx: Db,
  vault: Vault,
  { platform, callId }: CallKey,
  answer: { readonly claim: string; readonly state: MenuState },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'answer-voice-step',
    text: `update voice_call set step = step + 1, claim = null, claimed_until = null, state_enc = $4
      where platform = $1 and call_id = $2 and claim = $3 and ended_at is null`,
    values: [platform, callId, answer.claim, sealed(vault, answer.state)],
  });
  return rowCount === 1;
}

/** Lets go of a step that could not be answered: whoever asks again gets it. */
export async function dropClaim(db: Db, { platform, callId }: CallKey, claim: string): Promise<void> {
  await db.query({
    name: 'drop-voice-claim',
    text: `update voice_call set claim = null, claimed_until = null where platform = $1 and call_id = $2 and claim = $3`,
    values: [platform, callId, claim],
  });
}

/** The caller hung up: nothing of what was said is left. @returns false where it was over before */
export async function endVoiceCall(db: Db, { platform, callId }: CallKey, now: Date): Promise<boolean> {
  const { rowCount } = await db.query({
    name: 'end-voice-call',
    text: `update voice_call set state_enc = null, ended_at = $3, claim = null, claimed_until = null
      where platform = $1 and call_id = $2 and ended_at is null`,
    values: [platform, callId, now],
  });
  return rowCount === 1;
}
