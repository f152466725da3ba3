import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runMigrations } from 'graphile-worker';
import { HandbackError } from '../../domain/errors.ts';
import { type Db, inTransaction, type Pool } from './database.ts';
import { assertFit } from './fitness.ts';

const FOLDER = join(import.meta.dirname, '..', '..', '..', 'migrations');

/**
 * Brings the database to the newest schema: numbered files, forward only, each in one transaction.
 * Any number of processes may call it at once; one does the work.
 *
 * @returns the names of the files that were applied now
 * @throws HandbackError `database_unfit` where the server cannot carry Handback; `schema_unknown` where another version of Handback made the database; nothing is changed then
 */
export async function migrate(pool: Pool): Promise<readonly string[]> {
  await assertFit(pool);
  await runMigrations({ pgPool: pool });
  return inTransaction(pool, async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('handback_migrate'))`);
    await tx.query(
      'create table if not exists schema_migration (name text primary key, applied_at timestamptz not null default now())',
    );
    const done = new Set(
      (await tx.query<{ name: string }>('select name from schema_migration')).rows.map((row) => row.name),
    );
    const foreign = [...done].filter((name) => !migrationNames().includes(name)).sort();
    if (foreign.length > 0) throw new HandbackError('schema_unknown', { migrations: foreign });
    const pending = migrationNames().filter((name) => !done.has(name));
    for (const name of pending) {
      await tx.query(readFileSync(join(FOLDER, name), 'utf8'));
      await tx.query('insert into schema_migration (name) values ($1)', [name]);
    }
    return pending;
  });
}

/** The migrations that the database still lacks, oldest first. */
export async function missingMigrations(db: Db): Promise<readonly string[]> {
  const { rows } = await db.query<{ name: string }>('select name from schema_migration');
  const applied = new Set(rows.map((row) => row.name));
  return migrationNames().filter((name) => !applied.has(name));
}

/** The migrations that this version of Handback knows, oldest first. */
export function migrationNames(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((name) => /^\d{4}_.+\.sql$/.test(name))
    .sort();
}
