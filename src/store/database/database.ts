import pg from 'pg';

/** "Current transaction is aborted": in_failed_sql_transaction. */
const ABORTED = '25P02';
const INT8 = 20;
const DATE = 1082;
/** As many as an engine commits at once, and some for intents. */
const PIPELINED = 6;

export type Pool = pg.Pool;
/** A connection or a transaction on it: what every store function takes, so that its caller decides what commits together. */
export type Db = Pick<pg.ClientBase, 'query'>;

export interface Database {
  readonly pool: Pool;
  /**
   * Connections that send a statement without waiting for the answer to the one before: for transactions of many
   * statements that do not depend on each other.
   */
  readonly pipelined: Pool;
  close(): Promise<void>;
}

/** Opens a pool. bigint comes as number (money and counts stay below 2^53), date as 'YYYY-MM-DD'. */
export function openDatabase(
  url: string,
  options: {
    readonly max?: number;
    readonly onError?: (error: Error) => void;
    /** How the server lists the connections. */
    readonly name?: string | undefined;
    readonly connectTimeoutMs?: number;
  } = {},
): Database {
  const settings = {
    connectionString: url,
    max: options.max ?? 12,
    application_name: options.name ?? 'handback',
    ...(options.connectTimeoutMs === undefined ? {} : { connectionTimeoutMillis: options.connectTimeoutMs }),
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') => {
        if (oid === INT8) return (text: string) => safeInteger(text);
        if (oid === DATE) return (text: string) => text;
        return pg.types.getTypeParser(oid, format as 'text');
      },
    } as pg.CustomTypesConfig,
  };
  const pool = watched(new pg.Pool(settings), options.onError);
  const pipelined = watched(
    new pg.Pool({ ...settings, max: PIPELINED, pipeline: true } as pg.PoolConfig),
    options.onError,
  );
  return {
    pool,
    pipelined,
    close: async () => {
      await Promise.all([pool.end(), pipelined.end()]);
    },
  };
}

/** An idle connection that breaks (server restarted) must not end the process; the next query opens a new one. */
function watched(pool: Pool, onError: ((error: Error) => void) | undefined): Pool {
  pool.on('error', (error) => onError?.(error));
  pool.on('connect', (client) => client.on('error', (error) => onError?.(error)));
  return pool;
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`integer beyond 2^53: ${text}`);
  return value;
}

/** What surrounds the work of a transaction, within it: it runs the work, and throws where it must not be kept. */
export type Within = <T>(tx: Db, work: () => Promise<T>) => Promise<T>;

const WITHIN = Symbol('within');

/** The same pool, all of whose transactions are surrounded: what is to be true of an act is asked, and kept, where the act commits. */
export function poolWithin(pool: Pool, within: Within): Pool {
  return new Proxy(pool, {
    get(target, name) {
      if (name === WITHIN) return within;
      const value: unknown = Reflect.get(target, name);
      // The pool keeps its state in itself, and must not find it in the proxy.
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Runs `work` in one transaction: everything in it commits, or nothing. */
export async function inTransaction<T>(pool: Pool, work: (tx: Db) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // Of statements that travel together the first to fail is the cause; the others only say that the transaction is over.
  let cause: unknown;
  const pipelined = (client as { pipeline?: boolean }).pipeline === true;
  let last: Promise<unknown> = Promise.resolve();
  let over = false;
  const query = (...statement: Parameters<Db['query']>): Promise<unknown> => {
    const send = async (): Promise<unknown> => {
      // A statement that still waits when the transaction fails must not run outside of it.
      if (over) throw new Error('the transaction is over');
      return client.query(...statement);
    };
    // Without pipelining each statement waits for the answer to the one before. `pg` would queue it anyway, and its next
    // major version refuses a second statement.
    const answer = pipelined ? send() : last.then(send);
    last = answer.catch((error: unknown) => {
      cause ??= error;
    });
    return answer;
  };
  try {
    const begun = client.query('begin');
    // Where statements may travel together, this one goes with the first of `work`, which fails if it does.
    if (pipelined) begun.catch(() => undefined);
    else await begun;
    const tx: Db = { query: query as unknown as Db['query'] };
    const within = (pool as { readonly [WITHIN]?: Within })[WITHIN];
    const result = await (within === undefined ? work(tx) : within(tx, () => work(tx)));
    if (!pipelined) await last;
    over = true;
    const { command } = await client.query('commit');
    // A statement whose failure nobody looked at has made a rollback of it.
    if (command !== 'COMMIT') throw cause ?? new Error('the transaction was rolled back');
    return result;
  } catch (error) {
    over = true;
    // The next one may have gone before the failure of this one was told.
    if (!pipelined) await last;
    try {
      await client.query('rollback');
    } catch (rollbackError) {
      broken = rollbackError as Error;
    }
    throw (error as { code?: unknown })?.code === ABORTED ? (cause ?? error) : error;
  } finally {
    client.release(broken);
  }
}

/**
 * Runs a statement that joins rows with lists of values by a hash, in a transaction. Left alone, the planner takes
 * lists for short and every stage for rare, and compares all rows with all values: of 500 cases, 250,000 times.
 */
export async function joiningLists<Row extends pg.QueryResultRow>(
  tx: Db,
  statement: pg.QueryConfig,
): Promise<pg.QueryResult<Row>> {
  const [, result] = await Promise.all([
    tx.query('set local enable_nestloop = off'),
    tx.query<Row>(statement),
    tx.query('set local enable_nestloop to default'),
  ]);
  return result;
}

/** True when the connection or the server failed, not the statement: trying again later can help. */
export function isConnectionFailure(error: unknown): boolean {
  const code = (error as { code?: unknown })?.code;
  if (typeof code === 'string') {
    if (/^(08|57P|53)/.test(code) || code === '40001' || code === '40P01') return true;
    if (/^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/.test(code)) return true;
  }
  return (
    error instanceof Error && /Connection terminated|connection error|timeout exceeded/i.test(error.message)
  );
}
