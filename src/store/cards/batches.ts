import type { BatchState } from '../../domain/cards/custody.ts';
import type { Destruction } from '../../domain/cards/destruction.ts';
import type { ExpectedCard } from '../../domain/cards/differences.ts';
import type { Db } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';

export interface Batch {
  readonly batchId: string;
  readonly number: string;
  readonly state: BatchState;
  readonly seal: string | null;
  readonly destroyer: string | null;
  readonly openedAt: Date;
  readonly bags: number;
  readonly cards: number;
  /** How many scans of it there are so far. */
  readonly scans: number;
  /** It was compared, and differed, and nothing of it changed since. */
  readonly differs: boolean;
}

/** Whether a batch `t` was compared and differed: since then nothing of it was scanned, so another look would say the same. */
export const BATCH_DIFFERS = (t: string): string =>
  `(${t}.differs_since is not null and not exists (select from card_scan n where n.batch_id = ${t}.batch_id and n.scanned_at > ${t}.differs_since))`;

const SELECT = `select t.batch_id as "batchId", t.number, t.state, t.seal, t.destroyer, t.opened_at as "openedAt",
    (select count(*)::int from card_bag b where b.batch_id = t.batch_id) as bags,
    (select count(*)::int from card_bag b join returned_card r using (bag_id) where b.batch_id = t.batch_id and r.left_as is null) as cards,
    (select count(*)::int from card_scan s where s.batch_id = t.batch_id) as scans,
    ${BATCH_DIFFERS('t')} as differs
  from card_batch t`;

export async function insertBatch(
  tx: Db,
  batch: { readonly number: string; readonly now: Date },
): Promise<string> {
  const { rows } = await tx.query<{ batch_id: string }>(
    'insert into card_batch (number, opened_at) values ($1, $2) returning batch_id',
    [batch.number, batch.now],
  );
  return rows[0]!.batch_id;
}

export async function findBatch(db: Db, number: string): Promise<Batch | null> {
  const { rows } = await db.query<Batch>(`${SELECT} where t.number = $1`, [number]);
  return rows[0] ?? null;
}

/** One change at a time until the transaction ends, scans too. */
export async function lockBatch(tx: Db, number: string): Promise<Batch | null> {
  const { rowCount } = await tx.query('select from card_batch where number = $1 for update', [number]);
  return rowCount === 1 ? findBatch(tx, number) : null;
}

/** Others may scan at the same time; nobody closes the batch meanwhile. */
export async function shareBatch(tx: Db, number: string): Promise<Batch | null> {
  const { rowCount } = await tx.query('select from card_batch where number = $1 for share', [number]);
  return rowCount === 1 ? findBatch(tx, number) : null;
}

export async function moveBatchTo(
  tx: Db,
  batchId: string,
  to: { readonly state: BatchState; readonly seal: string | null; readonly destroyer: string | null },
): Promise<void> {
  await tx.query(
    'update card_batch set state = $2, seal = $3, destroyer = $4, differs_since = null where batch_id = $1',
    [batchId, to.state, to.seal, to.destroyer],
  );
}

/** Keeps that the batch was compared and differed; or, with null, that something of it changed, and it is to be compared anew. */
export async function noteBatchDiffers(tx: Db, batchId: string, since: Date | null): Promise<void> {
  await tx.query(
    'update card_batch set differs_since = $2 where batch_id = $1 and differs_since is distinct from $2',
    [batchId, since],
  );
}

/** The newest first. @param asked `after`: the number of the last batch of the page before */
export async function listedBatches(
  db: Db,
  asked: { readonly state: BatchState | null; readonly after: string | null },
  limit: number,
): Promise<readonly Batch[]> {
  const { rows } = await db.query<Batch>(
    `${SELECT} where ($1::text is null or t.state = $1)
       and ($2::text is null or t.batch_id < (select batch_id from card_batch where number = $2))
     order by t.batch_id desc limit $3`,
    [asked.state, asked.after, limit],
  );
  return rows;
}

/** Every card that the books have in the batch, with the number of its bag. */
export async function expectedOfBatch(db: Db, batchId: string): Promise<readonly ExpectedCard[]> {
  const { rows } = await db.query<ExpectedCard>(
    `select r.iccid, b.number as bag from card_bag b join returned_card r using (bag_id)
     where b.batch_id = $1 and r.left_as is null order by b.bag_id, r.card_id`,
    [batchId],
  );
  return rows;
}

/** The ICCIDs of a batch whose line has not ended: its case is open, or was taken back. */
export async function cardsOfLinesThatGoOn(db: Db, batchId: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ iccid: string }>(
    `select r.iccid from card_bag b join returned_card r using (bag_id)
     where b.batch_id = $1 and r.left_as is null and not exists
       (select from termination_closed c where c.case_id = r.case_id and c.outcome = 'completed')
     order by r.iccid`,
    [batchId],
  );
  return rows.map(({ iccid }) => iccid);
}

/** The cases of a batch whose cards are destroyed with it. */
export async function casesOfBatch(db: Db, batchId: string): Promise<readonly string[]> {
  const { rows } = await db.query<{ case_id: string }>(
    `select distinct r.case_id from card_bag b join returned_card r using (bag_id) where b.batch_id = $1 and r.left_as is null`,
    [batchId],
  );
  return rows.map((row) => row.case_id);
}

const WITNESS = 'card destruction witness';

export async function insertDestruction(
  tx: Db,
  vault: Vault,
  { batchId, now, ...record }: Destruction & { readonly batchId: string; readonly now: Date },
): Promise<void> {
  await tx.query(
    `insert into card_destruction (batch_id, destroyed_on, method, particle_class, weight_grams, reference, witness_enc, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      batchId,
      record.destroyedOn,
      record.method,
      record.particleClass,
      record.weightGrams,
      record.reference,
      vault.encrypt(vault.operatorKey, WITNESS, record.witness),
      now,
    ],
  );
}

export async function findDestruction(db: Db, vault: Vault, batchId: string): Promise<Destruction | null> {
  const { rows } = await db.query<Omit<Destruction, 'witness'> & { witnessEnc: Buffer }>(
    `select destroyed_on as "destroyedOn", method, particle_class as "particleClass", weight_grams as "weightGrams", reference,
       witness_enc as "witnessEnc" from card_destruction where batch_id = $1`,
    [batchId],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const { witnessEnc, ...record } = row;
  return { ...record, witness: vault.decryptText(vault.operatorKey, WITNESS, witnessEnc) };
}
