import { HandbackError } from '../errors.ts';
import { type SteeringAct, steeringObstacle } from './obstacles.ts';
import { nextStage } from './plan.ts';
import { PIVOT, STAGES, type Stage, withdrawalAt } from './termination.ts';
import { type WaitingFor, waitingAt } from './waiting.ts';

/**
 * Every way in which an open case is moved: to another stage, to another date, or into the hands of a person. Claiming a
 * case, and opening the intent of a case that was just claimed, are not moves: the queue does that
 * (`store/cases/queue.ts`). One row of the table is one move: what it requires of the case, and what it resets.
 * `store/cases/move-cases.ts` makes the SQL statement from the row; no move has SQL of its own, so none can forget to
 * reset something.
 */
export interface MoveRule {
  /** Who must hold the lease of the case: the mover, nobody, or it does not matter. */
  readonly held: 'mine' | 'free' | 'any';
  /** A recorded withdrawal forbids the move, is required because the move carries it out, or does not matter. */
  readonly withdrawn: 'forbids' | 'required' | 'any';
  /** Whether a recorded withdrawal sends the case to `undo_bar` instead, where its stage allows that (`turnsRound`). */
  readonly mayTurn: boolean;
  readonly lease: 'kept' | 'released';
  /** The count of tries of the stage: back to 0, left as it is, or 1, because the next stage begins at once. */
  readonly tries: 'anew' | 'kept' | 'first';
  /** The count of processes that died while they held the case: it is set to 0 when the case got further since. */
  readonly crashes: 'forgotten' | 'kept';
  readonly intent: 'dropped' | 'kept' | 'given';
  /**
   * When the case is due. `given`: as the move says. `given_unless_woken`: the same, but a wake-up that came since the
   * claim stays. `at_once`: now. `kept`: unchanged.
   */
  readonly due: 'given' | 'given_unless_woken' | 'at_once' | 'kept';
  /** Whether the move replaces `waiting_for` and `problem` by its own; null clears them. */
  readonly waiting: 'given' | 'kept';
  /** Workers are told to look at the queue at once. */
  readonly wakes: boolean;
  /** What the confirmation fixed is taken back: the person is asked again. */
  readonly confirmation?: 'dropped';
}

const PERSON = {
  held: 'free',
  withdrawn: 'forbids',
  mayTurn: false,
  lease: 'released',
  tries: 'anew',
  crashes: 'forgotten',
  intent: 'dropped',
  due: 'given',
  waiting: 'given',
  wakes: true,
} as const satisfies MoveRule;

const STAFF = { ...PERSON, withdrawn: 'any' } as const satisfies MoveRule;

const ENGINE = {
  held: 'mine',
  withdrawn: 'any',
  mayTurn: true,
  lease: 'released',
  tries: 'kept',
  crashes: 'forgotten',
  intent: 'given',
  due: 'given',
  waiting: 'given',
  wakes: false,
} as const satisfies MoveRule;

