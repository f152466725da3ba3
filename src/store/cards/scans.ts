import type { Scan } from '../../domain/cards/differences.ts';
import type { Db } from '../database/database.ts';

/** Adds scans, in their order. */
export async function insertScans(
  tx: Db,
  batchId: string,
  scans: readonly Scan[],
  by: { readonly scannedBy: string; readonly now: Date },
): Promise<void> {
  await tx.query(
    `insert into card_scan (batch_id, scanned, bag, scanned_by, scanned_at)
     select $1, o.scanned, o.bag, $4, $5 from unnest($2::text[], $3::text[]) with ordinality as o(scanned, bag, n) order by o.n`,
    [batchId, scans.map(({ scanned }) => scanned), scans.map(({ bag }) => bag), by.scannedBy, by.now],
  );
}

export async function forgetScans(tx: Db, batchId: string): Promise<void> {
  await tx.query('delete from card_scan where batch_id = $1', [batchId]);
}

export async function scansOf(db: Db, batchId: string): Promise<readonly Scan[]> {
  const { rows } = await db.query<Scan>(
    'select scanned, bag from card_scan where batch_id = $1 order by position',
    [batchId],
  );
  return rows;
}
