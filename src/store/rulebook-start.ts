import { isDeepStrictEqual } from 'node:util';
import { HandbackError } from '../domain/errors.ts';
import { completedRulebook } from '../domain/rules/completed-rulebook.ts';
import type { Rulebook } from '../domain/rules/rulebook.ts';
import { type Db, inTransaction, type Pool } from './database/database.ts';
import { announceRulebooks } from './wake.ts';

/** `superseded`: it decided once, and cases may have pinned it. */
export type RulebookState = 'proposed' | 'in_force' | 'superseded';

/**
 * What happens at a start with a version that is new to the database. `propose`: it waits for two people, and what is in force goes
 * on deciding. `adopt`: it decides at once, as in the demo. `keep`: commands use what is there. The first version of a jurisdiction
 * always decides at once: before it nothing does.
 */
export type RulebookStart = 'propose' | 'adopt' | 'keep';

/** Keeps what the folder has; processes that start at once do so one after the other. */
export function keepLoaded(pool: Pool, loaded: readonly Rulebook[], start: RulebookStart): Promise<void> {
  return inTransaction(pool, async (tx) => {
    await tx.query(`select pg_advisory_xact_lock(hashtext('rulebook'))`);
    const before = await tx.query<{ n: number }>('select count(*)::int as n from rulebook');
    for (const book of loaded) await keepOne(tx, book, start);
    if (start === 'keep') return;
    // What somebody proposed by hand has no file in the folder.
    await tx.query(
      `update rulebook set absent_since = case when jurisdiction || ' ' || version = any($1::text[]) then null
         else coalesce(absent_since, now()) end
       where state = 'proposed' and proposed_by is null`,
      [loaded.map(({ jurisdiction, version }) => `${jurisdiction} ${version}`)],
    );
    if (before.rows[0]!.n > 0) await announceRulebooks(tx);
  });
}

async function keepOne(tx: Db, book: Rulebook, start: RulebookStart): Promise<void> {
  const { jurisdiction, version } = book;
  const { rows } = await tx.query<{ state: RulebookState; version: string; body: Rulebook }>(
    `select state, version, body from rulebook where jurisdiction = $1 and (version = $2 or state = 'in_force')`,
    [jurisdiction, version],
  );
  const known = rows.find((row) => row.version === version);
  if (known !== undefined) {
    const text: unknown = JSON.parse(JSON.stringify(book));
    if (isDeepStrictEqual(completedRulebook(known.body, text as Rulebook), text)) return;
    if (known.state !== 'proposed')
      throw new HandbackError('rulebook_invalid', {
        jurisdiction,
        version,
        reason: 'changed_without_new_version',
      });
    if (start === 'keep') return;
    await tx.query(
      `update rulebook set body = $3, loaded_at = now(), proposed_by = null where jurisdiction = $1 and version = $2`,
      [jurisdiction, version, JSON.stringify(book)],
    );
    return;
  }
  const first = rows.length === 0;
  if (start === 'keep' && !first) return;
  if (first || start === 'adopt') {
    await tx.query(
      `update rulebook set state = 'superseded', superseded_at = now() where jurisdiction = $1 and state = 'in_force'`,
      [jurisdiction],
    );
    await tx.query(
      `insert into rulebook (jurisdiction, version, body, state, in_force_since) values ($1, $2, $3, 'in_force', now())`,
      [jurisdiction, version, JSON.stringify(book)],
    );
    return;
  }
  await tx.query(`insert into rulebook (jurisdiction, version, body) values ($1, $2, $3)`, [
    ...[jurisdiction, version],
    JSON.stringify(book),
  ]);
}
