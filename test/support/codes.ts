import type { Operations } from '../../src/operations/context.ts';
import type { Pool } from '../../src/store/database/database.ts';
import { findParty } from '../../src/store/people/parties.ts';
import type { TestInstance } from './instance.ts';
import type { SeededLine } from './seed.ts';

/** The newest code in the outbox of a person, as their phone would show it. */
export async function codeSentTo(instance: TestInstance, line: SeededLine): Promise<string> {
  const { pool, vault } = instance.operations;
  const party = await findParty(pool, vault, line.partyId);
  const { rows } = await pool.query<{ body_enc: Buffer }>(
    `select body_enc from outbox where party_id = $1 and kind = 'code' order by message_id desc limit 1`,
    [line.partyId],
  );
  const code = /\b\d{6}\b/.exec(vault.decryptText(party!.dataKey, 'outbox body', rows[0]!.body_enc));
  if (code === null) throw new Error('the message holds no code');
  return code[0];
}

/** Operations whose statements are counted: how much work an answer was, as its time would tell. */
export function countingQueries(op: Operations): { op: Operations; count(): number; reset(): void } {
  let count = 0;
  const connect = async () => {
    const client = await op.pool.connect();
    const query = client.query.bind(client) as (...of: unknown[]) => unknown;
    const release = client.release.bind(client);
    Object.assign(client, {
      query: (...of: unknown[]) => {
        count += 1;
        return query(...of);
      },
      release: (error?: Error) => {
        delete (client as { query?: unknown }).query;
        Object.assign(client, { release });
        release(error);
      },
    });
    return client;
  };
  const pool = new Proxy(op.pool, {
    get: (target, name) => {
      const value = Reflect.get(target, name, target);
      if (name === 'connect') return connect;
      return typeof value === 'function' ? value.bind(target) : value;
    },
  }) as Pool;
  return {
    op: { ...op, pool },
    count: () => count,
    reset: () => {
      count = 0;
    },
  };
}
