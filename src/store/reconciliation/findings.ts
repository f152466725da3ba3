import type { Difference, FindingKind, Part, Resolution } from '../../domain/reconciliation/finding.ts';
import { jsonbs, texts } from '../database/array-parameters.ts';
import type { Db, Pool } from '../database/database.ts';

/** Lines of whom nothing moves and nothing moved since the cut: of others a difference says nothing. `l` is the line, `$2` the cut. */
const SETTLED = `l.updated_at < $2 and not exists (select from termination t where t.line_id = l.line_id)
  and not exists (select from termination_closed c where c.line_id = l.line_id and c.closed_at >= $2)`;

/** Of lines those of which nothing moves, under a lock that keeps it so until the transaction ends. */
export async function settledLines(
  tx: Db,
  lineIds: readonly string[],
  cutAt: Date,
): Promise<ReadonlySet<string>> {
  if (lineIds.length === 0) return new Set();
  const { rows } = await tx.query<{ line_id: string }>({
    name: 'settled-lines',
    text: `select l.line_id from line l where l.line_id = any($1::text[]) and ${SETTLED} order by l.line_id for share`,
    values: [[...new Set(lineIds)], cutAt],
  });
  return new Set(rows.map((row) => row.line_id));
}

/**
 * Keeps differences: one that is known is seen again. One that a person dismissed comes back only when something else is seen of it.
 * @returns how many are open
 */
export async function keepDifferences(
  tx: Db,
  runId: string,
  part: Part,
  differences: readonly Difference[],
): Promise<number> {
  if (differences.length === 0) return 0;
  const { rowCount } = await tx.query({
    name: 'keep-differences',
    text: `insert into reconciliation_finding (kind, part, subject, line_id, facts, last_run)
      select distinct on (a, b) a, $5, b, c, d, $6
      from unnest($1::text[], $2::text[], $3::text[], $4::jsonb[]) as o(a, b, c, d)
      where not exists (select from reconciliation_finding f where f.kind = a and f.subject = b and f.resolved_as = 'dismissed' and f.facts = d)
      on conflict (kind, subject) where resolved_at is null do update
        set last_seen_at = now(), last_run = excluded.last_run, facts = excluded.facts, line_id = excluded.line_id`,
    values: [
      texts(differences, ({ kind }) => kind),
      texts(differences, ({ subject }) => subject),
      texts(differences, ({ lineId }) => lineId),
      jsonbs(differences, ({ facts }) => JSON.stringify(facts)),
      part,
      runId,
    ],
  });
  return rowCount ?? 0;
}

/** What was found before of whom nothing could be read now stands: it is not gone because of that. */
export async function keepUnread(
  tx: Db,
  runId: string,
  part: Part,
  subjects: readonly string[],
): Promise<void> {
  if (subjects.length === 0) return;
  await tx.query({
    name: 'keep-unread',
    text: `update reconciliation_finding set last_run = $1 where part = $2 and resolved_at is null
      and (subject = any($3::text[]) or facts ->> 'number' = any($3::text[]))`,
    values: [runId, part, subjects],
  });
}

/** At the end of a part: what it has not seen again is gone, unless its line moves just now. */
export async function resolveGone(tx: Db, runId: string, part: Part, cutAt: Date): Promise<number> {
  const { rowCount } = await tx.query(
    `update reconciliation_finding f set resolved_at = now(), resolved_as = 'gone', resolved_by = 'engine'
     where f.part = $1 and f.resolved_at is null and f.last_run <> $3
       and (f.line_id is null or exists (select from line l where l.line_id = f.line_id and ${SETTLED}))`,
    [part, cutAt, runId],
  );
  return rowCount ?? 0;
}

export interface Finding extends Difference {
  readonly findingId: string;
  readonly part: Part;
  readonly firstSeenAt: Date;
  readonly lastSeenAt: Date;
  readonly clearAskedAt: Date | null;
  readonly clearFailed: string | null;
  readonly resolvedAt: Date | null;
  readonly resolvedAs: Resolution | null;
  readonly resolvedBy: string | null;
  readonly note: string | null;
  /** Of the newest case that ended the line. */
  readonly reference: string | null;
  readonly confidential: boolean;
}

