import type { Role } from '../../domain/rules/role.ts';
import type { Db } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';
import { hashToken } from '../people/sessions.ts';

export interface StaffSession {
  readonly sessionId: string;
  readonly subject: string;
  readonly name: string;
  readonly issuer: string;
  readonly roles: readonly Role[];
  readonly shop: string | null;
  readonly authenticatedAt: Date;
  readonly strong: boolean;
}

/** What the issuer said of somebody who just signed in, and how long that counts. */
export interface NewStaffSession extends Omit<StaffSession, 'sessionId'> {
  readonly sid: string | null;
  readonly idToken: string;
  readonly absoluteMinutes: number;
}

/** Opens a session and answers its token, which is stored only as a hash. */
export async function openStaffSession(
  tx: Db,
  vault: Vault,
  made: NewStaffSession,
): Promise<{ readonly token: string; readonly sessionId: string }> {
  const token = vault.random(32).toString('base64url');
  await tx.query(
    `insert into staff_member (subject, name) values ($1, $2)
     on conflict (subject) do update set name = excluded.name, signed_in_at = now()`,
    [made.subject, made.name],
  );
  const { rows } = await tx.query<{ session_id: string }>(
    `insert into staff_session
       (token_hash, subject, issuer, sid, roles, shop, id_token_enc, authenticated_at, strong, ends_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, now() + $10 * interval '1 minute') returning session_id`,
    [
      hashToken(token),
      made.subject,
      made.issuer,
      made.sid,
      made.roles,
      made.shop,
      vault.encrypt(vault.operatorKey, 'staff_session.id_token', made.idToken),
      made.authenticatedAt,
      made.strong,
      made.absoluteMinutes,
    ],
  );
  return { token, sessionId: rows[0]!.session_id };
}

/** The same session under a new token, with what the issuer says now. The absolute limit stays. @returns the token */
export async function renewStaffSession(
  tx: Db,
  vault: Vault,
  sessionId: string,
  made: NewStaffSession,
): Promise<string> {
  const token = vault.random(32).toString('base64url');
  await tx.query(
    `update staff_session set token_hash = $2, sid = $3, roles = $4, shop = $5, id_token_enc = $6,
       authenticated_at = $7, strong = $8, seen_at = now() where session_id = $1`,
    [
      sessionId,
      hashToken(token),
      made.sid,
      made.roles,
      made.shop,
      vault.encrypt(vault.operatorKey, 'staff_session.id_token', made.idToken),
      made.authenticatedAt,
      made.strong,
    ],
  );
  return token;
}

export type FoundStaffSession = StaffSession & {
  /** Signed out, at the issuer too, too long without a request, or too long in all. */
  readonly over: boolean;
};

/** The session of a token; one that is over says whose it was. Being asked for keeps it alive, written once a minute. */
export async function findStaffSession(
  db: Db,
  token: string,
  idleMinutes: number,
): Promise<FoundStaffSession | null> {
  const { rows } = await db.query<FoundStaffSession & { stale: boolean }>({
    name: 'find-staff-session',
    text: `select s.session_id as "sessionId", s.subject, m.name, s.issuer, s.roles, s.shop,
        s.authenticated_at as "authenticatedAt", s.strong,
        s.ended_at is not null or s.ends_at <= now() or s.seen_at <= now() - $2 * interval '1 minute' as over,
        s.seen_at < now() - interval '1 minute' as stale
      from staff_session s join staff_member m using (subject) where s.token_hash = $1`,
    values: [hashToken(token), idleMinutes],
  });
  const found = rows[0];
  if (found === undefined) return null;
  if (found.stale && !found.over)
    await db.query('update staff_session set seen_at = now() where session_id = $1', [found.sessionId]);
  return found;
}

/** The roles that somebody had when they last signed in; null for who never did. */
export async function latestRoles(db: Db, subject: string): Promise<readonly Role[] | null> {
  const { rows } = await db.query<{ roles: readonly Role[] }>(
    'select roles from staff_session where subject = $1 order by created_at desc limit 1',
    [subject],
  );
  return rows[0]?.roles ?? null;
}

/** Whether a session was ended, by its person or by the issuer. */
export async function isStaffSessionEnded(db: Db, sessionId: string): Promise<boolean> {
  const { rows } = await db.query<{ ended: boolean }>(
    'select ended_at is not null as ended from staff_session where session_id = $1',
    [sessionId],
  );
  return rows[0]?.ended ?? true;
}

export type EndedBy = 'person' | 'issuer' | 'renewed';

/** @returns the hint for the issuer, and what ended; null where it was over before */
export async function endStaffSession(
  tx: Db,
  vault: Vault,
  sessionId: string,
  by: EndedBy,
): Promise<{ readonly idToken: string | null } | null> {
  const { rows } = await tx.query<{ id_token_enc: Buffer | null }>(
    `update staff_session set ended_at = now(), ended_by = $2 where session_id = $1 and ended_at is null
     returning id_token_enc`,
    [sessionId, by],
  );
  const ended = rows[0];
  if (ended === undefined) return null;
  const sealed = ended.id_token_enc;
  return {
    idToken: sealed && vault.decryptText(vault.operatorKey, 'staff_session.id_token', sealed),
  };
}

/** The sessions that an issuer's logout token ends: of one of its sessions, or all of a person. */
export async function staffSessionsToEnd(
  tx: Db,
  of: { readonly issuer: string; readonly sid: string | null; readonly subject: string | null },
): Promise<readonly { readonly sessionId: string; readonly subject: string }[]> {
  const { rows } = await tx.query<{ sessionId: string; subject: string }>(
    `select session_id as "sessionId", subject from staff_session
     where issuer = $1 and ended_at is null and ($2::text is null or sid = $2) and ($3::text is null or subject = $3)
     for update`,
    [of.issuer, of.sid, of.subject],
  );
  return rows;
}

/** @returns false for a logout token that was taken before */
export async function takeLogoutToken(tx: Db, token: { issuer: string; jti: string }): Promise<boolean> {
  const { rowCount } = await tx.query(
    'insert into staff_logout (issuer, jti) values ($1, $2) on conflict do nothing',
    [token.issuer, token.jti],
  );
  return rowCount === 1;
}
