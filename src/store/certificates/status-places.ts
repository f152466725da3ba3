import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import type { Db } from '../database/database.ts';

/** Where the status of a certificate stands: which list, and which place in it. */
export interface StatusPlace {
  readonly list: number;
  /** From 0 to `LIST_SIZE - 1`. */
  readonly index: number;
}

/** Places a list: the 2^20 of `LIST_SIZE`. */
const BITS = 20;
const HALF_BITS = BITS / 2;
const HALF = 2 ** HALF_BITS;
const SIZE = 2 ** BITS;
/** As the sequence counts. */
const BLOCK = 256;
const ROUNDS = 8;

/**
 * Hands out places in status lists, each once. They look drawn at random (draft-ietf-oauth-status-list, section 12.5):
 * neighbours in a list tell nothing of when, or whether together, they were issued. Taken in blocks; what a process does
 * not use up stays free for ever.
 */
export class StatusPlaces {
  readonly #pool: Db;
  readonly #keys = new Map<number, KeyObject>();
  #left: StatusPlace[] = [];
  #taking: Promise<void> = Promise.resolve();

  constructor(pool: Db) {
    this.#pool = pool;
  }

  /** So many of them, in the order of asking. */
  take(count: number): Promise<readonly StatusPlace[]> {
    const taken = this.#taking.then(async () => {
      while (this.#left.length < count) this.#left.push(...(await this.#block(count - this.#left.length)));
      return this.#left.splice(0, count);
    });
    this.#taking = taken.then(
      () => undefined,
      () => undefined,
    );
    return taken;
  }

  async #block(count: number): Promise<StatusPlace[]> {
    const { rows } = await this.#pool.query<{ first: string }>({
      name: 'status-places',
      text: `select nextval('certificate_status_position')::text as first from generate_series(1, $1::int)`,
      values: [Math.ceil(count / BLOCK)],
    });
    const places: StatusPlace[] = [];
    for (const { first } of rows) {
      // A block never spans two lists: their size is a multiple of its own.
      const list = Math.floor(Number(first) / SIZE);
      const key = await this.#keyOf(list);
      for (let i = 0; i < BLOCK; i += 1)
        places.push({ list, index: shuffled(key, (Number(first) % SIZE) + i) });
    }
    return places;
  }

  async #keyOf(list: number): Promise<KeyObject> {
    const known = this.#keys.get(list);
    if (known !== undefined) return known;
    const { rows } = await this.#pool.query<{ key: Buffer }>(
      `with made as (insert into status_list (list_no, shuffle_key) values ($1, $2) on conflict do nothing returning shuffle_key)
       select shuffle_key as key from made union all select shuffle_key from status_list where list_no = $1`,
      [list, randomBytes(32)],
    );
    // Two that made the list at once: the other's row is not in this statement's snapshot.
    if (rows[0] === undefined) return this.#keyOf(list);
    const key = createSecretKey(rows[0].key);
    this.#keys.set(list, key);
    return key;
  }
}

/** A permutation of the places of a list that only its key tells: a Feistel network of HMAC-SHA-256. */
export function shuffled(key: KeyObject, position: number): number {
  let [left, right] = [Math.floor(position / HALF), position % HALF];
  for (let round = 0; round < ROUNDS; round += 1) {
    const mac = createHmac('sha256', key)
      .update(Uint8Array.of(round, right >> 8, right & 0xff))
      .digest();
    [left, right] = [right, left ^ (mac.readUInt16BE(0) % HALF)];
  }
  return left * HALF + right;
}

/** The certificates of a list that do not simply stand. */
export async function statusesOfList(
  db: Db,
  list: number,
): Promise<readonly { readonly idx: number; readonly state: 'revoked' | 'superseded' }[] | null> {
  const { rows } = await db.query<{ idx: number | null; revoked: boolean }>(
    `select c.status_index as idx, c.revoked_at is not null as revoked
     from status_list l left join certificate c on c.status_list = l.list_no
       and (c.revoked_at is not null or c.superseded_by is not null)
     where l.list_no = $1`,
    [list],
  );
  if (rows.length === 0) return null;
  return rows.flatMap(({ idx, revoked }) =>
    idx === null ? [] : [{ idx, state: revoked ? ('revoked' as const) : ('superseded' as const) }],
  );
}
