import type { RevocationReason } from '../../domain/certificates/revocation.ts';
import type { Db } from '../database/database.ts';

export interface Revoked {
  readonly caseId: string;
  readonly lineId: string;
  /** False for one that had been revoked before: its day and its reason stay. */
  readonly now: boolean;
}

/** Revokes a certificate; null if there is none. */
export async function revoke(
  tx: Db,
  certificateId: string,
  reason: RevocationReason,
): Promise<Revoked | null> {
  const { rows } = await tx.query<Revoked>(
    `with before as (select certificate_id, revoked_at from certificate where certificate_id = $1 for update)
     update certificate c set revoked_at = coalesce(c.revoked_at, now()), revoked_reason = coalesce(c.revoked_reason, $2)
     from before b where c.certificate_id = b.certificate_id
     returning c.case_id as "caseId", c.line_id as "lineId", b.revoked_at is null as now`,
    [certificateId, reason],
  );
  return rows[0] ?? null;
}
