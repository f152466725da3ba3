import type { IdentityFactor } from '../../domain/rules/rulebook.ts';
import type { Db } from '../database/database.ts';
import { hashToken } from '../people/sessions.ts';

/** After this a code that was not read out is over. */
const VALID_MINUTES = 5;
const MOST_FAILURES = 3;
const ALIVE = `p.used_at is null and p.failures < ${MOST_FAILURES} and p.made_at > $2::timestamptz - ${VALID_MINUTES} * interval '1 minute'`;

export const PRESENCE_CODE_MINUTES = VALID_MINUTES;

/** What opened a session of the portal; empty for one that is over. */
export async function openedWith(db: Db, token: string): Promise<readonly IdentityFactor[]> {
  const { rows } = await db.query<{ factors: IdentityFactor[] }>({
    name: 'session-opened-with',
    text: 'select opened_with as factors from session where token_hash = $1 and expires_at > now()',
    values: [hashToken(token)],
  });
  return rows[0]?.factors ?? [];
}

/** Keeps a code; of one session the newest counts, and so does the newest that was sent for a line. */
export async function keepPresenceCode(
  tx: Db,
  code: {
    readonly lineId: string;
    readonly partyId: string;
    /** Null for one that is sent. */
    readonly session: string | null;
    readonly codeHash: Buffer;
    readonly factors: readonly IdentityFactor[];
    readonly at: Date;
  },
): Promise<void> {
  const session = code.session === null ? null : hashToken(code.session);
  await tx.query(
    `delete from presence_code where used_at is null
       and case when $1::bytea is null then session_hash is null and line_id = $2 else session_hash = $1 end`,
    [session, code.lineId],
  );
  await tx.query(
    `insert into presence_code (line_id, party_id, session_hash, code_hash, factors, made_at) values ($1, $2, $3, $4, $5, $6)`,
    [code.lineId, code.partyId, session, code.codeHash, code.factors, code.at],
  );
}

export interface LiveCode {
  readonly codeId: string;
  readonly codeHash: Buffer;
  readonly factors: readonly IdentityFactor[];
}

/** The codes of a line and its holder that are good now, locked until the transaction ends. One shown by a session ends with it. */
export async function lockLiveCodes(
  tx: Db,
  of: { readonly lineId: string; readonly partyId: string },
  now: Date,
): Promise<readonly LiveCode[]> {
  const { rows } = await tx.query<LiveCode>({
    name: 'lock-live-presence-codes',
    text: `select p.code_id as "codeId", p.code_hash as "codeHash", p.factors from presence_code p
      where p.line_id = $1 and p.party_id = $3 and ${ALIVE}
        and (p.session_hash is null or exists (select from session s where s.token_hash = p.session_hash and s.expires_at > now()))
      order by p.code_id for update`,
    values: [of.lineId, now, of.partyId],
  });
  return rows;
}

export async function usePresenceCode(tx: Db, codeId: string, now: Date): Promise<void> {
  await tx.query('update presence_code set used_at = $2 where code_id = $1', [codeId, now]);
}

/** A wrong answer counts against every code that it could have been. */
export async function countWrongPresence(tx: Db, codeIds: readonly string[]): Promise<void> {
  await tx.query('update presence_code set failures = failures + 1 where code_id = any($1::uuid[])', [
    codeIds,
  ]);
}
