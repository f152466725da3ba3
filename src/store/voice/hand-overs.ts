import type { Language } from '../../domain/values/language.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import type {
  HandOverReason,
  HandOverState,
  KeypadQuestion,
  TakenFor,
  Wish,
} from '../../domain/voice/menu.ts';
import type { Platform } from '../../domain/voice/platform.ts';
import type { Db } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';
import type { CallKey } from './voice-calls.ts';

/** What the voice menu collected before a person took over. */
export interface HandOver {
  readonly handOverId: string;
  readonly platform: Platform;
  readonly callId: string;
  readonly madeAt: Date;
  readonly why: HandOverReason;
  /** What was answered rightly; never the answers. */
  readonly proven: readonly KeypadQuestion[];
  /** Of what was done in the call. */
  readonly reference: string | null;
  /** The number that it is about, as it was keyed in. */
  readonly number: Msisdn | null;
  readonly language: Language | null;
  readonly wish: Wish | null;
  /** From where the call came, as the network says: where to call back. Null where no number was shown. */
  readonly caller: Msisdn | null;
  /** The agent who looks after it; null while nobody does. */
  readonly taken: {
    readonly by: string;
    readonly name: string;
    readonly at: Date;
    readonly for: TakenFor;
  } | null;
}

type Body = Pick<HandOver, 'number' | 'language' | 'wish' | 'caller'>;

const CONTEXT = 'voice hand-over';
const COLUMNS = `hand_over_id as "handOverId", platform, call_id as "callId", made_at as "madeAt", why, proven, reference,
  body_enc as body, taken_by as by, taken_at as at, taken_for as "for", (select name from staff_member where subject = taken_by) as name`;

interface Row extends Omit<HandOver, keyof Body | 'taken'> {
  readonly body: Buffer;
  readonly by: string | null;
  readonly name: string;
  readonly at: Date;
  readonly for: TakenFor;
}

function opened(vault: Vault, { body, by, name, at, for: why, ...row }: Row): HandOver {
  const said = JSON.parse(vault.decryptText(vault.operatorKey, CONTEXT, body)) as Body;
  // Hand-overs of before this was collected lack the caller.
  return {
    ...row,
    ...said,
    caller: said.caller ?? null,
    taken: by === null ? null : { by, name, at, for: why },
  };
}

/** One a call. */
export async function insertHandOver(
  tx: Db,
  vault: Vault,
  made: Omit<HandOver, 'handOverId' | 'taken'> & { readonly callerIndex: Buffer | null },
): Promise<void> {
  const { number, language, wish, caller } = made;
  const body: Body = { number, language, wish, caller };
  await tx.query({
    name: 'insert-voice-hand-over',
    text: `insert into voice_hand_over (platform, call_id, caller_bidx, body_enc, why, proven, reference, made_at)
      values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (platform, call_id) do nothing`,
    values: [
      made.platform,
      made.callId,
      made.callerIndex,
      vault.encrypt(vault.operatorKey, CONTEXT, JSON.stringify(body)),
      made.why,
      made.proven,
      made.reference,
      made.madeAt,
    ],
  });
}

/** The newest first. @param asked `state`: null for all; `after`: the last one of the page before */
export async function listedHandOvers(
  db: Db,
  vault: Vault,
  {
    state,
    after,
    limit,
  }: { readonly state: HandOverState | null; readonly after: string | null; readonly limit: number },
): Promise<readonly HandOver[]> {
  const { rows } = await db.query<Row>({
    name: `listed-voice-hand-overs-${state ?? 'all'}`,
    text: `select ${COLUMNS} from voice_hand_over where ($1::uuid is null or hand_over_id < $1)
      ${state === null ? '' : `and taken_by is ${state === 'open' ? 'null' : 'not null'}`}
      order by hand_over_id desc limit $2`,
    values: [after, limit],
  });
  return rows.map((row) => opened(vault, row));
}

export async function findHandOver(db: Db, vault: Vault, handOverId: string): Promise<HandOver | null> {
  const { rows } = await db.query<Row>({
    name: 'find-voice-hand-over',
    text: `select ${COLUMNS} from voice_hand_over where hand_over_id = $1`,
    values: [handOverId],
  });
  return rows[0] === undefined ? null : opened(vault, rows[0]);
}

