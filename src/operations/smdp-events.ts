import type { ProfileState } from '../domain/esim-profile.ts';
import { insertAudit } from '../store/case-records.ts';
import { announceCase } from '../store/cases.ts';
import { inTransaction } from '../store/database.ts';
import { moveProfile } from '../store/esim-profiles.ts';
import { reportDeletion, wakeUnbinding } from '../store/unbindings.ts';
import type { Operations } from './context.ts';

/** What an SM-DP+ tells of one profile (ES2+; SGP.22 section 5.3.5). It vouches for itself, not for the eUICC. */
export interface SmdpEvent {
  readonly iccid: string;
  readonly eid: string | null;
  readonly happened: 'downloaded' | 'installed' | 'enabled' | 'disabled' | 'deleted' | 'failed' | 'ignored';
}

const STATE_AFTER: Partial<Readonly<Record<SmdpEvent['happened'], ProfileState>>> = {
  downloaded: 'downloaded',
  installed: 'installed',
  enabled: 'installed',
  disabled: 'installed',
};

/**
 * Takes over what an SM-DP+ tells: a profile that was downloaded meanwhile goes the way of the devices; a deletion is
 * noted as reported, and never as proven. Told twice it changes nothing. Unknown profiles are somebody else's.
 */
export async function receiveSmdpEvent(op: Operations, event: SmdpEvent): Promise<void> {
  if (event.happened === 'ignored' || event.happened === 'failed') return;
  await inTransaction(op.pool, async (tx) => {
    const { rows } = await tx.query<{ line_id: string; state: ProfileState; case_id: string | null }>(
      `select p.line_id, p.state, t.case_id from esim_profile p left join termination t using (line_id)
       where p.iccid = $1 for update of p`,
      [event.iccid],
    );
    const known = rows[0];
    if (known === undefined) return;
    const state = STATE_AFTER[event.happened];
    await moveProfile(tx, event.iccid, { ...(state === undefined ? {} : { state }), eid: event.eid });
    const caseId = known.case_id;
    if (event.happened === 'deleted' && caseId !== null)
      await reportDeletion(tx, caseId, event.iccid, 'smdp');
    if (state !== undefined && state === known.state) return;
    await insertAudit(tx, [
      { caseId, lineId: known.line_id, actor: 'smdp', action: `profile_${event.happened}` },
    ]);
    if (caseId === null) return;
    await wakeUnbinding(tx, [caseId]);
    await announceCase(tx, caseId);
  });
}
