import { PARTS, type Part } from '../../domain/reconciliation/finding.ts';
import type { Db, Pool } from '../database/database.ts';

export interface PartProgress {
  readonly part: Part;
  readonly looked: number;
  readonly found: number;
  readonly parkedUntil: Date | null;
  readonly parkedFor: string | null;
  readonly finishedAt: Date | null;
}

export interface Run {
  readonly runId: string;
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly cutAt: Date;
  readonly finishedAt: Date | null;
  readonly parts: readonly PartProgress[];
}

/** Done once a night: begins. */
export const NIGHTLY_TASK = 'begin-reconciliation';

const SELECT = `select r.run_id as "runId", r.started_by as "startedBy", uuid_extract_timestamp(r.run_id) as "startedAt",
    r.cut_at as "cutAt", r.finished_at as "finishedAt",
    (select json_agg(json_build_object('part', p.part, 'looked', p.looked, 'found', p.found, 'parkedUntil', p.parked_until,
        'parkedFor', p.parked_for, 'finishedAt', p.finished_at)
      order by array_position(array['hlr', 'billing', 'ledger', 'smdp'], p.part))
      from reconciliation_part p where p.run_id = r.run_id) as parts
  from reconciliation_run r`;

type Row = Omit<Run, 'parts'> & { readonly parts: readonly (PartProgress & Record<string, unknown>)[] };

const instant = (value: unknown): Date | null => (value === null ? null : new Date(String(value)));
const runOf = (row: Row): Run => ({
  ...row,
  parts: row.parts.map((part) => ({
    ...part,
    parkedUntil: instant(part.parkedUntil),
    finishedAt: instant(part.finishedAt),
  })),
});

/** Begins a run of all parts, unless one is under way. @returns its identity; null where one is under way */
export async function insertRun(
  tx: Db,
  { startedBy, settledMinutes }: { readonly startedBy: string; readonly settledMinutes: number },
): Promise<string | null> {
  const { rows } = await tx.query<{ run_id: string }>(
    `insert into reconciliation_run (started_by, cut_at) values ($1, now() - $2 * interval '1 minute')
     on conflict do nothing returning run_id`,
    [startedBy, settledMinutes],
  );
  const runId = rows[0]?.run_id ?? null;
  if (runId !== null)
    await tx.query(
      'insert into reconciliation_part (run_id, part) select $1, part from unnest($2::text[]) as o(part)',
      [runId, PARTS],
    );
  return runId;
}

export async function findRun(db: Db, runId: string | null): Promise<Run | null> {
  const { rows } = await db.query<Row>(
    `${SELECT} where $1::uuid is null or r.run_id = $1 order by r.run_id desc limit 1`,
    [runId],
  );
  return rows[0] === undefined ? null : runOf(rows[0]);
}

export async function listedRuns(db: Db, limit: number): Promise<readonly Run[]> {
  const { rows } = await db.query<Row>(`${SELECT} order by r.run_id desc limit $1`, [limit]);
  return rows.map(runOf);
}

/** A part that can be gone on with now. */
export interface PartAhead {
  readonly runId: string;
  readonly part: Part;
  readonly cutAt: Date;
  readonly place: Place | null;
}

/** Where a part goes on: in which of its phases, and behind which key. */
export interface Place {
  readonly phase: string;
  readonly after: string | null;
}

/** Takes a part that can be gone on with; nobody else takes it for some minutes, or before it has moved. Null where there is none. */
export async function takePart(pool: Pool, minutes: number): Promise<PartAhead | null> {
  const { rows } = await pool.query<PartAhead>({
    name: 'take-part',
    text: `update reconciliation_part p set taken_until = now() + $1 * interval '1 minute'
      from (select run_id, part, cut_at from reconciliation_part join reconciliation_run r using (run_id)
          where r.finished_at is null and reconciliation_part.finished_at is null
            and (parked_until is null or parked_until <= now()) and (taken_until is null or taken_until <= now())
          order by array_position(array['ledger', 'smdp', 'billing', 'hlr'], part) limit 1
          for update of reconciliation_part skip locked) a
      where p.run_id = a.run_id and p.part = a.part
      returning p.run_id as "runId", p.part, a.cut_at as "cutAt", p.place`,
    values: [minutes],
  });
  return rows[0] ?? null;
}

/**
 * Moves a part on. Whoever was overtaken moves nothing, and what they found is not kept.
 * @param to null: the part is finished
 */
export async function movePart(
  tx: Db,
  { runId, part, place }: PartAhead,
  to: Place | null,
  { looked, found }: { readonly looked: number; readonly found: number },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'move-part',
    text: `update reconciliation_part set place = coalesce($4, place), looked = looked + $5, found = found + $6,
        finished_at = case when $4::jsonb is null then now() end, parked_until = null, parked_for = null, taken_until = null
      where run_id = $1 and part = $2 and place is not distinct from $3::jsonb and finished_at is null`,
    values: [
      ...[runId, part, place === null ? null : JSON.stringify(place)],
      ...[to === null ? null : JSON.stringify(to), looked, found],
    ],
  });
  return rowCount === 1;
}

/** The peer cannot be asked: the part goes on later, from where it is. */
export async function parkPart(
  db: Db,
  { runId, part }: PartAhead,
  { detail, minutes }: { readonly detail: string; readonly minutes: number },
): Promise<void> {
  await db.query(
    `update reconciliation_part set parked_until = now() + $3 * interval '1 minute', parked_for = $4, taken_until = null
     where run_id = $1 and part = $2 and finished_at is null`,
    [runId, part, minutes, detail],
  );
}

/** Ends a run whose parts have all ended, and forgets what was only needed on the way. @returns whether it ended now */
export async function finishRun(tx: Db, runId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update reconciliation_run set finished_at = now() where run_id = $1 and finished_at is null
       and not exists (select from reconciliation_part where run_id = $1 and finished_at is null)`,
    [runId],
  );
  if (rowCount === 1) await tx.query('delete from reconciliation_seen where run_id = $1', [runId]);
  return rowCount === 1;
}

/** Runs are kept for a year. */
export async function forgetRuns(pool: Pool): Promise<void> {
  await pool.query(
    `with old as (delete from reconciliation_part where run_id in (
        select run_id from reconciliation_run where finished_at < now() - interval '1 year') returning run_id)
     delete from reconciliation_run where run_id in (select run_id from old)`,
  );
}