/**
 * Gives an open hand-over to an agent, with all open ones of the same caller: who called the menu three times is called back once.
 * They are locked in one order, so that two agents who take two of them never wait for each other.
 * @returns which; none where somebody has this one
 */
export async function takeHandOvers(
  tx: Db,
  taken: {
    readonly handOverId: string;
    readonly subject: string;
    readonly at: Date;
    readonly for: TakenFor;
  },
): Promise<readonly string[]> {
  const { rows } = await tx.query<{ id: string }>({
    name: 'take-voice-hand-overs',
    text: `with free as materialized (
        select hand_over_id from voice_hand_over where taken_by is null and (hand_over_id = $1
          or caller_bidx = (select caller_bidx from voice_hand_over where hand_over_id = $1))
        order by hand_over_id for update)
      update voice_hand_over h set taken_by = $2, taken_at = $3, taken_for = $4 from free
      where h.hand_over_id = free.hand_over_id and exists (select from free where hand_over_id = $1)
      returning h.hand_over_id as id`,
    values: [taken.handOverId, taken.subject, taken.at, taken.for],
  });
  return rows.map(({ id }) => id);
}

/**
 * Leaves to others what one agent took up, with what they have of the same caller.
 * @param of the agent whose it must be; null: whoever has it
 * @returns which, and whose they were; null where it was not theirs, or nobody's
 */
export async function putBackHandOvers(
  tx: Db,
  { handOverId, of }: { readonly handOverId: string; readonly of: string | null },
): Promise<{ readonly handOvers: readonly string[]; readonly of: string } | null> {
  const { rows } = await tx.query<{ id: string; of: string }>({
    name: 'put-back-voice-hand-overs',
    text: `with this as (select caller_bidx, taken_by from voice_hand_over where hand_over_id = $1 and ($2::text is null or taken_by = $2)),
      theirs as materialized (
        select hand_over_id, taken_by from voice_hand_over where taken_by = (select taken_by from this)
          and (hand_over_id = $1 or caller_bidx = (select caller_bidx from this))
        order by hand_over_id for update)
      update voice_hand_over h set taken_by = null, taken_at = null, taken_for = null from theirs
      where h.hand_over_id = theirs.hand_over_id and exists (select from theirs where hand_over_id = $1)
      returning h.hand_over_id as id, theirs.taken_by as of`,
    values: [handOverId, of],
  });
  return rows[0] === undefined ? null : { handOvers: rows.map(({ id }) => id), of: rows[0].of };
}

/**
 * How many callers somebody took up to call back since a moment, also those that they put back: by the audit log, which keeps them. Whoever
 * asks waits for those of the same person who ask at the same time.
 */
export async function callBacksTaken(
  tx: Db,
  asked: { readonly subject: string; readonly auditName: string; readonly since: Date },
): Promise<number> {
  await tx.query('select from staff_member where subject = $1 for no key update', [asked.subject]);
  const { rows } = await tx.query<{ count: number }>({
    name: 'call-backs-taken',
    // The second says to PostgreSQL that the index of staff serves.
    text: `select count(*)::int as count from audit where actor = $1 and actor like 'staff:%' and at > $2
      and action = 'hand_over_taken' and facts->>'for' = 'call_back'`,
    values: [asked.auditName, asked.since],
  });
  return rows[0]!.count;
}

/**
 * What the menu handed over in a call that the telephony tells of: of the same name, or lately from the same number. A hint, as
 * the number is.
 */
export async function handOverOfCall(
  db: Db,
  vault: Vault,
  asked: { readonly callId: CallKey['callId']; readonly callerIndex: Buffer | null; readonly now: Date },
): Promise<HandOver | null> {
  const { rows } = await db.query<Row>({
    name: 'voice-hand-over-of-call',
    text: `select ${COLUMNS} from voice_hand_over
      where made_at > $3::timestamptz - interval '30 minutes' and (call_id = $1 or caller_bidx = $2)
      order by (call_id = $1) desc, made_at desc limit 1`,
    values: [asked.callId, asked.callerIndex, asked.now],
  });
  return rows[0] === undefined ? null : opened(vault, rows[0]);
}
