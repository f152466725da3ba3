import { isSpared, type Outcome, type Stage } from './termination.ts';

/** What a subscriber is shown of the way of a case. */
export type StepName =
  | 'received'
  | 'barred'
  | 'confirmed'
  | 'cooling_off'
  | 'unbound'
  | 'cut'
  | 'settled'
  | 'certified'
  | 'restored';

export interface CaseStep {
  readonly step: StepName;
  readonly state: 'done' | 'now' | 'to_come';
  readonly at: Date | null;
}

/** As much of a case as its steps follow from. */
export interface CaseProgress {
  readonly stage: Stage;
  readonly plan: readonly Stage[];
  readonly urgent: boolean;
  readonly outcome: Outcome | null;
  readonly declaredAt: Date;
  readonly confirmedAt: Date | null;
  readonly serviceEndedAt: Date | null;
  readonly certificateId: string | null;
  readonly withdrawRequestedAt: Date | null;
  readonly closedAt: Date | null;
}

/**
 * The step that a stage belongs to. A lost phone's line is barred before its person confirms, and removed after; where the bar
 * must be set again after that, this belongs to the cut.
 */
function stepOf(stage: Stage, { plan, urgent }: Pick<CaseProgress, 'plan' | 'urgent'>): StepName {
  switch (stage) {
    case 'confirm':
      return 'confirmed';
    case 'cool_off':
      return 'cooling_off';
    case 'unbind':
      return 'unbound';
    case 'save_subscriber':
    case 'bar':
    case 'detach':
      return urgent && plan.indexOf(stage) < plan.indexOf('confirm') ? 'barred' : 'cut';
    case 'remove':
    case 'cancel_profiles':
      return 'cut';
    case 'settle':
    case 'quarantine':
      return 'settled';
    case 'prove_absent':
    case 'certify':
    case 'notify':
    case 'close':
      return 'certified';
    case 'undo_bar':
      return 'restored';
  }
}

/**
 * The line of steps that the pages draw, in the order in which they happen: what is done, at most one that is now, and what
 * is to come. Of a case that leaves its line as it was, only what really was done is left, and the line's return while it
 * is under way.
 */
export function stepsOf(progress: CaseProgress): readonly CaseStep[] {
  const { stage, urgent, outcome, withdrawRequestedAt } = progress;
  const at = timesOf(progress);
  const done = (step: StepName): CaseStep => ({ step, state: 'done', at: at[step] ?? null });
  if (isSpared(outcome) || withdrawRequestedAt !== null || stage === 'undo_bar') {
    const kept = (['received', ...(urgent ? (['barred'] as const) : []), 'confirmed'] as const)
      .filter((step) => at[step] !== null)
      .map(done);
    return stage === 'undo_bar' ? [...kept, { step: 'restored', state: 'now', at: null }] : kept;
  }
  const names = namesOf(progress);
  const finished = progress.closedAt !== null || (stage === 'close' && progress.certificateId !== null);
  const current = finished ? names.length : names.indexOf(stepOf(stage, progress));
  return names.map((step, i) =>
    i < current
      ? done(step)
      : { step, state: i === current ? certified(progress, step) : 'to_come', at: null },
  );
}

/** A certificate that is there is done, though its person is still being told. */
const certified = ({ certificateId }: CaseProgress, step: StepName): CaseStep['state'] =>
  step === 'certified' && certificateId !== null ? 'done' : 'now';

/** The steps of a case, in the order of its plan. */
function namesOf(progress: CaseProgress): readonly StepName[] {
  const { plan, urgent, stage } = progress;
  const names = plan
    // A lost phone's line cools off only where the rules want it so.
    .filter((one) => !(urgent && one === 'cool_off' && stage !== 'cool_off'))
    .map((one) => stepOf(one, progress));
  return [...new Set<StepName>(['received', ...names])];
}

function timesOf(progress: CaseProgress): Partial<Record<StepName, Date | null>> {
  const { declaredAt, confirmedAt, serviceEndedAt, urgent, certificateId, closedAt } = progress;
  return {
    received: declaredAt,
    confirmed: confirmedAt,
    ...(urgent ? { barred: serviceEndedAt } : { cut: serviceEndedAt }),
    certified: certificateId === null ? null : closedAt,
  };
}
