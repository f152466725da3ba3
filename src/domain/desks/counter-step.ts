/** The steps of a visit at the counter, in their order. */
export const COUNTER_STEPS = ['documents', 'form', 'signature', 'card', 'hand_over'] as const;
export type CounterStep = (typeof COUNTER_STEPS)[number];

/** How far a visit has come. */
export interface Progress {
  /** Documents were looked at, and every material was shown. */
  readonly documentsDone: boolean;
  readonly formDone: boolean;
  readonly signed: boolean;
  /** Taken in, or there is none to hand in. */
  readonly cardDone: boolean;
}

/** The first step that is not done. A later one is never open before it, whatever was done of it. */
export function nextStep({ documentsDone, formDone, signed, cardDone }: Progress): CounterStep {
  if (!documentsDone) return 'documents';
  if (!formDone) return 'form';
  if (!signed) return 'signature';
  return cardDone ? 'hand_over' : 'card';
}

/** Whether the step may be opened: it is the next one, or lies before it. */
export function mayOpen(step: CounterStep, progress: Progress): boolean {
  return COUNTER_STEPS.indexOf(step) <= COUNTER_STEPS.indexOf(nextStep(progress));
}
