import type { Msisdn } from '../../domain/values/msisdn.ts';
import type { Db } from '../database/database.ts';

/** The number that each line has, or had last; for its own holder and in messages about it, where it is shown masked. */
export async function lastNumbers(db: Db, lineIds: readonly string[]): Promise<ReadonlyMap<string, Msisdn>> {
  if (lineIds.length === 0) return new Map();
  const { rows } = await db.query<{ line_id: string; msisdn: Msisdn }>({
    name: 'last-numbers',
    text: `select distinct on (line_id) line_id, msisdn from msisdn_assignment
      where line_id = any($1::text[]) order by line_id, to_at desc nulls first`,
    values: [lineIds],
  });
  return new Map(rows.map((row) => [row.line_id, row.msisdn]));
}
