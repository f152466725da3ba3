import type { MoveLineRequest } from '../../ports/billing.ts';
import type { Db } from '../database/database.ts';

/** The task under which graphile-worker has billing move a line to the account of its own. */
export const MOVE_BILLING_TASK = 'move-line-at-billing';

/** Orders it with the transaction that splits the line off: an order that is committed is tried until billing has done it. */
export async function orderBillingMove(tx: Db, move: MoveLineRequest): Promise<void> {
  await tx.query('select graphile_worker.add_job($1, $2::json, job_key => $3, max_attempts => 100)', [
    MOVE_BILLING_TASK,
    JSON.stringify(move),
    `${MOVE_BILLING_TASK}:${move.key}`,
  ]);
}

/**
 * Lets a line go on as the requester's own, under an account of its own: its number, card and plan stay, and what tied it to the
 * holder of before is gone, the contract among it.
 *
 * @returns false where the line is not the holder's any more, or has ended
 */
export async function splitOffLine(
  tx: Db,
  split: {
    readonly lineId: string;
    readonly fromHolder: string;
    readonly toHolder: string;
    readonly accountId: string;
    readonly currency: string;
  },
): Promise<boolean> {
  const { lineId, fromHolder, toHolder, accountId, currency } = split;
  await tx.query(
    'insert into account (account_id, payer_id, currency) values ($1, $2, $3) on conflict (account_id) do nothing',
    [accountId, toHolder, currency],
  );
  const { rowCount } = await tx.query(
    `update line set holder_id = $3, user_id = null, account_id = $4, split_from = array_append(split_from, $2), ties = '[]', contract = null,
       -- What was sent of it last is not so any more: the same row again is looked at anew.
       row_hash = null, updated_at = now()
     where line_id = $1 and holder_id = $2 and status <> 'ended'`,
    [lineId, fromHolder, toHolder, accountId],
  );
  // What its holder of before called the devices is theirs, and under their key.
  await tx.query('update esim_profile set label_enc = null where line_id = $1', [lineId]);
  return rowCount === 1;
}
