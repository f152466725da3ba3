import { STAGES, withdrawalAt } from '../../domain/cases/termination.ts';
import type { CaseRecord } from '../../store/cases/cases.ts';
import { findLine } from '../../store/lines/lines.ts';
import type { Actor, Operations } from '../context.ts';
import { caseFor } from './case-for.ts';

export interface CaseStep {
  readonly step: 'received' | 'confirmed' | 'cooling_off' | 'unbound' | 'cut' | 'settled' | 'certified';
  readonly state: 'done' | 'now' | 'to_come';
  readonly at: Date | null;
}

export interface CaseView {
  readonly record: CaseRecord;
  readonly timeZone: string;
  readonly steps: readonly CaseStep[];
  /** What a withdrawal would do now. */
  readonly withdrawal: 'at_once' | 'undo' | 'refused';
  readonly msisdn: string | null;
}

/** A case as its person follows it. */
export async function viewCase(
  op: Operations,
  actor: Actor,
  by: { caseId: string } | { reference: string },
): Promise<CaseView> {
  const record = await caseFor(op.pool, actor, by);
  const line = await findLine(op.pool, record.lineId);
  return {
    record,
    timeZone: op.rulebooks.forCase(record, op.clock.now()).timeZone,
    steps: stepsOf(record),
    withdrawal:
      record.closedAt !== null || record.withdrawRequestedAt !== null
        ? 'refused'
        : withdrawalAt(record.stage, {
            intentCommitted: record.intentAt !== null,
            barred: record.hasSnapshot,
          }),
    msisdn: line?.line.msisdn ?? null,
  };
}

/** The line of steps that the pages draw; the last one is the dot. */
export function stepsOf(record: CaseRecord): readonly CaseStep[] {
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
    at('confirmed', confirmed, record.stage === 'identify' || record.stage === 'confirm', record.confirmedAt),
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
