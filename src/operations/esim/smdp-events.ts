import { isCancellable, isOnDevice, type ProfileState } from '../../domain/lines/esim-profile.ts';
import { insertAudit } from '../../store/audit.ts';
import { wakeUnbinding } from '../../store/cases/wake-unbinding.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { moveUnbinding, reportDeletion } from '../../store/esim/unbindings.ts';
import { moveProfile } from '../../store/lines/esim-profiles.ts';
import { announceCases } from '../../store/wake.ts';
import type { Operations } from '../context.ts';

/** What an SM-DP+ tells of one profile (ES2+; SGP.22 section 5.3.5). */
export interface SmdpEvent {
  readonly iccid: string;
  readonly eid: string | null;
  readonly happened: 'downloaded' | 'installed' | 'enabled' | 'disabled' | 'deleted' | 'failed' | 'ignored';
  /** When it happened, by the SM-DP+. */
  readonly at: Date;
}

interface Known {
  readonly line_id: string;
  readonly state: ProfileState;
  readonly eid: string | null;
  readonly deleted_at: Date | null;
  readonly case_id: string | null;
}

/**
 * Takes over what an SM-DP+ tells. It knows to which device it gave a profile, and is believed in that: one that was
 * downloaded meanwhile goes the way of the devices. It does not know what the device did afterwards: a deletion is noted
 * as reported, never as proven, and a profile that is on a device does not change to another by its word. Told twice it
 * changes nothing. Unknown profiles are somebody else's.
 */
export async function receiveSmdpEvent(op: Operations, event: SmdpEvent): Promise<void> {
  if (event.happened === 'ignored' || event.happened === 'failed') return;
  await inTransaction(op.pool, async (tx) => {
    const { rows } = await tx.query<Known>(
      `select p.line_id, p.state, p.eid, p.deleted_at, t.case_id from esim_profile p left join termination t using (line_id)
       where p.iccid = $1 for update of p`,
      [event.iccid],
    );
    const known = rows[0];
    if (known === undefined) return;
    const action = await takeOver(tx, known, event);
    if (action === null) return;
    const caseId = known.case_id;
    await insertAudit(tx, [{ caseId, lineId: known.line_id, actor: 'smdp', action }]);
    if (caseId === null) return;
    await wakeUnbinding(tx, [caseId]);
    await announceCases(tx, [caseId]);
  });
}

/** @returns what was done, for the audit log; null if nothing was */
async function takeOver(tx: Db, known: Known, event: SmdpEvent): Promise<string | null> {
  const { iccid, eid, happened, at } = event;
  const fetched = happened === 'downloaded' || happened === 'installed';
  const otherDevice = eid !== null && known.eid !== null && eid !== known.eid;
  if (fetched && !isOnDevice(known.state)) {
    // What happened before the deletion only comes late.
    const again = known.deleted_at !== null && at > known.deleted_at;
    if (!isCancellable(known.state) && !again) return null;
    await moveProfile(tx, iccid, { state: happened, eid });
    if (known.case_id !== null) await moveUnbinding(tx, known.case_id, iccid, eid);
    return `profile_${happened}`;
  }
  if (otherDevice) return 'profile_device_contradicted';
  const learns = eid !== null && known.eid === null;
  const installed = happened === 'installed' && known.state === 'downloaded';
  if (learns || installed) await moveProfile(tx, iccid, { eid, ...(installed ? { state: happened } : {}) });
  const reported =
    happened === 'deleted' &&
    known.case_id !== null &&
    (await reportDeletion(tx, known.case_id, iccid, 'smdp'));
  if (reported) return 'profile_deletion_reported';
  return installed ? 'profile_installed' : learns ? 'profile_device_learnt' : null;
}
