/** Tags and bits of notifications, shared by the reader and the writer. SGP.22 annex H, module RSPDefinitions. */

export const NOTIFICATION_TAG = {
  metadata: 0xbf2f,
  seqNumber: 0x80,
  event: 0x81,
  iccid: 0x5a,
  signature: 0x5f37,
  otherCertificates: 0xa1,
  installationResult: 0xbf37,
  installationData: 0xbf27,
  finalResult: 0xa2,
  successResult: 0xa0,
  errorResult: 0xa1,
} as const;

export type NotificationEvent = 'install' | 'enable' | 'disable' | 'delete';

/** Who had it done: the user on the device, or the operator by remote profile management (v3). */
export type EventOrigin = 'local' | 'remote';

/**
 * NotificationEvent by its one DER content: a named BIT STRING drops its trailing zeros (X.690 section 11.2.2).
 * Bits 4 to 6 are of v3; bit 7, the result of a whole remote package, comes in a shape of its own.
 */
export const EVENT_BITS: readonly {
  readonly bits: string;
  readonly event: NotificationEvent;
  readonly origin: EventOrigin;
}[] = [
  { bits: '0780', event: 'install', origin: 'local' },
  { bits: '0640', event: 'enable', origin: 'local' },
  { bits: '0520', event: 'disable', origin: 'local' },
  { bits: '0410', event: 'delete', origin: 'local' },
  { bits: '0308', event: 'enable', origin: 'remote' },
  { bits: '0204', event: 'disable', origin: 'remote' },
  { bits: '0102', event: 'delete', origin: 'remote' },
];
