import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HandbackError } from '../../domain/errors.ts';
import type { Operations } from '../../operations/context.ts';
import type { Caller } from './auth.ts';

const KEY = /^[\x21-\x7e]{1,128}$/;
/** A request that died without an answer frees its key after this. */
const STALE_SECONDS = 60;

declare module 'fastify' {
  interface FastifyRequest {
    idempotency?: { scope: string; key: string };
    caller: Caller;
  }
}

/**
 * Idempotency-Key on every write (draft-ietf-httpapi-idempotency-key-header): the first answer to what was done is kept
 * for a day and given again, byte for byte, to the same caller who sends the same request with the same key; another
 * request under the same key is refused, and one that arrives while the first is at work is told so. A refusal changed
 * nothing and is not kept: what it asked for may be there the next time. Answers may hold secrets, so they are kept
 * encrypted.
 */
export function idempotency(app: FastifyInstance, op: Operations): void {
  app.addHook('preHandler', async (request, reply) => {
    if (
      request.method === 'GET' ||
      request.method === 'HEAD' ||
      request.routeOptions.config.idempotent === 'by-nature'
    )
      return;
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string' || !KEY.test(key)) throw new HandbackError('idempotency_key_missing');
    await claim(op, request, reply, {
      scope: scopeOf(request),
      key,
    });
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const held = request.idempotency;
    if (held === undefined) return payload;
    if (reply.statusCode >= 400) {
      await op.pool.query('delete from idempotency where scope = $1 and key = $2 and status is null', [
        held.scope,
        held.key,
      ]);
      return payload;
    }
    const body = JSON.stringify({
      type: reply.getHeader('content-type') ?? null,
      body: typeof payload === 'string' ? payload : null,
    });
    await op.pool.query(
      'update idempotency set status = $3, response_enc = $4 where scope = $1 and key = $2',
      [
        held.scope,
        held.key,
        reply.statusCode,
        op.vault.encrypt(op.vault.operatorKey, 'idempotent response', body),
      ],
    );
    return payload;
  });
}

/** The credential is part of it, and only hashed is it kept: an answer is for who could have had it anew. */
function scopeOf({ caller, method, url }: FastifyRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([caller.credential, method, url]))
    .digest('base64url');
}

async function claim(
  op: Operations,
  request: FastifyRequest,
  reply: FastifyReply,
  held: { scope: string; key: string },
): Promise<void> {
  const hash = createHash('sha256')
    .update(JSON.stringify(request.body ?? null))
    .digest();
  const { rowCount } = await op.pool.query(
    `insert into idempotency (scope, key, request_hash) values ($1, $2, $3)
     on conflict (scope, key) do update set created_at = now(), request_hash = excluded.request_hash
       where idempotency.status is null and idempotency.created_at < now() - ${STALE_SECONDS} * interval '1 second'`,
    [held.scope, held.key, hash],
  );
  if (rowCount === 1) {
    request.idempotency = held;
    return;
  }
  const { rows } = await op.pool.query<{
    request_hash: Buffer;
    status: number | null;
    response_enc: Buffer | null;
  }>('select request_hash, status, response_enc from idempotency where scope = $1 and key = $2', [
    held.scope,
    held.key,
  ]);
  const kept = rows[0];
  if (kept !== undefined && !kept.request_hash.equals(hash))
    throw new HandbackError('idempotency_key_reused');
  if (kept?.status == null || kept.response_enc === null) throw new HandbackError('idempotency_in_progress');
  const { type, body } = JSON.parse(
    op.vault.decryptText(op.vault.operatorKey, 'idempotent response', kept.response_enc),
  ) as { type: string | null; body: string | null };
  reply.code(kept.status).header('idempotency-replayed', 'true');
  if (type !== null) reply.type(type);
  await reply.send(body ?? undefined);
}
