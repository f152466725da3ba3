import { STAGES, withdrawalAt } from '../../domain/cases/termination.ts';
import type { CaseRecord } from '../../store/cases/cases.ts';
import type { Db } from '../../store/database/database.ts';
import { findLine } from '../../store/lines/lines.ts';
import type { Operations } from '../context.ts';
import { type DevicesView, devicesOf } from '../esim/device-view.ts';

export type { CaseRecord } from '../../store/cases/cases.ts';

export interface CaseStep {
  readonly step: 'received' | 'confirmed' | 'cooling_off' | 'unbound' | 'cut' | 'settled' | 'certified';
  readonly state: 'done' | 'now' | 'to_come';
  readonly at: Date | null;
}

/** A case with all that is shown of it. */
export interface CaseView {
  readonly record: CaseRecord;
  readonly timeZone: string;
  readonly steps: readonly CaseStep[];
  /** What a withdrawal would do now. */
  readonly withdrawal: 'at_once' | 'undo' | 'refused';
  /** The number of the line; null where it has none any more, or the line went to somebody else since. */
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
    msisdn: line?.holderId === record.holderId ? line.line.msisdn : null,
    devices: asksDevices ? await devicesOf(op, db, record) : null,
    seenAt: now,
  };
}

function withdrawalOf(record: CaseRecord): CaseView['withdrawal'] {
  if (record.closedAt !== null || record.withdrawRequestedAt !== null) return 'refused';
  return withdrawalAt(record.stage, {
    intentCommitted: record.intentAt !== null,
    barred: record.hasSnapshot,
  });
}

/** The line of steps that the pages draw; the last one is the dot. */
function stepsOf(record: CaseRecord): readonly CaseStep[] {
  const shown = STAGES[record.stage].shown;
  const closed = record.closedAt !== null && record.outcome === 'completed';
  const at = (step: CaseStep['step'], done: boolean, now: boolean, when: Date | null): CaseStep => ({
    step,
    state: done ? 'done' : now ? 'now' : 'to_come',
    at: done ? when : null,
  });
  const confirmed = record.confirmedAt !== null;
  const cut = record.serviceEndedAt !== null && confirmed;
  const certified = record.certificateId !== null;
  return [
    at('received', true, false, record.declaredAt),
    at('confirmed', confirmed, record.stage === 'confirm', record.confirmedAt),
    at(
      'cooling_off',
      confirmed && record.stage !== 'cool_off' && shown !== 'ask',
      record.stage === 'cool_off',
      null,
    ),
    ...(record.plan.includes('unbind')
      ? [at('unbound', confirmed && shown !== 'wait' && shown !== 'ask', record.stage === 'unbind', null)]
      : []),
    at('cut', cut && shown !== 'cut', shown === 'cut', record.serviceEndedAt),
    at('settled', record.bill !== null && shown !== 'settle', shown === 'settle', null),
    at('certified', certified, !certified && !closed && shown === 'proof', closed ? record.closedAt : null),
  ];
}
