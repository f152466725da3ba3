import type { ProfileState } from '../../domain/lines/esim-profile.ts';
import type { Db } from '../database/database.ts';

/** A profile as an SM-DP+ may know it, with the open case of its line. */
export interface OrderedProfile {
  readonly lineId: string;
  readonly state: ProfileState;
  readonly eid: string | null;
  readonly deletedAt: Date | null;
  readonly caseId: string | null;
}

/** Locked until the transaction ends, so that a message that comes twice at once is applied once. Null for a profile that is not ours. */
export async function lockProfile(tx: Db, iccid: string): Promise<OrderedProfile | null> {
  const { rows } = await tx.query<OrderedProfile>(
    `select p.line_id as "lineId", p.state, p.eid, p.deleted_at as "deletedAt", t.case_id as "caseId"
     from esim_profile p left join termination t using (line_id)
     where p.iccid = $1 for update of p`,
    [iccid],
  );
  return rows[0] ?? null;
}
