/**
 * The state table of a termination case. One row a stage; every question of the form "may this happen now?"
 * is answered from here, and the diagram in docs/reference/stages.md is made from it.
 */

export type Stage =
  | 'confirm'
  | 'cool_off'
  | 'unbind'
  | 'save_subscriber'
  | 'bar'
  | 'detach'
  | 'remove'
  | 'cancel_profiles'
  | 'settle'
  | 'quarantine'
  | 'prove_absent'
  | 'certify'
  | 'notify'
  | 'undo_bar'
  | 'close';

/** `holder_changed`: the line went to somebody else before it was cut, and goes on. */
export const OUTCOMES = ['completed', 'withdrawn', 'expired', 'holder_changed'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** How a case ended that left its line as it was. */
export type Spared = Exclude<Outcome, 'completed'>;

export function isSpared(outcome: Outcome | null): outcome is Spared {
  return outcome !== null && outcome !== 'completed';
}

/** What moves a case out of a stage. */
type Driver =
  | 'person' // a person acts; `due_at` is when the case expires
  | 'time' // `due_at` passes
  | 'device' // the person's devices; `due_at` is when to look again
  | 'network' // calls to network elements
  | 'ledger'; // this database, or the billing system behind its port

/** What a withdrawal does to a case that is at this stage. */
type Withdrawal =
  | 'at_once' // nothing was changed yet
  | 'undo' // the bar is lifted from the saved profile, then the case ends
  | 'refused'; // past the point of no return, or ending already

export interface StageRow {
  readonly stage: Stage;
  readonly driver: Driver;
  readonly withdraw: Withdrawal;
  /** An intent is committed before the stage's first effect: it rechecks holds and ownership and closes withdrawal for the stage. */
  readonly intent: boolean;
  /** Operations staff may skip it with a reason when it is stuck. Never the cut itself, never what a certificate needs. */
  readonly skippable: boolean;
  /** Where the case goes when what that stage did is not as it was left; it walks on from there (`barredAnew`). */
  readonly back: 'bar' | null;
  /** Shown to the subscriber as one of the steps of the line. */
  readonly shown: 'ask' | 'wait' | 'cut' | 'settle' | 'proof';
}

const ROWS = [
  {
    stage: 'confirm',
    driver: 'person',
    withdraw: 'at_once',
    intent: false,
    skippable: false,
    back: null,
    shown: 'ask',
  },
  {
    stage: 'cool_off',
    driver: 'time',
    withdraw: 'at_once',
    intent: false,
    skippable: false,
    back: null,
    shown: 'wait',
  },
  {
    stage: 'unbind',
    driver: 'device',
    withdraw: 'at_once',
    intent: false,
    skippable: true,
    back: null,
    shown: 'wait',
  },
  {
    stage: 'save_subscriber',
    driver: 'network',
    withdraw: 'at_once',
    intent: false,
    skippable: false,
    back: null,
    shown: 'cut',
  },
  {
    stage: 'bar',
    driver: 'network',
    withdraw: 'undo',
    intent: true,
    skippable: false,
    back: null,
    shown: 'cut',
  },
  {
    stage: 'detach',
    driver: 'network',
    withdraw: 'undo',
    intent: true,
    skippable: true,
    back: 'bar',
    shown: 'cut',
  },
  {
    stage: 'remove',
    driver: 'network',
    withdraw: 'refused',
    intent: true,
    skippable: false,
    back: 'bar',
    shown: 'cut',
  },
  {
    stage: 'cancel_profiles',
    driver: 'network',
    withdraw: 'refused',
    intent: false,
    skippable: true,
    back: null,
    shown: 'cut',
  },
  {
    stage: 'settle',
    driver: 'ledger',
    withdraw: 'refused',
    intent: false,
    skippable: false,
    back: null,
    shown: 'settle',
  },
  {
    stage: 'quarantine',
    driver: 'ledger',
    withdraw: 'refused',
    intent: false,
    skippable: false,
    back: null,
    shown: 'settle',
  },
  {
    stage: 'prove_absent',
    driver: 'network',
    withdraw: 'refused',
    intent: false,
    skippable: true,
    back: null,
    shown: 'proof',
  },
  {
    stage: 'certify',
    driver: 'ledger',
    withdraw: 'refused',
    intent: false,
    skippable: false,
    back: null,
    shown: 'proof',
  },
  {
    stage: 'notify',
    driver: 'ledger',
    withdraw: 'refused',
    intent: false,
    skippable: true,
    back: null,
    shown: 'proof',
  },
  {
    stage: 'undo_bar',
    driver: 'network',
    withdraw: 'refused',
    intent: true,
    skippable: false,
    back: null,
    shown: 'cut',
  },
  {
    stage: 'close',
    driver: 'ledger',
    withdraw: 'refused',
    intent: false,
    skippable: false,
    back: null,
    shown: 'proof',
  },
] as const satisfies readonly StageRow[];

export const STAGES: Readonly<Record<Stage, StageRow>> = Object.fromEntries(
  ROWS.map((row) => [row.stage, row]),
) as Record<Stage, StageRow>;

export const STAGE_NAMES: readonly Stage[] = ROWS.map((row) => row.stage);

/** The pivot: from its intent on, nothing can be undone and a case only rolls forward. */
export const PIVOT: Stage = 'remove';

/** Claims serve the first two lanes first; a campaign takes what is left. */
export const LANES = { urgent: 0, person: 1, campaign: 2 } as const;

/** What a withdrawal at this moment does. An urgent case that waits for its person is barred already, so it has a bar to lift. */
export function withdrawalAt({
  stage,
  intentAt,
  hasSnapshot: barred,
}: {
  readonly stage: Stage;
  readonly intentAt: Date | null;
  readonly hasSnapshot: boolean;
}): Withdrawal {
  const intentCommitted = intentAt !== null;
  if (stage === PIVOT) return intentCommitted ? 'refused' : 'undo';
  const rule = STAGES[stage].withdraw;
  if (rule === 'at_once' && barred) return 'undo';
  if (rule === 'undo' && !barred && !intentCommitted) return 'at_once';
  return rule;
}
