import type { ConnectorFault } from '../../ports/connector-error.ts';
import type { Trouble } from '../../ports/delivery-error.ts';

export interface StatusCode {
  /** `refused`: this message can never be taken so; `unavailable`: not taken, and worth another try. */
  readonly fault: ConnectorFault;
  readonly trouble: Trouble;
  readonly detail: string;
}

const never = (detail: string): StatusCode => ({ fault: 'refused', trouble: 'message', detail });
const notNow = (detail: string): StatusCode => ({ fault: 'unavailable', trouble: 'message', detail });
const setUp = (detail: string): StatusCode => ({ fault: 'unavailable', trouble: 'set_up', detail });

/**
 * Command status of a response. SMPP 3.4 section 5.1.3. Final is only what names this message: its receiver, its length,
 * its form. What names us (account, sender, service) is the same for all messages and can be mended.
 */
export const STATUS: Readonly<Record<number, StatusCode>> = {
  1: never('message_length_invalid'),
  2: never('command_length_invalid'),
  3: never('command_invalid'),
  /** The peer holds that we are not bound: the session is worth nothing. */
  4: { fault: 'unavailable', trouble: 'link', detail: 'bind_status_wrong' },
  5: { fault: 'unavailable', trouble: 'link', detail: 'already_bound' },
  6: never('priority_invalid'),
  7: never('registered_delivery_invalid'),
  8: notNow('system_error'),
  10: notNow('source_invalid'),
  /** OsmoMSC says it of every phone that is off just now, too: a wrong number costs some tries, a right one would lose its text. */
  11: notNow('destination_invalid'),
  12: notNow('message_id_invalid'),
  13: setUp('bind_failed'),
  14: setUp('password_invalid'),
  15: setUp('system_id_invalid'),
  /** Of the centre, or of this receiver alone: the session slows down where it is said to several (`session.ts`). */
  20: notNow('queue_full'),
  21: notNow('service_type_invalid'),
  51: never('destinations_invalid'),
  64: never('destination_flag_invalid'),
  66: never('submit_replace_invalid'),
  67: never('esm_class_invalid'),
  69: notNow('submit_failed'),
  72: notNow('source_invalid'),
  73: notNow('source_invalid'),
  80: never('destination_invalid'),
  81: never('destination_invalid'),
  83: setUp('system_type_invalid'),
  84: never('replace_flag_invalid'),
  88: { fault: 'unavailable', trouble: 'rate', detail: 'throttled' },
  97: never('schedule_invalid'),
  98: never('expiry_invalid'),
  99: never('default_message_invalid'),
  100: notNow('temporary_error'),
  101: never('permanent_error'),
  102: never('message_rejected'),
  192: never('optional_part_invalid'),
  193: never('optional_parameter_not_allowed'),
  194: never('parameter_length_invalid'),
  195: never('optional_parameter_missing'),
  196: never('optional_parameter_invalid'),
  /** "Unknown error": whether it took the message is unknown too. */
  255: { fault: 'unknown', trouble: 'message', detail: 'unknown_error' },
};

/**
 * A status that the table does not have, e.g. of the vendor range 0x400-0x4ff, may mean anything: not taken, tried again, and
 * shown with its number.
 */
export function statusCode(status: number): StatusCode {
  return STATUS[status] ?? notNow(`status_${status.toString(16).padStart(2, '0')}`);
}
