import { HandbackError } from '../../domain/errors.ts';
import type { Pool } from './database.ts';

/** As PostgreSQL counts: 18, the first with `uuidv7()`. */
export const OLDEST_POSTGRES = 180_000;

/**
 * Refuses a server that could not carry Handback, before anything fails for a reason that nobody would guess.
 *
 * @param pool of two connections or more
 * @throws HandbackError `database_unfit`
 */
export async function assertFit(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ version: number; text: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_version') as text`,
  );
  const { version, text } = rows[0]!;
  if (version < OLDEST_POSTGRES)
    throw new HandbackError('database_unfit', { reason: 'too_old', version: text });
  if (await sharesSessions(pool)) throw new HandbackError('database_unfit', { reason: 'pooled' });
}

/**
 * Whether something between us and the server gives one session to several connections (PgBouncer in transaction or statement
 * mode): then nobody is woken by NOTIFY, prepared statements vanish, and cases stand still. Two connections that are open at
 * once and are served by the same process, or one that is served by another process than before, can have no other cause.
 */
export async function sharesSessions(pool: Pool): Promise<boolean> {
  const one = await pool.connect();
  try {
    const other = await pool.connect();
    try {
      const process = async (client: typeof one): Promise<number> =>
        (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]!.pid;
      const before = await process(one);
      await other.query('begin');
      const beside = await process(other);
      const after = await process(one);
      await other.query('rollback');
      return before === beside || before !== after;
    } catch (error) {
      // Statement mode allows no transactions.
      if ((error as { code?: unknown }).code === PROTOCOL_VIOLATION) return true;
      throw error;
    } finally {
      other.release(true);
    }
  } finally {
    one.release(true);
  }
}

/** SQLSTATE 08P01, with which PgBouncer refuses what its mode forbids. */
const PROTOCOL_VIOLATION = '08P01';
