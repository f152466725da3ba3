import { HandbackError } from '../../domain/errors.ts';
import { type UnbindingResult, waitsForDevice } from '../../domain/esim/unbinding.ts';
import { isCancellable } from '../../domain/lines/esim-profile.ts';
import { insertAudit } from '../../store/audit.ts';
import { wakeUnbinding } from '../../store/cases/wake-unbinding.ts';
import { inTransaction } from '../../store/database/database.ts';
import { reportDeletion, type UnbindingRecord, unbindingsOfCase } from '../../store/esim/unbindings.ts';
import { type ProfileRecord, profilesOfLine } from '../../store/lines/esim-profiles.ts';
import { findParty, type Party } from '../../store/people/parties.ts';
import { announceCases, wakeWorkers } from '../../store/wake.ts';
import { caseFor } from '../cases/case-for.ts';
import { type Actor, auditName, type Operations, type Subscriber } from '../context.ts';
import { lineFor } from '../lines/line-for.ts';

/**
 * Where one device stands: `to_cancel` has no device yet and is taken back after the cut; `requested` waits for the
 * device; `reported` waits for the signature of what somebody said; the rest is what became of it.
 */
export type DeviceStatus = 'to_cancel' | 'requested' | 'reported' | UnbindingResult;

/** One profile of an ending line, as its holder sees it. */
export interface DeviceView {
  readonly iccid: string;
  /** The last four digits of the EID; null where no device is known. */
  readonly eidEnd: string | null;
  readonly label: string | null;
  readonly lastSeenAt: Date | null;
  readonly status: DeviceStatus;
  readonly requestedAt: Date;
  readonly reportedAt: Date | null;
  readonly resultAt: Date | null;
  /** Null: nobody told us whether a proof can come. */
  readonly notifiesDeletion: boolean | null;
}

export interface DevicesView {
  readonly devices: readonly DeviceView[];
  /** Until when the line waits; null when it waits for nothing more. */
  readonly waitUntil: Date | null;
  /** The profiles whose deletion an eUICC signed: they do not come back, whatever becomes of the case. */
  readonly deleted: number;
}

/**
 * The devices of a case, with what is known of each.
 * @throws HandbackError `case_unknown`
 */
export async function devicesOfCase(op: Operations, actor: Actor, caseId: string): Promise<DevicesView> {
  const found = await caseFor(op.pool, actor, { caseId });
  const rows = await unbindingsOfCase(op.pool, caseId);
  const party = rows.length === 0 ? null : await findParty(op.pool, op.vault, found.holderId);
  // Once the line is cut there is nothing left that waits.
  const open = found.closedAt !== null || found.serviceEndedAt !== null ? [] : rows.filter(waitsForDevice);
  const waitUntil = open.map((row) => row.waitUntil).sort((a, b) => b.getTime() - a.getTime())[0] ?? null;
  return {
    devices: rows.map((row) => deviceView(op, party, row)),
    waitUntil,
    deleted: rows.filter((row) => row.result === 'proven').length,
  };
}

function deviceView(op: Operations, party: Party | null, row: UnbindingRecord): DeviceView {
  return {
    iccid: row.iccid,
    eidEnd: row.eid?.slice(-4) ?? null,
    label: labelOf(op, party, row.labelEnc),
    lastSeenAt: row.lastSeenAt,
    status: statusOf(row),
    requestedAt: row.requestedAt,
    reportedAt: row.reportedAt,
    resultAt: row.resultAt,
    notifiesDeletion: row.notifiesDeletion,
  };
}

function statusOf(row: UnbindingRecord): DeviceStatus {
  if (row.result !== null) return row.result;
  if (isCancellable(row.state)) return 'to_cancel';
  if (row.reported) return 'reported';
  return row.notifiesDeletion === false ? 'not_possible' : 'requested';
}

function labelOf(op: Operations, party: Party | null, sealed: Buffer | null): string | null {
  if (party === null || sealed === null) return null;
  return op.vault.decryptText(party.dataKey, 'device label', sealed);
}

/** A profile of a line that is not ending. */
export type LineProfile = Pick<
  ProfileRecord,
  'iccid' | 'state' | 'lastSeenAt' | 'deletedAt' | 'notifiesDeletion'
> & {
  readonly eidEnd: string | null;
  readonly label: string | null;
};

/**
 * The eSIM profiles of a line, wherever they are.
 * @throws HandbackError `line_unknown`
 */
export async function profilesOf(
  op: Operations,
  subscriber: Subscriber,
  lineId: string,
): Promise<readonly LineProfile[]> {
  const record = await lineFor(op.pool, subscriber, lineId);
  const profiles = await profilesOfLine(op.pool, lineId);
  const party = profiles.length === 0 ? null : await findParty(op.pool, op.vault, record.holderId);
  return profiles.map((profile) => ({
    iccid: profile.iccid,
    state: profile.state,
    lastSeenAt: profile.lastSeenAt,
    deletedAt: profile.deletedAt,
    notifiesDeletion: profile.notifiesDeletion,
    eidEnd: profile.eid?.slice(-4) ?? null,
    label: labelOf(op, party, profile.labelEnc),
  }));
}

/**
 * The holder says that a device has deleted the profile, without its signature. It proves nothing, and is told apart
 * from a proof wherever it is shown.
 *
 * @throws HandbackError `case_unknown`, `profile_unknown`, `stage_conflict` once the case is over or withdrawn
 */
export async function sayDeleted(
  op: Operations,
  actor: Actor,
  request: { readonly caseId: string; readonly iccid: string },
): Promise<void> {
  const found = await caseFor(op.pool, actor, { caseId: request.caseId });
  if (found.closedAt !== null || found.withdrawRequestedAt !== null)
    throw new HandbackError('stage_conflict', { stage: found.stage });
  await inTransaction(op.pool, async (tx) => {
    const rows = await unbindingsOfCase(tx, found.caseId);
    if (!rows.some((row) => row.iccid === request.iccid)) throw new HandbackError('profile_unknown');
    if (!(await reportDeletion(tx, found.caseId, request.iccid, 'holder'))) return;
    await insertAudit(tx, [
      {
        caseId: found.caseId,
        lineId: found.lineId,
        actor: auditName(actor),
        action: 'deletion_reported',
      },
    ]);
    await announceCases(tx, [found.caseId]);
  });
}

/**
 * Ends the line without waiting for its devices any longer. What they have not signed by then stays unproven.
 * @throws HandbackError `case_unknown`, `stage_conflict` when the line has been cut already
 */
export async function stopWaitingForDevices(op: Operations, actor: Actor, caseId: string): Promise<void> {
  const found = await caseFor(op.pool, actor, { caseId });
  if (found.closedAt !== null || found.serviceEndedAt !== null || found.withdrawRequestedAt !== null)
    throw new HandbackError('stage_conflict', { stage: found.stage });
  await inTransaction(op.pool, async (tx) => {
    const { rowCount } = await tx.query(
      'update unbinding set wait_until = now() where case_id = $1 and result is null and wait_until > now()',
      [caseId],
    );
    if (rowCount === 0) return;
    await insertAudit(tx, [
      { caseId, lineId: found.lineId, actor: auditName(actor), action: 'stopped_waiting_for_devices' },
    ]);
    await wakeUnbinding(tx, [caseId]);
    await wakeWorkers(tx);
    await announceCases(tx, [caseId]);
  });
}
