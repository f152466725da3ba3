import pg from 'pg';
import {
  type CellType,
  type CustomerRecord,
  RECORD_COLUMNS,
  type RecordColumn,
  type RecordKind,
  wrongCell,
} from '../../domain/accounts/customer-records.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { CustomerRecords, RecordsOf } from '../../ports/customer-records.ts';

const CONNECTOR = 'customer-records';
const AT_ONCE = 2_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** Of one statement: a first part may need a sort. */
const STATEMENT_TIMEOUT_MS = 60_000;

/** Each type as the contract of the records writes it, whatever the session's own style is. */
const AS_TEXT: Readonly<Record<CellType, (column: string) => string>> = {
  text: (column) => `${column}::text`,
  date: (column) => `to_char(${column}::date, 'YYYY-MM-DD')`,
  instant: (column) => `to_char(${column}::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
  decimal: (column) => `${column}::numeric::text`,
  integer: (column) => `${column}::bigint::text`,
};
/** What tells when something was, and so in which order it is read. */
const ORDER: Readonly<Record<RecordKind, string>> = {
  bills: 'issued_on, invoice',
  usage: 'started_at',
  consents: 'given_at',
};
const OF = `holder_id = $1 and (line_id is null or line_id = any($2::text[]))`;

/**
 * Views in a PostgreSQL of the operator's: `handback_bills`, `handback_usage` and `handback_consents`, with the columns of
 * `RECORD_COLUMNS` and with `holder_id`. They are read through a cursor, as of one moment, and nothing is written.
 */
export function customerRecordsFromViews(url: URL): CustomerRecords {
  const pool = new pg.Pool({
    connectionString: url.href,
    max: 2,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'handback records',
  });
  pool.on('error', () => undefined);
  return {
    async count(of, kind) {
      const client = await connected(pool);
      try {
        const { rows } = await client.query<{ count: string }>(
          `select count(*) from handback_${kind} where ${OF}`,
          [of.holderId, of.lineIds],
        );
        return Number(rows[0]!.count);
      } catch (error) {
        throw asFault(error);
      } finally {
        client.release();
      }
    },
    read: (of, kind) => recordsOfView(pool, of, kind),
    close: () => pool.end(),
  };
}

async function* recordsOfView(
  pool: pg.Pool,
  of: RecordsOf,
  kind: RecordKind,
): AsyncGenerator<readonly CustomerRecord[]> {
  const columns: readonly RecordColumn[] = RECORD_COLUMNS[kind];
  const listed = columns.map(({ name, type }) => `coalesce(${AS_TEXT[type](name)}, '')`).join(', ');
  const client = await connected(pool);
  let failed: Error | undefined;
  try {
    await client.query('begin isolation level repeatable read read only');
    await client.query(
      `declare records no scroll cursor for select array[${listed}] as record from handback_${kind}
       where ${OF} order by ${ORDER[kind]}`,
      [of.holderId, of.lineIds],
    );
    for (;;) {
      const { rows } = await client.query<{ record: string[] }>(`fetch ${AT_ONCE} from records`);
      if (rows.length === 0) break;
      const part = rows.map(({ record }) => record);
      for (const record of part) {
        const wrong = wrongCell(kind, record);
        if (wrong !== null) throw new ConnectorError(CONNECTOR, 'refused', `record_wrong: ${kind}.${wrong}`);
      }
      yield part;
    }
    await client.query('commit');
  } catch (error) {
    failed = error as Error;
    throw error instanceof ConnectorError ? error : asFault(error);
  } finally {
    // Whoever stopped reading left a transaction open: that connection is of no more use.
    client.release(failed ?? (await client.query('rollback').then(() => undefined, asError)));
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

const connected = (pool: pg.Pool): Promise<pg.PoolClient> =>
  pool.connect().catch((error) => {
    throw asFault(error, 'unavailable');
  });

/** What PostgreSQL answered, by its code alone: its text may quote a record, and what is the cause of an error goes into the log with it. */
function asFault(error: unknown, fault: 'unavailable' | 'refused' = 'refused'): ConnectorError {
  const code = (error as { readonly code?: unknown }).code;
  return new ConnectorError(CONNECTOR, fault, typeof code === 'string' ? code : 'no_answer');
}
