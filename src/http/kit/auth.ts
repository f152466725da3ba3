import type { FastifyRequest } from 'fastify';
import { HandbackError } from '../../domain/errors.ts';
import { clientOf } from '../../domain/values/client-of.ts';
import { chooseLanguage, type Language } from '../../domain/values/language.ts';
import type { Actor, Visitor } from '../../operations/access/actor.ts';
import { requireAccess } from '../../operations/access/require-access.ts';
import type { OperationName } from '../../operations/access/table.ts';
import type { Operations } from '../../operations/context.ts';
import { authenticate } from '../../operations/people/authenticate.ts';

/** Callers of the API count as online. */
const CHANNEL = 'online';

export interface Caller {
  readonly actor: Actor;
  /**
   * The credential that was shown; null where none was. Idempotency keys belong to it: no other credential gets the
   * answers kept for it.
   */
  readonly credential: string | null;
  /** Where the request came from, as limits count it. */
  readonly client: string;
}

/**
 * Who calls: `Authorization: Bearer TOKEN`, or `Handback-Receipt: REFERENCE SECRET` for one case.
 * A token that is wrong is an error, never a visitor.
 *
 * @throws HandbackError `not_signed_in`
 */
export async function callerOf(op: Operations, request: FastifyRequest): Promise<Caller> {
  const client = clientOf(request.ip);
  const header = request.headers.authorization;
  if (header !== undefined) {
    const token = /^Bearer ([\w-]{20,200})$/.exec(header)?.[1];
    if (token === undefined) throw new HandbackError('not_signed_in');
    const actor = await authenticate(op, { token, channel: CHANNEL });
    return { actor, client, credential: `${actor.kind === 'subscriber' ? 'session' : 'token'} ${token}` };
  }
  const receipt = request.headers['handback-receipt'];
  if (typeof receipt === 'string') {
    const [reference = '', secret = ''] = receipt.split(' ', 2);
    return {
      actor: { kind: 'receipt', reference, secret, channel: CHANNEL },
      client,
      credential: `receipt ${reference} ${secret}`,
    };
  }
  return { actor: visitorOf(request), client, credential: null };
}

/** Who showed nothing, or is not asked for anything. */
export function visitorOf(request: FastifyRequest): Visitor {
  return { kind: 'public', language: languageOf(request), channel: CHANNEL, client: clientOf(request.ip) };
}

/**
 * Whether the caller may ask for any of the operations of a route at all. Asked before the body is read: who may not is
 * told so, and not what is wrong with a request that would be refused all the same.
 *
 * @throws HandbackError as `requireAccess`, for the first of them
 */
export function admit(actor: Actor, asks: readonly OperationName[]): void {
  let refusal: unknown;
  for (const name of asks) {
    try {
      requireAccess(actor, name);
      return;
    } catch (error) {
      refusal ??= error;
    }
  }
  if (refusal !== undefined) throw refusal;
}

export function languageOf(request: FastifyRequest): Language {
  return chooseLanguage(request.headers['accept-language']);
}

/** A caller without a credential is told to sign in, not which scope is missing. */
export function asRefusal(error: HandbackError, caller: Caller | null): HandbackError {
  return error.code === 'forbidden' && caller?.actor.kind === 'public'
    ? new HandbackError('not_signed_in', {}, { cause: error })
    : error;
}
