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

/**
 * @param redeemed `due`: its line is to be ended; it is taken up at once
 * @returns false where it was noted before
 */
export async function noteRedeemed(
  tx: Db,
  vault: Vault,
  redeemed: { readonly code: string; readonly at: Date; readonly due: boolean },
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'note-redeemed',
    text: `update switching_code set redeemed_at = $2, retry_at = case when $3::boolean then now() end
      where code_bidx = $1 and redeemed_at is null`,
    values: [codeIndex(vault, redeemed.code), redeemed.at, redeemed.due],
  });
  return rowCount === 1;
}

/** A used code whose line is not on its way out yet. */
export interface DueCode extends KeptCode {
  readonly codeId: string;
  /** Null where none could be begun yet. */
  readonly caseId: string | null;
  readonly inTheWay: readonly string[];
}

/**
 * Takes used codes whose time to be tried has come. Each is put off at once, by longer each time, five minutes to an hour: whoever
 * dies over it has tried, and of two who take them each has others.
 */
export async function takeDueCodes(db: Db, limit: number): Promise<readonly DueCode[]> {
  const { rows } = await db.query<DueCode>({
    name: 'take-due-codes',
    text: `update switching_code s set tries = s.tries + 1, retry_at = now() + least(60, 5 * 2 ^ least(s.tries, 10)) * interval '1 minute'
      from (select code_id from switching_code where retry_at <= now() order by retry_at limit $1 for update skip locked) due
      where s.code_id = due.code_id
      returning s.code_id as "codeId", s.line_id as "lineId", s.holder_id as "holderId", s.expires_at as "expiresAt",
        s.redeemed_at as "redeemedAt", s.case_id as "caseId", s.in_the_way as "inTheWay"`,
    values: [limit],
  });
  return rows;
}

/** The case by which the code ends its line. */
export async function noteCaseOfCode(db: Db, codeId: string, caseId: string): Promise<void> {
  await db.query({
    name: 'note-case-of-code',
    text: 'update switching_code set case_id = $2 where code_id = $1',
    values: [codeId, caseId],
  });
}

/** It is tried no more. @returns false where somebody else noted that before */
export async function noteCodeDone(tx: Db, codeId: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'note-code-done',
    text: `update switching_code set retry_at = null, in_the_way = '{}' where code_id = $1 and retry_at is not null`,
    values: [codeId],
  });
  return rowCount === 1;
}

export async function noteInTheWay(tx: Db, codeId: string, checks: readonly string[]): Promise<void> {
  await tx.query({
    name: 'note-in-the-way',
    text: 'update switching_code set in_the_way = $2 where code_id = $1 and retry_at is not null',
    values: [codeId, checks],
  });
}

/** @returns whether they are to be told now: not told before, and it still waits */
export async function noteTold(tx: Db, codeId: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'note-told-in-the-way',
    text: `update switching_code set told_at = now()
      where code_id = $1 and told_at is null and retry_at is not null`,
    values: [codeId],
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
