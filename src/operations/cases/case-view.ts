import { type CaseStep, stepsOf } from '../../domain/cases/steps.ts';
import { withdrawalAt } from '../../domain/cases/termination.ts';
import type { CaseRecord } from '../../store/cases/cases.ts';
import type { Db } from '../../store/database/database.ts';
import { lastNumbers } from '../../store/lines/former-numbers.ts';
import { findLine } from '../../store/lines/lines.ts';
import type { Operations } from '../context.ts';
import { type DevicesView, devicesOf } from '../esim/device-view.ts';

export type { CaseStep } from '../../domain/cases/steps.ts';
export type { CaseRecord } from '../../store/cases/cases.ts';

/** A case with all that is shown of it. */
export interface CaseView {
  readonly record: CaseRecord;
  readonly timeZone: string;
  readonly steps: readonly CaseStep[];
  /** What a withdrawal would do now. */
  readonly withdrawal: 'at_once' | 'undo' | 'refused';
  /** The number of the line, or the one that it gave up; null where it had none, or the line went to somebody else since. */
  readonly msisdn: string | null;
  /** The devices of a line with eSIM profiles; null before its holder confirms, when nothing is asked of them yet. */
  readonly devices: DevicesView | null;
  /** The moment at which it was so. */
  readonly seenAt: Date;
}

/** The view of a case that the actor may open. */
export async function caseView(op: Operations, db: Db, record: CaseRecord, now: Date): Promise<CaseView> {
  const line = await findLine(db, record.lineId);
  // Only cases of lines with profiles have this stage.
  const asksDevices = record.confirmedAt !== null && record.plan.includes('cancel_profiles');
  return {
    record,
    timeZone: op.rulebooks.forCase(record, now).timeZone,
    steps: stepsOf(record),
    withdrawal: withdrawalOf(record),
    msisdn:
      line?.holderId === record.holderId
        ? (line.line.msisdn ?? (await lastNumbers(db, [record.lineId])).get(record.lineId) ?? null)
        : null,
    devices: asksDevices ? await devicesOf(op, db, record) : null,
    seenAt: now,
  };
}

function withdrawalOf(record: CaseRecord): CaseView['withdrawal'] {
  if (record.closedAt !== null || record.withdrawRequestedAt !== null) return 'refused';
  return withdrawalAt(record);
}
