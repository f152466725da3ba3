import type { FastifyRequest } from 'fastify';
import { HandbackError } from '../../domain/errors.ts';
import { chooseLanguage, type Language } from '../../domain/values/language.ts';
import type { Actor, Operations, Subscriber } from '../../operations/context.ts';
import { findApiToken, type Scope } from '../../store/people/api-tokens.ts';
import { findSession } from '../../store/people/sessions.ts';

/** Staff and systems carry `hbk_...` tokens with scopes; subscribers carry the token of their session. */
const API_TOKEN = /^hbk_/;

export interface Caller {
  readonly actor: Actor;
  readonly scopes: readonly Scope[];
  /** Who it is, and by what: one who shows something else meets nothing of the other's, though both claim one name. */
  readonly credential: string;
  readonly sessionToken: string | null;
}

/**
 * Who calls: `Authorization: Bearer TOKEN`, or `Handback-Receipt: REFERENCE SECRET` for one case.
 * A token that is wrong is an error, never a visitor.
 */
export async function callerOf(op: Operations, request: FastifyRequest): Promise<Caller> {
  const header = request.headers.authorization;
  if (header !== undefined) {
    const token = /^Bearer ([\w-]{20,200})$/.exec(header)?.[1];
    if (token === undefined) throw new HandbackError('not_signed_in');
    if (API_TOKEN.test(token)) {
      const found = await findApiToken(op.pool, token);
      if (found === null) throw new HandbackError('not_signed_in');
      const kind = found.scopes.includes('cases:steer') ? 'staff' : 'system';
      return {
        actor: { kind, name: found.name },
        scopes: found.scopes,
        credential: `token ${token}`,
        sessionToken: null,
      };
    }
    const session = await findSession(op.pool, token);
    if (session === null) throw new HandbackError('not_signed_in');
    const { partyId, lineId, factors } = session;
    return {
      actor: { kind: 'subscriber', partyId, lineId, factors },
      scopes: [],
      credential: `session ${token}`,
      sessionToken: token,
    };
  }
  const receipt = request.headers['handback-receipt'];
  if (typeof receipt === 'string') {
    const [reference = '', secret = ''] = receipt.split(' ', 2);
    return {
      actor: { kind: 'receipt', reference, secret },
      scopes: [],
      credential: `receipt ${reference} ${secret}`,
      sessionToken: null,
    };
  }
  return {
    actor: { kind: 'public', language: languageOf(request) },
    scopes: [],
    credential: `public ${request.ip}`,
    sessionToken: null,
  };
}

export function languageOf(request: FastifyRequest): Language {
  return chooseLanguage(request.headers['accept-language']);
}

export function asSubscriber(caller: Caller): Subscriber {
  if (caller.actor.kind !== 'subscriber') throw new HandbackError('not_signed_in');
  return caller.actor;
}

export function requireScope(caller: Caller, scope: Scope): void {
  if (caller.actor.kind === 'public') throw new HandbackError('not_signed_in');
  if (!caller.scopes.includes(scope)) throw new HandbackError('forbidden', { scope });
}