export const MOVES = {
  confirm: PERSON,
  /** The phone of a line that was not touched yet is reported: the bar comes first, and the person is asked afterwards. */
  report: { ...PERSON, confirmation: 'dropped' },
  /** A withdrawal that takes effect now: the case closes, or its bar is lifted first. */
  withdraw: { ...PERSON, withdrawn: 'any' },
  /** A withdrawal while a worker holds the case: the worker turns it round. */
  note_withdrawal: {
    ...PERSON,
    held: 'any',
    withdrawn: 'any',
    lease: 'kept',
    tries: 'kept',
    crashes: 'kept',
    intent: 'kept',
    due: 'kept',
  },
  retry: { ...STAFF, intent: 'kept' },
  /** Not of a case that was taken back: that one turns round by itself, and would wait for its person for ever. */
  skip: { ...STAFF, withdrawn: 'forbids' },
  roll_forward: { ...STAFF, intent: 'kept' },
  /** The stage is done; this process walks the case on. */
  walk_on: { ...ENGINE, lease: 'kept', tries: 'first', due: 'at_once' },
  /** The stage is done, and the next one is for a person or a date. */
  leave: { ...ENGINE, tries: 'anew' },
  /** The stage looked and it is not time yet. */
  rest: { ...ENGINE, tries: 'anew', due: 'given_unless_woken' },
  /** The stage failed, and is tried again. */
  try_again: ENGINE,
  hand_over: ENGINE,
  /** Something changed since the confirmation: a person looks before the network is touched. */
  stop_at_intent: { ...ENGINE, tries: 'anew', intent: 'dropped' },
  /** The same for a case that was just claimed. A withdrawal comes first: giving the line back needs no permission. */
  stop_at_claim: { ...ENGINE, intent: 'dropped', withdrawn: 'forbids', mayTurn: false, crashes: 'kept' },
  /** A case that was withdrawn before its intent was opened. */
  turn_round: {
    ...ENGINE,
    withdrawn: 'required',
    mayTurn: false,
    tries: 'anew',
    intent: 'dropped',
    crashes: 'kept',
  },
  /** Processes died with it again and again. */
  park: { ...ENGINE, mayTurn: false, intent: 'kept', crashes: 'kept' },
  /** What it waits for may have come. */
  look_again: {
    ...PERSON,
    held: 'any',
    withdrawn: 'any',
    lease: 'kept',
    tries: 'kept',
    crashes: 'kept',
    intent: 'kept',
    waiting: 'kept',
  },
} as const satisfies Record<string, MoveRule>;

export type MoveKind = keyof typeof MOVES;

/** When a case is due: at a moment, some milliseconds from now by the database's clock, or never by itself. */
export type Due = { readonly at: Date } | { readonly inMs: number } | null;

export const NOW: Due = { inMs: 0 };

export interface Problem {
  readonly code: string;
  readonly [fact: string]: unknown;
}

/** Where a case goes. */
export interface Move {
  readonly kind: MoveKind;
  readonly from: Stage;
  readonly to: Stage;
  readonly due: Due;
  readonly waitingFor: WaitingFor | null;
  readonly problem: Problem | null;
  /** Only for moves whose intent is `given`. */
  readonly intent?: 'open' | 'keep' | 'none';
}

/** What a move is decided from. The row must be locked, so that it is still true when the move is written. */
export interface OpenCase {
  readonly stage: Stage;
  readonly plan: readonly Stage[];
  readonly leased: boolean;
  readonly attempts: number;
  readonly intentAt: Date | null;
  readonly hasSnapshot: boolean;
  readonly waitingFor: WaitingFor | null;
  readonly withdrawRequestedAt: Date | null;
}

const still = { waitingFor: null, problem: null } as const;

/** @throws HandbackError `stage_conflict` */
function free(open: OpenCase | null, stage?: Stage): OpenCase {
  if (open === null || open.leased || (stage !== undefined && open.stage !== stage)) {
    throw new HandbackError('stage_conflict', { stage: open?.stage ?? 'close' });
  }
  return open;
}

/**
 * @param plan the plan from here on: it may have grown since the declaration
 * @throws HandbackError `stage_conflict`
 */
export function confirmation(found: OpenCase | null, plan: readonly Stage[], serviceEndAt: Date): Move {
  const open = free(found, 'confirm');
  if (open.withdrawRequestedAt !== null) throw new HandbackError('stage_conflict', { stage: open.stage });
  const to = nextStage(plan, 'confirm');
  const due = STAGES[to].driver === 'time' ? { at: serviceEndAt } : NOW;
  return { ...still, kind: 'confirm', from: 'confirm', to, due, waitingFor: waitingAt(to) };
}

/** Where a case waits for its person, a date or a device, and the network was not touched. */
const BEFORE_THE_CUT: readonly Stage[] = ['confirm', 'cool_off', 'unbind'];

/**
 * A report of a lost, stolen or misused phone takes over a case that has not touched the line: whoever has the phone may have
 * opened it, and a case of theirs must not keep the holder from the bar.
 *
 * @param plan the plan of an urgent case
 * @returns null where the case is past that point, or barred already
 */
