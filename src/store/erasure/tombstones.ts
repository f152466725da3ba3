import { int4s, texts, timestamps, uuids } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';
import { insertOf, type NamedColumn } from '../database/named-columns.ts';

/** That somebody was erased: the operator's own name of them, and a random number that stands in the public log. */
export interface Tombstone {
  readonly erasureId: string;
  readonly partyId: string;
  readonly at: Date;
}

/** Why: their time was over, they asked for it, or a restored database learnt of it. */
export type WhyErased = 'period' | 'request' | 'replayed';

export interface NewTombstone extends Tombstone {
  readonly why: WhyErased;
  readonly rule: { readonly id: string; readonly version: number } | null;
}

const COLUMNS: readonly NamedColumn<NewTombstone>[] = [
  { name: 'erasure_id', type: 'uuid', values: (all) => uuids(all, (one) => one.erasureId) },
  { name: 'party_id', type: 'text', values: (all) => texts(all, (one) => one.partyId) },
  { name: 'at', type: 'timestamptz', values: (all) => timestamps(all, (one) => one.at) },
  { name: 'why', type: 'text', values: (all) => texts(all, (one) => one.why) },
  { name: 'rule_id', type: 'text', values: (all) => texts(all, (one) => one.rule?.id ?? null) },
  { name: 'rule_version', type: 'int', values: (all) => int4s(all, (one) => one.rule?.version ?? null) },
];

export async function insertTombstones(tx: Db, made: readonly NewTombstone[]): Promise<void> {
  if (made.length === 0) return;
  await tx.query({ name: 'insert-tombstones', ...insertOf('erasure', COLUMNS, made) });
}

/** Which of some erasures the database does not know. */
export async function unknownErasures(db: Db, erasureIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ id: string }>(
    `select id::text as id from unnest($1::uuid[]) id where not exists (select from erasure e where e.erasure_id = id)`,
    [erasureIds],
  );
  return new Set(rows.map(({ id }) => id));
}

export async function countTombstones(db: Db): Promise<number> {
  const { rows } = await db.query<{ n: number }>('select count(*)::int as n from erasure');
  return rows[0]!.n;
}

/** Tombstones in the order of their time, behind one of them. */
export async function tombstonesAfter(
  db: Db,
  after: Pick<Tombstone, 'at' | 'erasureId'> | null,
  limit: number,
): Promise<readonly Tombstone[]> {
  const { rows } = await db.query<Tombstone>(
    `select erasure_id as "erasureId", party_id as "partyId", at from erasure
     where $1::timestamptz is null or (at, erasure_id) > ($1, $2::uuid) order by at, erasure_id limit $3`,
    [after?.at ?? null, after?.erasureId ?? null, limit],
  );
  return rows;
}

export async function tombstoneOf(
  db: Db,
  partyId: string,
): Promise<(Tombstone & Pick<NewTombstone, 'why' | 'rule'>) | null> {
  const { rows } = await db.query<
    Tombstone & { why: WhyErased; ruleId: string | null; ruleVersion: number | null }
  >(
    `select erasure_id as "erasureId", party_id as "partyId", at, why, rule_id as "ruleId", rule_version as "ruleVersion"
     from erasure where party_id = $1 order by at limit 1`,
    [partyId],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const { ruleId, ruleVersion, ...rest } = row;
  return { ...rest, rule: ruleId === null ? null : { id: ruleId, version: ruleVersion! } };
}
