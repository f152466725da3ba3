import type { LocalDate } from '../../domain/values/local-date.ts';
import type { Db } from '../database/database.ts';

export interface NumberBatch {
  readonly batchId: string;
  readonly kind: 'free' | 'return';
  readonly rangeHolder: string | null;
  readonly numbers: number;
  /** Hexadecimal SHA-256 over its numbers. */
  readonly digest: string;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly releasedAt: Date | null;
  readonly releasedBy: string | null;
  /** Of a released one: those that were kept, because something had come between. */
  readonly kept: number;
}

const SELECT = `select b.batch_id as "batchId", b.kind, b.range_holder as "rangeHolder", b.numbers,
    encode(b.digest, 'hex') as digest, b.proposed_by as "proposedBy", uuid_extract_timestamp(b.batch_id) as "proposedAt",
    b.released_at as "releasedAt", b.released_by as "releasedBy",
    (select count(*) from number_batch_item i where i.batch_id = b.batch_id and i.outcome = 'kept') as kept
  from number_batch b`;

/** Numbers whose rest is over and that no open batch has. `$1` today. */
const OVER = `n.release_on <= $1 and n.judged_at is not null
  and not exists (select from number_batch_item i join number_batch b using (batch_id) where i.msisdn = n.msisdn and b.released_at is null)`;

/**
 * Proposes one batch of numbers whose rest is over: own ones, or those of one range holder.
 * @returns its identity; null where there is none
 */
export async function proposeBatch(
  tx: Db,
  { today, limit, by }: { readonly today: LocalDate; readonly limit: number; readonly by: string },
): Promise<string | null> {
  // One at a time: what another one is just proposing is in nobody's sight.
  await tx.query(`select pg_advisory_xact_lock(hashtext('handback propose releases'))`);
  const { rows: first } = await tx.query<{ state: string; range_holder: string | null }>(
    `select n.state, n.range_holder from number_ledger n
     where (n.state = 'quarantined' or (n.state = 'returned' and n.released_at is null and n.range_holder is not null)) and ${OVER}
     order by n.release_on limit 1 for update`,
    [today],
  );
  const of = first[0];
  if (of === undefined) return null;
  const kind = of.state === 'quarantined' ? 'free' : 'return';
  const holder = kind === 'free' ? null : of.range_holder;
  const { rows } = await tx.query<{ batch_id: string }>(
    'insert into number_batch (kind, range_holder, proposed_by) values ($1, $2, $3) returning batch_id',
    [kind, holder, by],
  );
  const batchId = rows[0]!.batch_id;
  await tx.query(
    `insert into number_batch_item (batch_id, msisdn)
     select $2, msisdn from number_ledger n
     where n.state = $3 and ($4::text is null or n.range_holder = $4) and n.released_at is null and ${OVER}
     order by n.release_on, n.msisdn limit $5`,
    [today, batchId, of.state, holder, limit],
  );
  await tx.query(
    `update number_batch b set numbers = i.n, digest = i.digest
     from (select count(*)::int as n, sha256(convert_to(coalesce(string_agg(msisdn, chr(10) order by msisdn), ''), 'UTF8')) as digest
       from number_batch_item where batch_id = $1) i where b.batch_id = $1`,
    [batchId],
  );
  return batchId;
}

export async function listedBatches(
  db: Db,
  { open, limit }: { readonly open: boolean | null; readonly limit: number },
): Promise<readonly NumberBatch[]> {
  const { rows } = await db.query<NumberBatch>(
    `${SELECT} where $1::boolean is null or (b.released_at is null) = $1 order by b.batch_id desc limit $2`,
    [open, limit],
  );
  return rows;
}

export async function findBatch(db: Db, batchId: string): Promise<NumberBatch | null> {
  const { rows } = await db.query<NumberBatch>(`${SELECT} where b.batch_id = $1`, [batchId]);
  return rows[0] ?? null;
}

/** The numbers of a batch, some of them. */
export async function numbersOfBatch(
  db: Db,
  batchId: string,
  limit: number,
): Promise<readonly { readonly msisdn: string; readonly outcome: 'released' | 'kept' | null }[]> {
  const { rows } = await db.query<{ msisdn: string; outcome: 'released' | 'kept' | null }>(
    'select msisdn, outcome from number_batch_item where batch_id = $1 order by msisdn limit $2',
    [batchId, limit],
  );
  return rows;
}

/**
 * Releases a batch, once. What was extended, flagged, ported or given out since it was proposed is kept as it is.
 * @returns how many were released; null where the batch has been
 */
export async function releaseBatch(
  tx: Db,
  {
    batchId,
    by,
    approvedBy,
    today,
  }: Readonly<Record<'batchId' | 'by', string>> & {
    readonly approvedBy: string | null;
    readonly today: LocalDate;
  },
): Promise<number | null> {
  const { rowCount } = await tx.query(
    'update number_batch set released_at = now(), released_by = $2, approved_by = $3 where batch_id = $1 and released_at is null',
    [batchId, by, approvedBy],
  );
  if (rowCount !== 1) return null;
  const { rows } = await tx.query<{ n: number }>(
    `with held as (
        select n.msisdn from number_ledger n join number_batch_item i using (msisdn) where i.batch_id = $1 order by n.msisdn for update of n),
      freed as (
        update number_ledger n set state = case n.state when 'quarantined' then 'free' else n.state end,
          line_id = null, release_on = null, reasons = null, judged_at = null, released_at = now(),
          since = case n.state when 'quarantined' then now() else n.since end
        from held where n.msisdn = held.msisdn and n.released_at is null and n.release_on <= $2
          -- Flagged after it was proposed, and not looked at anew since: it may have to rest longer.
          and n.judged_at is not null
          and n.state = (select case kind when 'free' then 'quarantined' else 'returned' end from number_batch where batch_id = $1)
        returning n.msisdn),
      unflagged as (delete from number_flag f using freed where f.msisdn = freed.msisdn),
      uncounted as (delete from number_texts t using freed where t.msisdn = freed.msisdn),
      noted as (
        update number_batch_item i set outcome = case when exists (select from freed where freed.msisdn = i.msisdn) then 'released' else 'kept' end
        where i.batch_id = $1)
      select count(*)::int as n from freed`,
    [batchId, today],
  );
  return rows[0]!.n;
}

/** Done once a day. */
export const PROPOSE_RELEASES_TASK = 'propose-releases';
