import type { AnswerMeaning } from '../../ports/hlr.ts';
import { GSUP } from './gsup-codec.ts';

/** What an answer means, and the stable word for it in a `ConnectorError`. */
export interface Code {
  readonly meaning: AnswerMeaning;
  readonly detail: string;
}

const absent: Code = { meaning: 'subscriber_absent', detail: 'subscriber_absent' };

/** Texts after `ERROR <id>`, as OsmoHLR 1.5 writes them (`ctrl.c`, libosmocore `control_cmd.c`). */
export const CTRL_ERRORS: Readonly<Record<string, Code>> = {
  'No such subscriber.': absent,
  "Subscriber doesn't exist.": absent,
  'Invalid IMSI value.': { meaning: 'not_understood', detail: 'imsi_invalid' },
  "Invalid value part of 'by-xxx-value' selector.": { meaning: 'not_understood', detail: 'imsi_invalid' },
  'Cannot delete subscriber.': { meaning: 'not_understood', detail: 'delete_failed' },
  'An unknown error has occurred during get_subscriber().': {
    meaning: 'not_understood',
    detail: 'database_error',
  },
  'Error retrieving data from database.': { meaning: 'not_understood', detail: 'database_error' },
  'Command not found': { meaning: 'not_understood', detail: 'command_unknown' },
};

/** Beginnings of the VTY's error lines, as OsmoHLR 1.5 writes them (`hlr_vty_subscr.c`, libosmovty). */
export const VTY_ERRORS: ReadonlyArray<readonly [beginning: string, code: Code]> = [
  ['% No subscriber for imsi', absent],
  ['% Error: cannot disable 2G auth data', { meaning: 'not_understood', detail: 'key_removal_failed' }],
  ['% Error: cannot disable 3G auth data', { meaning: 'not_understood', detail: 'key_removal_failed' }],
  ['% Unknown command', { meaning: 'not_understood', detail: 'command_unknown' }],
];

/**
 * `subscriber imsi ... update ...`, by VTY: the only interface that tells the serving nodes when access is refused, and the
 * only one where removing keys that are not there is no error. Source: OsmoHLR VTY Reference; behaviour of OsmoHLR 1.5.
 */
export type SubscriberSetting =
  | 'network-access-mode none'
  | 'network-access-mode cs'
  | 'network-access-mode ps'
  | 'network-access-mode cs+ps'
  | 'aud2g none'
  | 'aud3g none';

/** What silence, the VTY's success, says about each setting. */
export const VTY_SUCCESS: Readonly<Record<SubscriberSetting, AnswerMeaning>> = {
  'network-access-mode none': 'access_refused',
  'network-access-mode cs': 'access_restored',
  'network-access-mode ps': 'access_restored',
  'network-access-mode cs+ps': 'access_restored',
  'aud2g none': 'keys_removed',
  'aud3g none': 'keys_removed',
};

/** Answers to a LocationCancelRequest. Only the node's own result confirms. */
export const GSUP_ANSWERS: Readonly<Record<number, AnswerMeaning>> = {
  [GSUP.locationCancelResult]: 'location_cancelled',
  [GSUP.locationCancelError]: 'cancel_refused',
  [GSUP.routingError]: 'node_unreachable',
};

const NOT_UNDERSTOOD: Code = { meaning: 'not_understood', detail: 'answer_unknown' };

export const ctrlError = (text: string): Code => CTRL_ERRORS[text] ?? NOT_UNDERSTOOD;

/** `null` for success: the VTY says nothing then. */
export function vtyError(lines: readonly string[]): Code | null {
  if (lines.length === 0) return null;
  const known = VTY_ERRORS.find(([beginning]) => lines.some((line) => line.startsWith(beginning)));
  return known ? known[1] : NOT_UNDERSTOOD;
}
