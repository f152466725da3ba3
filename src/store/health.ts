import type { Db } from './database/database.ts';
import { migrationNames } from './database/migrate.ts';

/** What a database is, whatever is in it. */
export interface ServerFacts {
  /** As PostgreSQL counts, e.g. 180001. */
  readonly version: number;
  readonly versionText: string;
  readonly now: Date;
}

export async function serverFacts(db: Db): Promise<ServerFacts> {
  const { rows } = await db.query<ServerFacts>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as "versionText",
       clock_timestamp() as now`,
  );
  return rows[0]!;
}

/** Which steps of the schema the database lacks, and which it has that this version does not know; nothing is changed. */
export async function schemaFacts(
  db: Db,
): Promise<{ readonly missing: readonly string[]; readonly foreign: readonly string[] }> {
  const known = migrationNames();
  const { rows } = await db.query<{ made: boolean }>(
    `select to_regclass('schema_migration') is not null as made`,
  );
  if (!rows[0]!.made) return { missing: known, foreign: [] };
  const applied = await db.query<{ name: string }>('select name from schema_migration');
  const names = applied.rows.map(({ name }) => name);
  return {
    missing: known.filter((name) => !names.includes(name)),
    foreign: names.filter((name) => !known.includes(name)),
  };
}

/** What waits for a worker, and since when; ages in seconds by the database's clock. */
export interface Standing {
  /** Connections of processes that call themselves workers. */
  readonly workers: number;
  readonly dueCases: number;
  readonly oldestDue: number | null;
  readonly stuckCases: number;
  readonly sealed: number;
  readonly lastSealAt: Date | null;
  readonly unsealed: number;
  readonly oldestUnsealed: number | null;
  readonly dueMessages: number;
  readonly oldestMessage: number | null;
  readonly paused: readonly { readonly name: string; readonly reason: string | null }[];
}

/** How a process that walks cases names its connections. */
export const WORKER_NAME = 'handback worker';

export async function standing(db: Db): Promise<Standing> {
  const { rows } = await db.query<Standing>(
    `select
       (select count(*)::int from pg_stat_activity
        where datname = current_database() and application_name = $1) as workers,
       d.n as "dueCases", d.age as "oldestDue", s.n as "stuckCases",
       coalesce((select last from audit_seal order by last desc limit 1), 0) as sealed,
       (select sealed_at from audit_seal order by last desc limit 1) as "lastSealAt",
       a.n as unsealed, a.age as "oldestUnsealed", o.n as "dueMessages", o.age as "oldestMessage",
       (select coalesce(jsonb_agg(jsonb_build_object('name', name, 'reason', reason) order by name), '[]')
        from connector where open_until > now()) as paused
     from
       (select count(*)::int as n, extract(epoch from now() - min(due_at))::float8 as age from termination
        where due_at <= now() and (lease_until is null or lease_until < now())) d,
       (select count(*)::int as n from termination where waiting_for = 'staff') s,
       (select count(*)::int as n, extract(epoch from now() - min(at))::float8 as age from audit
        where sealed_as is null) a,
       (select count(*)::int as n, extract(epoch from now() - min(due_at))::float8 as age from outbox
        where due_at <= now()) o`,
    [WORKER_NAME],
  );
  return rows[0]!;
}
