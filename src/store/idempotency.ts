import type { Db } from './database/database.ts';

/** Names a request: its sender and endpoint, and the key that the sender gave it. */
export interface IdempotencyKey {
  /** Hash of the credential and of what was called. */
  readonly scope: string;
  readonly key: string;
}

/** A request that died without an answer frees its key after this. */
const STALE_SECONDS = 60;

/** Takes the key for this request; false if it is in use. A request that died without an answer frees its key. */
export async function takeKey(db: Db, { scope, key }: IdempotencyKey, requestHash: Buffer): Promise<boolean> {
  const { rowCount } = await db.query(
    `insert into idempotency (scope, key, request_hash) values ($1, $2, $3)
     on conflict (scope, key) do update set created_at = now(), request_hash = excluded.request_hash
       where idempotency.status is null and idempotency.created_at < now() - ${STALE_SECONDS} * interval '1 second'`,
    [scope, key, requestHash],
  );
  return rowCount === 1;
}

/** What is kept under a key; status and response are null while its first request is at work. */
export interface KeptAnswer {
  readonly requestHash: Buffer;
  readonly status: number | null;
  readonly responseEnc: Buffer | null;
}

export async function findAnswer(db: Db, { scope, key }: IdempotencyKey): Promise<KeptAnswer | null> {
  const { rows } = await db.query<KeptAnswer>(
    `select request_hash as "requestHash", status, response_enc as "responseEnc"
     from idempotency where scope = $1 and key = $2`,
    [scope, key],
  );
  return rows[0] ?? null;
}

export async function keepAnswer(
  db: Db,
  { scope, key }: IdempotencyKey,
  status: number,
  responseEnc: Buffer,
): Promise<void> {
  await db.query('update idempotency set status = $3, response_enc = $4 where scope = $1 and key = $2', [
    scope,
    key,
    status,
    responseEnc,
  ]);
}

/** The request changed nothing: the next one under this key is a first one again. */
export async function freeKey(db: Db, { scope, key }: IdempotencyKey): Promise<void> {
  await db.query('delete from idempotency where scope = $1 and key = $2 and status is null', [scope, key]);
}
