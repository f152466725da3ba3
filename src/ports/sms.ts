import type { Msisdn } from '../domain/values/msisdn.ts';

export interface SmsMessage {
  /** Stable across retries; printed in the text, so that a duplicate is recognised by its reader. */
  readonly reference: string;
  readonly to: Msisdn;
  readonly text: string;
}

/** Sends text messages; at-least-once: a crash between sending and noting it can send one message twice. */
export interface Sms {
  readonly callTimeoutMs: number;
  /** Resolves when the message centre took every part. Failures are thrown as `ConnectorError`. */
  send(message: SmsMessage): Promise<{ readonly parts: number }>;
  close(): Promise<void>;
}
