import type { Email } from '../domain/values/email.ts';

export interface MailMessage {
  /** Stable across retries: a mail system drops a second copy by it, and its reader recognises one. */
  readonly reference: string;
  readonly to: Email;
  readonly subject: string;
  /** Plain text. */
  readonly text: string;
}

/** Sends e-mail; at-least-once: a crash between sending and noting it can send one message twice. */
export interface Mail {
  readonly callTimeoutMs: number;
  /** Resolves when the mail server took the message. Failures are thrown as `DeliveryError`, or as `ConnectorError`, which tells less. */
  send(message: MailMessage): Promise<void>;
  close(): Promise<void>;
}