const SELECT = `select f.finding_id as "findingId", f.kind, f.part, f.subject, f.line_id as "lineId", f.facts,
    f.first_seen_at as "firstSeenAt", f.last_seen_at as "lastSeenAt", f.clear_asked_at as "clearAskedAt",
    f.clear_failed as "clearFailed", f.resolved_at as "resolvedAt", f.resolved_as as "resolvedAs", f.resolved_by as "resolvedBy",
    f.note, c.reference, coalesce(c.confidential, false) as confidential
  from reconciliation_finding f left join lateral (
    select reference, confidential from termination_closed t where t.line_id = f.line_id order by closed_at desc limit 1) c on true`;

/** Findings, the newest first. */
export async function listedFindings(
  db: Db,
  query: {
    readonly kind: FindingKind | null;
    readonly open: boolean | null;
    readonly confidential: boolean;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<readonly Finding[]> {
  const { rows } = await db.query<Finding>({
    name: 'listed-findings',
    text: `${SELECT} where ($1::text is null or f.kind = $1) and ($2::boolean is null or (f.resolved_at is null) = $2)
        and ($3::boolean or not coalesce(c.confidential, false)) and ($4::uuid is null or f.finding_id < $4)
      order by f.finding_id desc limit $5`,
    values: [query.kind, query.open, query.confidential, query.after, query.limit],
  });
  return rows;
}

export async function findFinding(db: Db, findingId: string): Promise<Finding | null> {
  const { rows } = await db.query<Finding>({
    name: 'find-finding',
    text: `${SELECT} where f.finding_id = $1`,
    values: [findingId],
  });
  return rows[0] ?? null;
}

export interface KindCount {
  readonly kind: FindingKind;
  readonly open: number;
  readonly resolved: number;
}

export async function countFindings(
  db: Db,
  { confidential }: { readonly confidential: boolean },
): Promise<readonly KindCount[]> {
  const { rows } = await db.query<KindCount>({
    name: 'count-findings',
    text: `select f.kind, count(*) filter (where f.resolved_at is null) as open, count(*) filter (where f.resolved_at is not null) as resolved
      from reconciliation_finding f
      where $1::boolean or not exists (select from termination_closed c where c.line_id = f.line_id and c.confidential)
      group by 1 order by 1`,
    values: [confidential],
  });
  return rows;
}

/** @returns false for one that is resolved */
export async function resolveFinding(
  tx: Db,
  findingId: string,
  { as, by, note }: { readonly as: Resolution; readonly by: string; readonly note: string | null },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update reconciliation_finding set resolved_at = now(), resolved_as = $2, resolved_by = $3, note = coalesce($4, note), clear_failed = null
     where finding_id = $1 and resolved_at is null`,
    [findingId, as, by, note],
  );
  return rowCount === 1;
}

/** Done when somebody asks that a finding be cleared. */
export const CLEAR_TASK = 'clear-finding';

/** @returns false for one that is resolved */
export async function askToClear(tx: Db, findingId: string, by: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update reconciliation_finding set clear_asked_at = now(), clear_asked_by = $2, clear_failed = null
     where finding_id = $1 and resolved_at is null`,
    [findingId, by],
  );
  if (rowCount !== 1) return false;
  await tx.query(
    `select graphile_worker.add_job($1, json_build_object('findingId', $2::text), job_key := $1 || ' ' || $2, max_attempts := 10)`,
    [CLEAR_TASK, findingId],
  );
  return true;
}

export async function noteNotCleared(db: Db, findingId: string, why: string): Promise<void> {
  await db.query(
    'update reconciliation_finding set clear_asked_at = null, clear_failed = $2 where finding_id = $1 and resolved_at is null',
    [findingId, why],
  );
}

/** Resolved findings are kept for two years, as long as somebody may ask why a line was looked at. */
export async function forgetFindings(pool: Pool): Promise<void> {
  await pool.query(`delete from reconciliation_finding where resolved_at < now() - interval '2 years'`);
}
