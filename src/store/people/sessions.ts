import { createHash } from 'node:crypto';
import type { IdentityFactor } from '../../domain/rules/rulebook.ts';
import type { Db } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';

export interface Session {
  readonly partyId: string;
  readonly lineId: string;
  readonly factors: readonly IdentityFactor[];
  readonly expiresAt: Date;
}

const LIFETIME_MINUTES = 30;

/**
 * Opens a session and answers its token, which is stored only as a hash.
 * @param token default: a new one, of 256 bits
 */
export async function openSession(
  db: Db,
  vault: Vault,
  session: Omit<Session, 'expiresAt'>,
  token = vault.random(32).toString('base64url'),
): Promise<string> {
  await db.query(
    `insert into session (token_hash, party_id, line_id, factors, opened_with, expires_at)
     values ($1, $2, $3, $4, $4, now() + ${LIFETIME_MINUTES} * interval '1 minute')`,
    [hashToken(token), session.partyId, session.lineId, session.factors],
  );
  return token;
}

/** The session of a token; use keeps it alive, for two hours at the most. Written at most once a minute. */
export async function findSession(db: Db, token: string): Promise<Session | null> {
  const { rows } = await db.query<Session & { stale: boolean }>({
    name: 'find-session',
    text: `select party_id as "partyId", line_id as "lineId", factors, expires_at as "expiresAt",
        expires_at < least(now() + ${LIFETIME_MINUTES - 1} * interval '1 minute', created_at + interval '2 hours') as stale
      from session where token_hash = $1 and expires_at > now()`,
    values: [hashToken(token)],
  });
  const found = rows[0];
  if (found === undefined) return null;
  if (found.stale) {
    await db.query(
      `update session set expires_at = least(now() + ${LIFETIME_MINUTES} * interval '1 minute', created_at + interval '2 hours')
       where token_hash = $1`,
      [hashToken(token)],
    );
  }
  return found;
}

export async function addFactor(db: Db, token: string, factor: IdentityFactor): Promise<void> {
  await db.query(
    `update session set factors = array_append(factors, $2) where token_hash = $1 and not ($2 = any(factors))`,
    [hashToken(token), factor],
  );
}

/** @returns false where it was over before */
export async function closeSession(db: Db, token: string): Promise<boolean> {
  const { rowCount } = await db.query('delete from session where token_hash = $1', [hashToken(token)]);
  return (rowCount ?? 0) > 0;
}

/** Ends the sessions of a person that rest on nothing but a code sent to a line. */
export async function closeCodeSessions(db: Db, partyId: string): Promise<void> {
  await db.query(
    `delete from session where party_id = $1 and factors <@ array['sms_code'] and factors <> '{}'`,
    [partyId],
  );
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token.slice(0, 200)).digest();
}
