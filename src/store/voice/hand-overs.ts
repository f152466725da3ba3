import type { Language } from '../../domain/values/language.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import type { HandOverReason, KeypadQuestion, Wish } from '../../domain/voice/menu.ts';
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
}

type Body = Pick<HandOver, 'number' | 'language' | 'wish'>;

const CONTEXT = 'voice hand-over';
const COLUMNS = `hand_over_id as "handOverId", platform, call_id as "callId", made_at as "madeAt", why, proven, reference, body_enc as body`;

type Row = Omit<HandOver, keyof Body> & { readonly body: Buffer };

function opened(vault: Vault, { body, ...row }: Row): HandOver {
  return { ...row, ...(JSON.parse(vault.decryptText(vault.operatorKey, CONTEXT, body)) as Body) };
}

/** One a call. */
export async function insertHandOver(
  tx: Db,
  vault: Vault,
  made: Omit<HandOver, 'handOverId'> & { readonly callerIndex: Buffer | null },
): Promise<void> {
  const { number, language, wish } = made;
  const body: Body = { number, language, wish };
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

/** The newest first; `after` is the last one of the page before. */
export async function listedHandOvers(
  db: Db,
  vault: Vault,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<readonly HandOver[]> {
  const { rows } = await db.query<Row>({
    name: 'listed-voice-hand-overs',
    text: `select ${COLUMNS} from voice_hand_over where $1::uuid is null or hand_over_id < $1 order by hand_over_id desc limit $2`,
    values: [after, limit],
  });
  return rows.map((row) => opened(vault, row));
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
