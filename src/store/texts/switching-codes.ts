import type { Db } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';

const CODE = 'switching code';
const codeIndex = (vault: Vault, code: string): Buffer => vault.index('switching code', code);

interface Holding {
  readonly lineId: string;
  readonly holderId: string;
}

/** The code of a line that can still be used; null where there is none. */
export async function aliveCode(
  db: Db,
  vault: Vault,
  { lineId, holderId }: Holding,
  now: Date,
): Promise<{ readonly code: string; readonly expiresAt: Date } | null> {
  const { rows } = await db.query<{ code_enc: Buffer; expires_at: Date }>({
    name: 'alive-switching-code',
    text: `select code_enc, expires_at from switching_code
      where line_id = $1 and holder_id = $2 and redeemed_at is null and expires_at > $3 order by expires_at desc limit 1`,
    values: [lineId, holderId, now],
  });
  const row = rows[0];
  if (row === undefined) return null;
  return { code: vault.decryptText(vault.operatorKey, CODE, row.code_enc), expiresAt: row.expires_at };
}

/** How many codes a line ever had: the next one is asked for under the next number, by whoever asks. */
export async function codesOfLine(db: Db, lineId: string): Promise<number> {
  const { rows } = await db.query<{ n: number }>({
    name: 'codes-of-line',
    text: 'select count(*)::int as n from switching_code where line_id = $1',
    values: [lineId],
  });
  return rows[0]!.n;
}

export async function keepCode(
  db: Db,
  vault: Vault,
  kept: Holding & {
    readonly code: string;
    readonly key: string;
    readonly issuedAt: Date;
    readonly expiresAt: Date;
  },
): Promise<void> {
  await db.query({
    name: 'keep-switching-code',
    text: `insert into switching_code (code_bidx, code_enc, line_id, holder_id, issue_key, issued_at, expires_at)
      values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    values: [
      codeIndex(vault, kept.code),
      vault.encrypt(vault.operatorKey, CODE, kept.code),
      kept.lineId,
      kept.holderId,
      kept.key,
      kept.issuedAt,
      kept.expiresAt,
    ],
  });
}

export interface KeptCode extends Holding {
  readonly expiresAt: Date;
  readonly redeemedAt: Date | null;
}

/** The code that another operator names; null for one that was not issued here. */
export async function findCode(db: Db, vault: Vault, code: string): Promise<KeptCode | null> {
  const { rows } = await db.query<KeptCode>({
    name: 'find-switching-code',
    text: `select line_id as "lineId", holder_id as "holderId", expires_at as "expiresAt", redeemed_at as "redeemedAt"
      from switching_code where code_bidx = $1`,
    values: [codeIndex(vault, code)],
  });
  return rows[0] ?? null;
}

/** @returns false where it was noted before */
export async function noteRedeemed(
  tx: Db,
  vault: Vault,
  redeemed: { readonly code: string; readonly at: Date; readonly caseId: string | null },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'note-redeemed',
    text: `update switching_code set redeemed_at = $2, case_id = $3 where code_bidx = $1 and redeemed_at is null`,
    values: [codeIndex(vault, redeemed.code), redeemed.at, redeemed.caseId],
  });
  return rowCount === 1;
}

/** How far redemptions were read; null before the first. */
export async function redemptionCursor(db: Db): Promise<string | null> {
  const { rows } = await db.query<{ cursor: string }>('select cursor from switching_cursor');
  return rows[0]?.cursor ?? null;
}

export async function keepRedemptionCursor(db: Db, cursor: string): Promise<void> {
  await db.query(
    'insert into switching_cursor (cursor) values ($1) on conflict (one) do update set cursor = excluded.cursor',
    [cursor],
  );
}

/** Orders a look at what was redeemed; housekeeping does it every minute. */
export const REDEMPTIONS_TASK = 'take-redemptions';
