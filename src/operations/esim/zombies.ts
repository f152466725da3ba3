import type { UnbindingResult } from '../../domain/esim/unbinding.ts';
import { type Actor, type Operations, requireStaff } from '../context.ts';

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

/** Upper bounds of the ages that the ledger is told by, in days. */
export const AGE_BOUNDS = [7, 30, 90, 365] as const;

export interface ZombieCount {
  readonly group: string;
  readonly counts: Readonly<Record<Zombie['result'], number>>;
}

export const ZOMBIE_GROUPINGS = ['age', 'maker', 'campaign'] as const;
export type ZombieGrouping = (typeof ZOMBIE_GROUPINGS)[number];

const ZOMBIES = `select u.iccid, coalesce(u.eid, p.eid) as eid, u.line_id as "lineId", u.case_id as "caseId", u.result,
    u.ended_at as "endedAt", u.ended_at::text as "endedAtText", extract(day from now() - u.ended_at)::int as "ageDays",
    left(coalesce(u.eid, p.eid), 8) as maker,
    (select a.facts->>'campaign' from audit a where a.case_id = u.case_id and a.action = 'declared' limit 1) as campaign
  from unbinding u join esim_profile p using (iccid)
  where u.ended_at is not null and u.result <> 'proven' and u.result <> 'cancelled'`;

/** The ledger, the oldest first, in parts: it can be long. */
export async function* zombies(
  op: Operations,
  actor: Actor,
  chunk = 1_000,
): AsyncGenerator<readonly Zombie[]> {
  requireStaff(actor);
  let after: LedgerRow | null = null;
  for (;;) {
    const rows: readonly LedgerRow[] = await rowsAfter(op, after, chunk);
    if (rows.length > 0) yield rows;
    if (rows.length < chunk) return;
    after = rows.at(-1)!;
  }
}

/** The instant also as text: a Date has no microseconds, and rows of one transaction would come again. */
type LedgerRow = Zombie & { readonly endedAtText: string };

async function rowsAfter(
  op: Operations,
  last: LedgerRow | null,
  limit: number,
): Promise<readonly LedgerRow[]> {
  const { rows } = await op.pool.query<LedgerRow>(
    `${ZOMBIES} and ($1::timestamptz is null or (u.ended_at, u.case_id, u.iccid) > ($1, $2::uuid, $3))
     order by u.ended_at, u.case_id, u.iccid limit $4`,
    [last?.endedAtText ?? null, last?.caseId ?? null, last?.iccid ?? null, limit],
  );
  return rows;
}

/** How many there are, by age, maker of the eUICC, or campaign. */
export async function countZombies(
  op: Operations,
  actor: Actor,
  by: ZombieGrouping,
): Promise<readonly ZombieCount[]> {
  requireStaff(actor);
  const bucket = `width_bucket("ageDays", array[${AGE_BOUNDS.map((days) => days + 1).join()}])`;
  const key = { age: bucket, maker: `coalesce(maker, '')`, campaign: `coalesce(campaign, '')` }[by];
  const { rows } = await op.pool.query<{ key: string; result: Zombie['result']; n: number }>(
    `select ${key}::text as key, result, count(*)::int as n from (${ZOMBIES}) z group by 1, 2 order by 1`,
  );
  const groups = new Map<string, Record<Zombie['result'], number>>();
  // An age that nobody has is shown all the same: a gap in the bars would mislead.
  if (by === 'age') for (let i = 0; i <= AGE_BOUNDS.length; i++) groups.set(String(i), { ...NONE });
  for (const { key, result, n } of rows) {
    const counts = groups.get(key) ?? { ...NONE };
    counts[result] = n;
    groups.set(key, counts);
  }
  return [...groups].map(([key, counts]) => ({ group: by === 'age' ? ageText(Number(key)) : key, counts }));
}

const NONE: Readonly<Record<Zombie['result'], number>> = { unproven: 0, unreachable: 0, not_possible: 0 };

/** E.g. `8-30` or `>365`, in days. */
function ageText(bucket: number): string {
  const from = bucket === 0 ? 0 : AGE_BOUNDS[bucket - 1]! + 1;
  const to = AGE_BOUNDS[bucket];
  return to === undefined ? `>${from - 1}` : `${from}-${to}`;
}
