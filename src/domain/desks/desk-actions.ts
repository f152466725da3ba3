/** Everything that an agent can do for a caller, in the order in which it is usually done. */
export const DESK_ACTIONS = [
  'declare',
  'report',
  'confirm',
  'send_receipt',
  'write_letter',
  'refund',
  'dispute',
  'said_deleted',
  'stop_waiting',
  'withdraw',
] as const;
export type DeskAction = (typeof DESK_ACTIONS)[number];

/** Why something cannot be done now. */
export type DeskObstacle =
  | 'locked'
  | 'not_proven'
  | 'held'
  | 'line_ended'
  | 'case_open'
  | 'no_case'
  | 'in_the_way'
  | 'confirmed'
  | 'awaits_second'
  | 'reported'
  | 'not_confirmed'
  | 'no_receipt'
  | 'nothing_to_refund'
  | 'nothing_found'
  | 'no_devices'
  | 'too_late';

export interface DeskState {
  readonly locked: boolean;
  /** `bar`: enough for reporting a loss, and for nothing else. */
  readonly reach: 'nothing' | 'bar' | 'everything';
  /** A fraud hold is on the line. */
  readonly held: boolean;
  readonly lineEnded: boolean;
  readonly case: {
    readonly confirmed: boolean;
    /** A second person was asked to agree to its end. */
    readonly awaited: boolean;
    readonly urgent: boolean;
    /** Nothing was touched yet: a report of a loss takes the case over. */
    readonly untouched: boolean;
    readonly withdrawal: 'at_once' | 'undo' | 'refused';
    /** Its receipt is here, and was not sent. */
    readonly receipt: boolean;
    readonly refund: boolean;
    readonly waitingDevices: number;
  } | null;
  /** How many findings block; how many there are. */
  readonly blocking: number;
  readonly findings: number;
}

/** What can be done now and, of everything else, why not. The operations ask again: this is for the agent's eyes. */
export function deskActions(
  state: DeskState,
): readonly { readonly action: DeskAction; readonly obstacle: DeskObstacle | null }[] {
  return DESK_ACTIONS.map((action) => ({ action, obstacle: obstacleTo(action, state) }));
}

function obstacleTo(action: DeskAction, state: DeskState): DeskObstacle | null {
  if (state.locked) return 'locked';
  const enough = state.reach === 'everything' || (state.reach === 'bar' && action === 'report');
  if (!enough) return 'not_proven';
  const { case: open } = state;
  if (action === 'declare' || action === 'report') {
    if (state.lineEnded) return 'line_ended';
    if (open === null) return null;
    if (action === 'declare') return 'case_open';
    return open.urgent ? 'reported' : open.untouched ? null : 'too_late';
  }
  if (action === 'dispute') return state.findings === 0 ? 'nothing_found' : null;
  if (open === null) return 'no_case';
  return ofCase(action, state, open);
}

function ofCase(
  action: Exclude<DeskAction, 'declare' | 'report' | 'dispute'>,
  state: DeskState,
  open: NonNullable<DeskState['case']>,
): DeskObstacle | null {
  switch (action) {
    case 'confirm':
      if (open.confirmed) return 'confirmed';
      if (open.awaited) return 'awaits_second';
      if (state.held) return 'held';
      return state.blocking > 0 ? 'in_the_way' : null;
    case 'send_receipt':
    case 'write_letter':
      return open.receipt ? null : 'no_receipt';
    case 'refund':
      return open.refund ? null : 'nothing_to_refund';
    case 'said_deleted':
    case 'stop_waiting':
      if (!open.confirmed) return 'not_confirmed';
      return open.waitingDevices > 0 ? null : 'no_devices';
    case 'withdraw':
      return open.withdrawal === 'refused' ? 'too_late' : null;
  }
}
