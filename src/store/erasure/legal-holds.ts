import type { LocalDate } from '../../domain/values/local-date.ts';
import type { Db } from '../database/database.ts';
import type { DataKey, Vault } from '../database/vault.ts';

const CONTEXT = 'legal_hold.reason';

export interface LegalHold {
  readonly holdId: string;
  readonly reason: string;
  readonly setBy: string;
  readonly setAt: Date;
  /** The last day on which it holds; null: until it is released. */
  readonly until: LocalDate | null;
}

export async function insertLegalHold(
  tx: Db,
  vault: Vault,
  of: { readonly partyId: string; readonly dataKey: DataKey },
  hold: Omit<LegalHold, 'holdId'>,
): Promise<string> {
  const { rows } = await tx.query<{ hold_id: string }>(
    `insert into legal_hold (party_id, reason_enc, set_by, set_at, until) values ($1, $2, $3, $4, $5) returning hold_id`,
    [of.partyId, vault.encrypt(of.dataKey, CONTEXT, hold.reason), hold.setBy, hold.setAt, hold.until],
  );
  return rows[0]!.hold_id;
}

/** Those that were not released, the oldest first. */
export async function legalHoldsOf(
  db: Db,
  vault: Vault,
  of: { readonly partyId: string; readonly dataKey: DataKey },
): Promise<readonly LegalHold[]> {
  const { rows } = await db.query<Omit<LegalHold, 'reason'> & { reason_enc: Buffer }>(
    `select hold_id as "holdId", reason_enc, set_by as "setBy", set_at as "setAt", until from legal_hold
     where party_id = $1 and released_at is null order by set_at, hold_id`,
    [of.partyId],
  );
  return rows.map(({ reason_enc, ...hold }) => ({
    ...hold,
    reason: vault.decryptText(of.dataKey, CONTEXT, reason_enc),
  }));
}

/** @returns the person; null where there is no such hold, or it was released before */
export async function releaseHold(
  tx: Db,
  holdId: string,
  by: string,
  at: Date,
): Promise<{ readonly partyId: string; readonly setBy: string } | null> {
  const { rows } = await tx.query<{ partyId: string; setBy: string }>(
    `update legal_hold set released_by = $2, released_at = $3 where hold_id = $1 and released_at is null
     returning party_id as "partyId", set_by as "setBy"`,
    [holdId, by, at],
  );
  return rows[0] ?? null;
}
