import type { Msisdn } from '../domain/values/msisdn.ts';
import type { PartsTaken } from './delivery-error.ts';

export interface SmsMessage {
  /** Stable across retries; printed in the text, so that a duplicate is recognised by its reader. */
  readonly reference: string;
  readonly to: Msisdn;
  readonly text: string;
  /** Goes before what is not: somebody waits for it. */
  readonly urgent?: boolean;
  /** Parts that the message centre took at an earlier try, as a `DeliveryError` named them: they are not sent again. */
  readonly partsTaken?: PartsTaken | null;
}

/**
 * Sends text messages; at-least-once: a crash between sending and noting it can send one message twice, and a part whose
 * answer was lost is sent again at the next try.
 */
export interface Sms {
  /** No `send` takes longer, however long the message centre makes us wait. */
  readonly callTimeoutMs: number;
  /**
   * Resolves when the message centre has taken every part. Failures are thrown as `DeliveryError`, with what was taken; a
   * `ConnectorError` is understood too, and tells less.
   */
  send(message: SmsMessage): Promise<{ readonly parts: number }>;
  close(): Promise<void>;
}
