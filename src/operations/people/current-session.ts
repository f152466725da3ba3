import { HandbackError } from '../../domain/errors.ts';
import type { Db } from '../../store/database/database.ts';
import { findSession, type Session } from '../../store/people/sessions.ts';
import type { Subscriber } from '../access/actor.ts';

/**
 * The session of a subscriber as it stands now: it may have ended since the request came in.
 * @throws HandbackError `not_signed_in`
 */
export async function currentSession(
  db: Db,
  { sessionToken }: Subscriber,
): Promise<{ readonly token: string; readonly session: Session }> {
  const session = sessionToken === undefined ? null : await findSession(db, sessionToken);
  if (sessionToken === undefined || session === null) throw new HandbackError('not_signed_in');
  return { token: sessionToken, session };
}
