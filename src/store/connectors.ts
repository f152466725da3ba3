import type { Pool } from './database/database.ts';

/** The connectors whose circuit breaker is open: nothing is asked of them until then. */
export async function openBreakers(pool: Pool): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ name: string }>('select name from connector where open_until > now()');
  return new Set(rows.map((row) => row.name));
}

/** Opens the breaker of a connector for so many milliseconds, for all workers; 0 closes it. */
export async function setBreaker(
  pool: Pool,
  connector: string,
  openMs: number,
  reason: string | null,
): Promise<void> {
  await pool.query(
    `insert into connector (name, open_until, reason) values ($1, now() + $2 * interval '1 millisecond', $3)
     on conflict (name) do update set open_until = excluded.open_until, reason = excluded.reason`,
    [connector, openMs, reason],
  );
}
