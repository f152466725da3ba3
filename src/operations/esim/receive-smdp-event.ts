import { isCancellable, isOnDevice } from '../../domain/lines/esim-profile.ts';
import { insertAudit } from '../../store/audit.ts';
import { wakeUnbinding } from '../../store/cases/wake-unbinding.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import { lockProfile, type OrderedProfile } from '../../store/esim/ordered-profiles.ts';
import { moveUnbinding, reportDeletion } from '../../store/esim/unbindings.ts';
import { moveProfile } from '../../store/lines/esim-profiles.ts';
import { announceCases } from '../../store/wake.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

/** What an SM-DP+ tells of one profile (ES2+; SGP.22 section 5.3.5). */
export interface SmdpEvent {
  readonly iccid: string;
  readonly eid: string | null;
  readonly happened: 'downloaded' | 'installed' | 'enabled' | 'disabled' | 'deleted' | 'failed' | 'ignored';
  /** When it happened, by the SM-DP+. */
  readonly at: Date;
}

/**
 * Takes over what an SM-DP+ tells. It knows to which device it gave a profile, and is believed in that: one that was
 * downloaded meanwhile goes the way of the devices. It does not know what the device did afterwards: a deletion is noted
 * as reported, never as proven, and a profile that is on a device does not change to another by its word. Told twice it
 * changes nothing. Unknown profiles are somebody else's.
 *
 * @throws HandbackError `forbidden`
 */
export async function receiveSmdpEvent(op: Operations, actor: Actor, event: SmdpEvent): Promise<void> {
  requireAccess(actor, 'receiveSmdpEvent');
  if (event.happened === 'ignored' || event.happened === 'failed') return;
  await inTransaction(op.pool, async (tx) => {
    const known = await lockProfile(tx, event.iccid);
    if (known === null) return;
    const action = await takeOver(tx, known, event);
    if (action === null) return;
    const { caseId, lineId } = known;
    await insertAudit(tx, [{ caseId, lineId, actor: auditName(actor), action }]);
    if (caseId === null) return;
    await wakeUnbinding(tx, [caseId]);
    await announceCases(tx, [caseId]);
  });
}

/** @returns what was done, for the audit log; null if nothing was */
async function takeOver(tx: Db, known: OrderedProfile, event: SmdpEvent): Promise<string | null> {
  const { iccid, eid, happened, at } = event;
  const fetched = happened === 'downloaded' || happened === 'installed';
  const otherDevice = eid !== null && known.eid !== null && eid !== known.eid;
  if (fetched && !isOnDevice(known.state)) {
    // What happened before the deletion only comes late.
    const again = known.deletedAt !== null && at > known.deletedAt;
    if (!isCancellable(known.state) && !again) return null;
    await moveProfile(tx, iccid, { state: happened, eid });
    if (known.caseId !== null) await moveUnbinding(tx, known.caseId, iccid, eid);
    return `profile_${happened}`;
  }
  if (otherDevice) return 'profile_device_contradicted';
  const learns = eid !== null && known.eid === null;
  const installed = happened === 'installed' && known.state === 'downloaded';
  if (learns || installed) await moveProfile(tx, iccid, { eid, ...(installed ? { state: happened } : {}) });
  const reported =
    happened === 'deleted' &&
    known.caseId !== null &&
    (await reportDeletion(tx, known.caseId, iccid, 'smdp'));
  if (reported) return 'profile_deletion_reported';
  return installed ? 'profile_installed' : learns ? 'profile_device_learnt' : null;
}
