import type { ConnectorFault } from '../../ports/connector-error.ts';

export interface StatusCode {
  /** `unavailable`: not taken, and worth another try; `refused`: it will never be taken so. */
  readonly fault: ConnectorFault;
  readonly detail: string;
}

/** Command status of a response. SMPP 3.4 section 5.1.3. */
export const STATUS: Readonly<Record<number, StatusCode>> = {
  1: { fault: 'refused', detail: 'message_length_invalid' },
  2: { fault: 'refused', detail: 'command_length_invalid' },
  3: { fault: 'refused', detail: 'command_invalid' },
  4: { fault: 'unavailable', detail: 'bind_status_wrong' },
  5: { fault: 'unavailable', detail: 'already_bound' },
  8: { fault: 'unavailable', detail: 'system_error' },
  10: { fault: 'refused', detail: 'source_invalid' },
  /** OsmoMSC gives it for a subscriber that is not attached. */
  11: { fault: 'refused', detail: 'destination_invalid' },
  13: { fault: 'unavailable', detail: 'bind_failed' },
  14: { fault: 'refused', detail: 'password_invalid' },
  15: { fault: 'refused', detail: 'system_id_invalid' },
  20: { fault: 'unavailable', detail: 'queue_full' },
  21: { fault: 'refused', detail: 'service_type_invalid' },
  67: { fault: 'refused', detail: 'esm_class_invalid' },
  69: { fault: 'refused', detail: 'submit_failed' },
  72: { fault: 'refused', detail: 'source_invalid' },
  73: { fault: 'refused', detail: 'source_invalid' },
  80: { fault: 'refused', detail: 'destination_invalid' },
  81: { fault: 'refused', detail: 'destination_invalid' },
  88: { fault: 'unavailable', detail: 'throttled' },
  100: { fault: 'unavailable', detail: 'temporary_error' },
  101: { fault: 'refused', detail: 'permanent_error' },
  102: { fault: 'refused', detail: 'message_rejected' },
  /** "Unknown error": whether it took the message is unknown too. */
  255: { fault: 'unknown', detail: 'unknown_error' },
};

/** A status that the table does not have, e.g. the vendor range 0x400-0x4ff, is a refusal with its number as detail. */
export function statusCode(status: number): StatusCode {
  return STATUS[status] ?? { fault: 'refused', detail: `status_${status.toString(16).padStart(2, '0')}` };
}
