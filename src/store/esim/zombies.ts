import type { UnbindingResult } from '../../domain/esim/unbinding.ts';
import type { Db } from '../database/database.ts';

/** A profile of an ended line that may still be on a device. */
export interface Zombie {
  readonly iccid: string;
  readonly eid: string | null;
  readonly lineId: string;
  readonly caseId: string;
  readonly result: Exclude<UnbindingResult, 'proven' | 'cancelled'>;
  /** When its line ended. */
  readonly endedAt: Date;
  readonly ageDays: number;
  /** The maker of the eUICC: the first eight digits of the EID (SGP.29). */
  readonly maker: string | null;
  /** The campaign that ended the line; null for one that its holder ended. */
  readonly campaign: string | null;
}

export const ZOMBIE_GROUPINGS = ['age', 'maker', 'campaign'] as const;
export type ZombieGrouping = (typeof ZOMBIE_GROUPINGS)[number];

const ZOMBIES = `select u.iccid, coalesce(u.eid, p.eid) as eid, u.line_id as "lineId", u.case_id as "caseId", u.result,
    u.ended_at as "endedAt", u.ended_at::text as "endedAtText", extract(day from now() - u.ended_at)::int as "ageDays",
    left(coalesce(u.eid, p.eid), 8) as maker,
    (select c.name from campaign_line cl join campaign c using (campaign_id) where cl.case_id = u.case_id limit 1) as campaign
  from unbinding u join esim_profile p using (iccid)
  where u.ended_at is not null and u.result <> 'proven' and u.result <> 'cancelled'`;

/** The instant also as text: a Date has no microseconds, and rows of one transaction would come again. */
export type ZombieRow = Zombie & { readonly endedAtText: string };

/** The next of the ledger, the oldest first; from the beginning after null. */
export async function zombiesAfter(
  db: Db,
  last: ZombieRow | null,
  limit: number,
): Promise<readonly ZombieRow[]> {
  const { rows } = await db.query<ZombieRow>(
    `${ZOMBIES} and ($1::timestamptz is null or (u.ended_at, u.case_id, u.iccid) > ($1, $2::uuid, $3))
     order by u.ended_at, u.case_id, u.iccid limit $4`,
    [last?.endedAtText ?? null, last?.caseId ?? null, last?.iccid ?? null, limit],
  );
  return rows;
}

/**
 * How many there are of each result in each group.
 * @param ageBounds upper bounds of the ages in days; an age's key is the number of its group, from 0
 */
export async function countZombiesBy(
  db: Db,
  by: ZombieGrouping,
  ageBounds: readonly number[],
): Promise<readonly { readonly key: string; readonly result: Zombie['result']; readonly n: number }[]> {
  const key = {
    age: `width_bucket("ageDays", $1::int[])`,
    maker: `coalesce(maker, '')`,
    campaign: `coalesce(campaign, '')`,
  }[by];
  const { rows } = await db.query<{ key: string; result: Zombie['result']; n: number }>(
    `select ${key}::text as key, result, count(*)::int as n from (${ZOMBIES}) z
     where $1::int[] is not null group by 1, 2 order by 1`,
    [ageBounds.map((days) => days + 1)],
  );
  return rows;
}
