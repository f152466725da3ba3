import type { Db } from '../database/database.ts';

/** What tells of fraud about a line, beside the line itself. */
export interface StoredSigns {
  readonly contactChangedAt: Date | null;
  readonly lockouts: number;
  readonly disputedAt: Date | null;
}

/**
 * A contact that came with its person is no change.
 * @param of with the hash under which tries about its number are counted
 */
export async function signsOfLine(
  db: Db,
  of: { readonly lineId: string; readonly partyId: string; readonly attempts: Buffer },
): Promise<StoredSigns> {
  const { rows } = await db.query<StoredSigns>({
    name: 'signs-of-line',
    text: `select
        (select max(c.changed_at) from contact c join party p using (party_id)
          where party_id = $2 and c.origin = 'operator' and c.changed_at > p.known_since) as "contactChangedAt",
        (select coalesce(sum(lockouts), 0)::int from attempt_counter where subject = $3) as lockouts,
        (select max(made_at) from dispute where line_id = $1 and party_id = $2) as "disputedAt"`,
    values: [of.lineId, of.partyId, of.attempts],
  });
  return rows[0]!;
}
