import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HandbackError } from '../../domain/errors.ts';
import type { Operations } from '../../operations/context.ts';
import { findAnswer, freeKey, type IdempotencyKey, keepAnswer, takeKey } from '../../store/idempotency.ts';
import type { Caller } from './auth.ts';

const KEY = /^[\x21-\x7e]{1,128}$/;
const SEALED_AS = 'idempotent response';

declare module 'fastify' {
  interface FastifyRequest {
    idempotency?: IdempotencyKey;
    caller: Caller;
  }
}

/**
 * Idempotency-Key on every write (draft-ietf-httpapi-idempotency-key-header): the first answer to what was done is kept
 * for a day and given again, byte for byte, to the same caller who sends the same request with the same key; another
 * request under the same key is refused, and one that arrives while the first is at work is told so. A refusal changed
 * nothing and is not kept: what it asked for may be there the next time. Answers may hold secrets, so they are kept
 * encrypted; to callers without a credential, of whom any could be the other, an answer is given once, and its repetition
 * is told that the request was received.
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
      await freeKey(op.pool, held);
      return payload;
    }
    const text = typeof payload === 'string' && payload !== '' ? payload : null;
    const withheld = request.caller.credential === null && text !== null;
    const body = JSON.stringify({
      type: reply.getHeader('content-type') ?? null,
      body: withheld ? null : text,
      withheld,
    });
    const sealed = op.vault.encrypt(op.vault.operatorKey, SEALED_AS, body);
    await keepAnswer(op.pool, held, reply.statusCode, sealed);
    return payload;
  });
}

interface Sealed {
  readonly type: string | null;
  readonly body: string | null;
  /** It was given to somebody without a credential, and is not kept. */
  readonly withheld: boolean;
}

/** The credential is part of it, and only hashed is it kept: an answer is for who could have had it anew. */
function scopeOf({ caller, method, url }: FastifyRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([caller.credential ?? `public ${caller.client}`, method, url]))
    .digest('base64url');
}

async function claim(
  op: Operations,
  request: FastifyRequest,
  reply: FastifyReply,
  held: IdempotencyKey,
): Promise<void> {
  // Keyed: what was sent may be a passphrase or a document's number, which a bare hash would let anyone guess who reads the table.
  const hash = op.vault.index('idempotent request', JSON.stringify(request.body ?? null));
  if (await takeKey(op.pool, held, hash)) {
    request.idempotency = held;
    return;
  }
  const kept = await findAnswer(op.pool, held);
  if (kept !== null && !kept.requestHash.equals(hash)) throw new HandbackError('idempotency_key_reused');
  if (kept?.status == null || kept.responseEnc === null) throw new HandbackError('idempotency_in_progress');
  const { type, body, withheld } = JSON.parse(
    op.vault.decryptText(op.vault.operatorKey, SEALED_AS, kept.responseEnc),
  ) as Sealed;
  if (withheld) throw new HandbackError('idempotency_answer_withheld');
  reply.code(kept.status).header('idempotency-replayed', 'true');
  if (type !== null) reply.type(type);
  await reply.send(body ?? undefined);
}
