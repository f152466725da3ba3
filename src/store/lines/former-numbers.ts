import type { Msisdn } from '../../domain/values/msisdn.ts';
import type { Db } from '../database/database.ts';

/** Whether a number was of a line of a person, and is of none any more: whoever has it now is somebody else. */
export async function isGivenUp(db: Db, partyId: string, msisdn: string): Promise<boolean> {
  const { rows } = await db.query<{ gone: boolean }>({
    name: 'is-number-given-up',
    text: `select coalesce(bool_and(m.to_at is not null), false) as gone
      from msisdn_assignment m join line l using (line_id) where m.msisdn = $2 and l.holder_id = $1`,
    values: [partyId, msisdn],
  });
  return rows[0]!.gone;
}

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