export function report(open: OpenCase, plan: readonly Stage[]): Move | null {
  const { stage, leased, hasSnapshot, withdrawRequestedAt } = open;
  if (!BEFORE_THE_CUT.includes(stage) || leased || hasSnapshot || withdrawRequestedAt !== null) return null;
  const to = plan[0]!;
  return { ...still, kind: 'report', from: stage, to, due: NOW, waitingFor: waitingAt(to) };
}

/**
 * A withdrawal, as far as it can take effect: at once while nothing was touched, with the bar lifted while it can be;
 * a stage that is running finishes first and is then undone.
 *
 * @throws HandbackError `withdraw_too_late` after the pivot
 */
export function withdrawal(open: OpenCase): Move {
  const { stage } = open;
  const effect = withdrawalAt(open);
  if (effect === 'refused') throw new HandbackError('withdraw_too_late', { stage });
  if (open.leased) return { ...still, kind: 'note_withdrawal', from: stage, to: stage, due: null };
  return { ...still, kind: 'withdraw', from: stage, to: effect === 'undo' ? 'undo_bar' : 'close', due: NOW };
}

/** A case that staff may steer so: it failed or waits, and no worker holds it. @throws HandbackError `stage_conflict`, `stage_not_skippable` */
function steerable(found: OpenCase | null, act: SteeringAct): OpenCase {
  const obstacle = steeringObstacle(found, act);
  const stage = found?.stage ?? 'close';
  if (obstacle === 'not_skippable') throw new HandbackError('stage_not_skippable', { stage });
  if (found === null || obstacle !== null) throw new HandbackError('stage_conflict', { stage });
  return found;
}

/** @throws HandbackError `stage_conflict` */
export function retry(found: OpenCase | null): Move {
  const { stage } = steerable(found, 'retry');
  return { ...still, kind: 'retry', from: stage, to: stage, due: NOW };
}

/**
 * @throws HandbackError `stage_conflict`, also for a case that was withdrawn; `stage_not_skippable` for the cut itself and
 *   for what a certificate needs
 */
export function skip(found: OpenCase | null): Move {
  const { stage, plan } = steerable(found, 'skip');
  const to = nextStage(plan, stage);
  // A stage that waits for its person is not due: a date would be its expiry.
  const due = STAGES[to].driver === 'person' ? null : NOW;
  return { ...still, kind: 'skip', from: stage, to, due, waitingFor: waitingAt(to) };
}

/** Ends the waiting for serving nodes. @throws HandbackError `stage_conflict` at any other stage */
export function rollForward(found: OpenCase | null): Move {
  const { stage } = steerable(found, 'roll_forward');
  return { ...still, kind: 'roll_forward', from: stage, to: stage, due: NOW };
}

/** The stage is done: on to the next one, which this process walks unless a person or a date has it. */
export function onwards(plan: readonly Stage[], from: Stage, done: Stage): Move {
  const to = done === 'close' ? done : nextStage(plan, done);
  const { driver, intent } = STAGES[to];
  const walks = driver !== 'person' && driver !== 'time';
  return {
    ...still,
    kind: walks ? 'walk_on' : 'leave',
    from,
    to,
    due: null,
    waitingFor: driver === 'person' ? 'person' : null,
    intent: intent && walks ? 'open' : 'none',
  };
}

/**
 * Whether a case that moves so goes to `undo_bar` instead, if its withdrawal is recorded. The last chance is the commit
 * that would open the pivot's intent.
 */
export function turnsRound({ kind, from, to }: Pick<Move, 'kind' | 'from' | 'to'>): boolean {
  return MOVES[kind].mayTurn && (STAGES[from].withdraw !== 'refused' || (to === PIVOT && from !== PIVOT));
}

/** Whether a case at `stage`, withdrawn before the intent of that stage was opened, has a bar that must be lifted. */
export function turnsRoundBeforeIntent(stage: Stage): boolean {
  return stage === PIVOT || STAGES[stage].withdraw === 'undo';
}
