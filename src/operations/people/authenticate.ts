import { HandbackError } from '../../domain/errors.ts';
import { STAFF_SCOPES } from '../../domain/people/scope.ts';
import type { Channel } from '../../domain/rules/rulebook.ts';
import { findApiToken } from '../../store/people/api-tokens.ts';
import { findSession } from '../../store/people/sessions.ts';
import type { OtherSystem, Staff, Subscriber } from '../access/actor.ts';
import type { Operations } from '../context.ts';

/** Staff and systems carry `hbk_...` tokens with scopes; subscribers carry the token of their session. */
const API_TOKEN = /^hbk_/;

/**
 * Who carries this token: it comes before every permission, and so has no row in the table of access.
 * @throws HandbackError `not_signed_in` for a token that is none: it never makes a visitor
 */
export async function authenticate(
  op: Operations,
  shown: { readonly token: string; readonly channel: Channel },
): Promise<Staff | OtherSystem | Subscriber> {
  const { token, channel } = shown;
  if (!API_TOKEN.test(token)) {
    const subscriber = await subscriberOfSession(op, shown);
    if (subscriber === null) throw new HandbackError('not_signed_in');
    return subscriber;
  }
  const found = await findApiToken(op.pool, token);
  if (found === null) throw new HandbackError('not_signed_in');
  const { name, scopes } = found;
  return {
    kind: scopes.some((scope) => STAFF_SCOPES.includes(scope)) ? 'staff' : 'system',
    name,
    scopes,
    channel,
  };
}

/** The subscriber whose session this is; null if it is over. */
export async function subscriberOfSession(
  op: Operations,
  shown: { readonly token: string; readonly channel: Channel },
): Promise<Subscriber | null> {
  const session = await findSession(op.pool, shown.token);
  if (session === null) return null;
  const { partyId, lineId, factors } = session;
  return {
    kind: 'subscriber',
    partyId,
    lineId,
    factors,
    channel: shown.channel,
    sessionToken: shown.token,
  };
}
