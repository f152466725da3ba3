import type { ChangeKind } from '../../domain/cases/replay.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import { booleans, int4s, uuids } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';

/** How many came out how. One decision can be changed in several ways. */
export type ReplayCounts = Readonly<
  Record<ChangeKind | 'replayed' | 'unchanged' | 'erased' | 'unknown', number>
>;

/** `open`: without those of which few may know. */
export interface SimulationCounts {
  readonly all: ReplayCounts;
  readonly open: ReplayCounts;
}

export interface Simulation {
  readonly simulationId: string;
  readonly jurisdiction: string;
  readonly version: string;
  readonly fingerprint: string;
  readonly ruledOn: LocalDate;
  readonly last: number;
  readonly askedBy: string;
  readonly askedAt: Date;
  /** `stopped`: the process that ran it ended, or failed. */
  readonly state: 'running' | 'done' | 'stopped';
  readonly finishedAt: Date | null;
  /** Why it stopped, as an error code; null where it did not, and where its process ended. */
  readonly fault: string | null;
  readonly counts: SimulationCounts;
}

/** A process that has not said for so long that it goes on has ended. */
const SILENT = `interval '1 minute'`;
const KEPT = `interval '30 days'`;

const COLUMNS = `s.simulation_id as "simulationId", s.jurisdiction, s.version, s.fingerprint, s.ruled_on as "ruledOn", s.last,
  coalesce(m.name, s.asked_by) as "askedBy", s.asked_at as "askedAt", s.finished_at as "finishedAt", s.fault, s.counts,
  case when s.state = 'running' and s.beat_at < now() - ${SILENT} then 'stopped' else s.state end as state`;
const FROM = 'rulebook_simulation s left join staff_member m on m.subject = s.asked_by';

/** @returns null where one of this jurisdiction runs */
export async function beginSimulation(
  db: Db,
  begun: Pick<
    Simulation,
    'jurisdiction' | 'version' | 'fingerprint' | 'ruledOn' | 'last' | 'askedBy' | 'counts'
  >,
): Promise<string | null> {
  await db.query(
    `update rulebook_simulation set state = 'stopped' where state = 'running' and beat_at < now() - ${SILENT}`,
  );
  await db.query(`delete from rulebook_simulation where asked_at < now() - ${KEPT}`);
  const { rows } = await db.query<{ simulation_id: string }>(
    `insert into rulebook_simulation (jurisdiction, version, fingerprint, ruled_on, last, asked_by, counts)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning simulation_id`,
    [
      ...[begun.jurisdiction, begun.version, begun.fingerprint, begun.ruledOn, begun.last, begun.askedBy],
      JSON.stringify(begun.counts),
    ],
  );
  return rows[0]?.simulation_id ?? null;
}

export interface ChangedDecision {
  /** Among those that its reader may know of. */
  readonly n: number;
  readonly decisionId: string;
}

/** One as it is found: `n` among all, `openN` among those of which anybody may know. */
export interface FoundChange extends ChangedDecision {
  readonly openN: number | null;
}

/** @returns false where somebody stopped it, or thought that this process had ended */
export async function saySimulated(
  tx: Db,
  simulationId: string,
  done: { readonly counts: SimulationCounts; readonly changed: readonly FoundChange[] },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update rulebook_simulation set counts = $2, beat_at = now() where simulation_id = $1 and state = 'running'`,
    [simulationId, JSON.stringify(done.counts)],
  );
  if (rowCount !== 1) return false;
  if (done.changed.length > 0)
    await tx.query(
      `insert into rulebook_simulation_change (simulation_id, n, open_n, decision_id, confidential)
       select $1, n, open_n, d, c from unnest($2::int[], $3::int[], $4::uuid[], $5::boolean[]) o(n, open_n, d, c)`,
      [
        simulationId,
        int4s(done.changed, (one) => one.n),
        int4s(done.changed, (one) => one.openN),
        uuids(done.changed, (one) => one.decisionId),
        booleans(done.changed, (one) => one.openN === null),
      ],
    );
  return true;
}

/** @param fault why it stopped, as an error code; null where it is done */
export async function endSimulation(db: Db, simulationId: string, fault: string | null): Promise<void> {
  await db.query(
    `update rulebook_simulation set state = case when $2::text is null then 'done' else 'stopped' end, fault = $2, finished_at = now()
     where simulation_id = $1 and state = 'running'`,
    [simulationId, fault],
  );
}

export async function findSimulation(db: Db, simulationId: string): Promise<Simulation | null> {
  const { rows } = await db.query<Simulation>(`select ${COLUMNS} from ${FROM} where s.simulation_id = $1`, [
    simulationId,
  ]);
  return rows[0] ?? null;
}

/** Of one version, the newest first. */
export async function simulationsOf(
  db: Db,
  of: { readonly jurisdiction: string; readonly version: string },
): Promise<readonly Simulation[]> {
  const { rows } = await db.query<Simulation>(
    `select ${COLUMNS} from ${FROM} where s.jurisdiction = $1 and s.version = $2 order by s.asked_at desc limit 10`,
    [of.jurisdiction, of.version],
  );
  return rows;
}

/** A page of the decisions that would come out otherwise, in the order in which they were found, numbered as their reader sees them. */
export async function changedDecisions(
  db: Db,
  simulationId: string,
  page: { readonly after: number; readonly limit: number; readonly confidential: boolean },
): Promise<readonly ChangedDecision[]> {
  const n = page.confidential ? 'n' : 'open_n';
  const { rows } = await db.query<ChangedDecision>(
    `select ${n} as n, decision_id as "decisionId" from rulebook_simulation_change
     where simulation_id = $1 and ${n} > $2 order by ${n} limit $3`,
    [simulationId, page.after, page.limit],
  );
  return rows;
}
