import type { Db } from '../database/database.ts';

/** A row of a running import, before it is written. */
export interface StagedRow {
  readonly rowNumber: number;
  readonly hash: Buffer;
  readonly input: { readonly lineId: string };
}

export interface FirstAppearance {
  readonly rowNumber: number;
  readonly hash: Buffer;
}

/** Begins an import; what one that was killed left behind goes after a day. */
export async function openImport(db: Db): Promise<string> {
  await db.query(`delete from import_row where import_id < uuidv7(interval '-1 day')`);
  const { rows } = await db.query<{ import_id: string }>('select uuidv7() as import_id');
  return rows[0]!.import_id;
}

export async function clearImport(db: Db, importId: string): Promise<void> {
  await db.query('delete from import_row where import_id = $1', [importId]);
}

/** Where each line came first in the file: in one of these rows, or in an earlier batch. */
export async function firstAppearances(
  tx: Db,
  importId: string,
  staged: readonly StagedRow[],
): Promise<ReadonlyMap<string, FirstAppearance>> {
  const { rows: inserted } = await tx.query<{ line_id: string; row_number: number }>({
    name: 'stage-import-rows',
    text: `insert into import_row (import_id, line_id, row_number, hash)
      select $1, a, b, c from unnest($2::text[], $3::int[], $4::bytea[]) as o(a, b, c)
      on conflict do nothing returning line_id, row_number`,
    values: [
      importId,
      staged.map((row) => row.input.lineId),
      staged.map((row) => row.rowNumber),
      staged.map((row) => row.hash),
    ],
  });
  const first = new Map<string, FirstAppearance>();
  const byNumber = new Map(staged.map((row) => [row.rowNumber, row]));
  for (const row of inserted) first.set(row.line_id, byNumber.get(row.row_number)!);
  const earlier = staged.filter((row) => !first.has(row.input.lineId)).map((row) => row.input.lineId);
  if (earlier.length === 0) return first;
  const { rows } = await tx.query<{ line_id: string; row_number: number; hash: Buffer }>({
    name: 'earlier-import-rows',
    text: 'select line_id, row_number, hash from import_row where import_id = $1 and line_id = any($2::text[])',
    values: [importId, earlier],
  });
  for (const row of rows) first.set(row.line_id, { rowNumber: row.row_number, hash: row.hash });
  return first;
}

/** Tells the planner how large the tables of lines have become; autovacuum would, a minute later. */
export async function refreshStatistics(db: Db): Promise<void> {
  await db.query(
    'analyze party, contact, account, billing_account, line, msisdn_assignment, access, number_ledger, import_row',
  );
}
