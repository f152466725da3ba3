import type { Scope } from '../../domain/people/scope.ts';
import type { Db } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';
import { hashToken } from './sessions.ts';

export interface ApiToken {
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/** Makes a token; it is shown once and stored as a hash. A name is used once: null when it was used before. */
export async function makeApiToken(db: Db, vault: Vault, token: ApiToken): Promise<string | null> {
  const text = `hbk_${vault.random(32).toString('base64url')}`;
  const { rowCount } = await db.query(
    'insert into api_token (token_hash, name, scopes) values ($1, $2, $3) on conflict (name) do nothing',
    [hashToken(text), token.name, token.scopes],
  );
  return rowCount === 1 ? text : null;
}

export async function findApiToken(db: Db, text: string): Promise<ApiToken | null> {
  const { rows } = await db.query<ApiToken>({
    name: 'find-api-token',
    text: 'select name, scopes from api_token where token_hash = $1 and revoked_at is null',
    values: [hashToken(text)],
  });
  return rows[0] ?? null;
}

/** What the token of that name may do; null where it was revoked, or never made. */
export async function tokenInForce(db: Db, name: string): Promise<readonly Scope[] | null> {
  const { rows } = await db.query<{ scopes: readonly Scope[] }>(
    'select scopes from api_token where name = $1 and revoked_at is null',
    [name],
  );
  return rows[0]?.scopes ?? null;
}

export async function revokeApiToken(db: Db, name: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'update api_token set revoked_at = now() where name = $1 and revoked_at is null',
    [name],
  );
  return (rowCount ?? 0) > 0;
}

/** A token as it is listed: nothing of its secret is kept. */
export interface ListedToken extends ApiToken {
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}

/** Every token that was ever made, those in use first, then by name. */
export async function listApiTokens(db: Db): Promise<readonly ListedToken[]> {
  const { rows } = await db.query<ListedToken>(
    `select name, scopes, created_at as "createdAt", revoked_at as "revokedAt" from api_token
     order by revoked_at is not null, name`,
  );
  return rows;
}
