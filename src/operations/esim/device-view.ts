import { type UnbindingResult, waitsForDevice } from '../../domain/esim/unbinding.ts';
import { isCancellable } from '../../domain/lines/esim-profile.ts';
import type { CaseRecord } from '../../store/cases/cases.ts';
import type { Db } from '../../store/database/database.ts';
import { type UnbindingRecord, unbindingsOfCase } from '../../store/esim/unbindings.ts';
import { findParty, type Party } from '../../store/people/parties.ts';
import type { Operations } from '../context.ts';
import { deviceLabel } from '../lines/device-label.ts';

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

/** The devices of a case that the actor may open. */
export async function devicesOf(op: Operations, db: Db, found: CaseRecord): Promise<DevicesView> {
  const rows = await unbindingsOfCase(db, found.caseId);
  const party = rows.length === 0 ? null : await findParty(db, op.vault, found.holderId);
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
    label: deviceLabel(op, party, row.labelEnc),
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
