import type { ConnectorFault } from '../../ports/connector-error.ts';
import type { AnswerMeaning } from '../../ports/hlr.ts';
import type { CancelResult } from '../../ports/smdp.ts';
import type { Execution } from './answer.ts';

/** What an answer to cancelOrder comes to: a result, or why there is none, with a stable word or the peer's code. */
export type CancelOutcome = { readonly meaning: AnswerMeaning } & (
  | { readonly result: CancelResult }
  | { readonly fault: ConnectorFault; readonly detail: string }
);

type CodeMeaning = { readonly meaning: AnswerMeaning } & (
  | { readonly result: CancelResult }
  | { readonly fault: ConnectorFault }
);

const refused: CodeMeaning = { meaning: 'order_refused', fault: 'refused' };

/** Subject and reason of a `Failed` cancelOrder. SGP.22 sections 5.2.6 and 5.3.3. */
export const CANCEL_ORDER_CODES: Readonly<Record<string, CodeMeaning>> = {
  /** Function provider, busy. */
  '1.2/4.4': { meaning: 'order_refused', fault: 'unavailable' },
  /** Profile ICCID, not allowed: the profile belongs to another operator. */
  '8.2.1/1.2': refused,
  /** Profile ICCID, mandatory element missing: ICCID or final status. */
  '8.2.1/2.2': refused,
  /** Profile ICCID, already in use: it was downloaded. */
  '8.2.1/3.3': { meaning: 'profile_on_device', result: 'already_downloaded' },
  /** Profile ICCID, invalid transition. */
  '8.2.1/3.5': refused,
  /** Profile ICCID, unknown. */
  '8.2.1/3.9': { meaning: 'profile_unknown', result: 'unknown_profile' },
  /** EID, invalid association: the order is for another eUICC. Version 3 has it under the ICCID too. */
  '8.1.1/3.10': refused,
  '8.2.1/3.10': refused,
  /** Matching ID, invalid association: the order has another one. */
  '8.2.6/3.10': refused,
};

/**
 * Codes that the table does not have, by the first figure of the reason: an error in processing (4) or transport (5)
 * says that the SM-DP+ began and not how far it came. All others are decided before anything is done.
 */
const REASON_CLASSES: Readonly<Record<string, CodeMeaning>> = {
  '4': { meaning: 'not_understood', fault: 'unknown' },
  '5': { meaning: 'not_understood', fault: 'unknown' },
};

/** `Expired`: the call was not executed in time, and will not be; SGP.22 section 5.2.6. So it may be made again. */
const EXPIRED: CancelOutcome = { meaning: 'order_refused', fault: 'unavailable', detail: 'expired' };

export function cancelOutcome(execution: Execution): CancelOutcome {
  if (execution.status === 'Expired') return EXPIRED;
  if (execution.status !== 'Failed') return { meaning: 'order_cancelled', result: 'cancelled' };
  const { code } = execution;
  if (code === null) return { meaning: 'order_refused', fault: 'refused', detail: 'no_status_code' };
  const known = CANCEL_ORDER_CODES[code] ?? REASON_CLASSES[code.split('/')[1]![0]!] ?? refused;
  return 'fault' in known ? { ...known, detail: code } : known;
}
