import { parseEmail } from '../domain/values/email.ts';
import { parseMsisdn } from '../domain/values/msisdn.ts';
import { ConnectorError } from '../ports/connector-error.ts';
import type { Mail } from '../ports/mail.ts';
import type { Sms } from '../ports/sms.ts';
import type { Pool } from '../store/database/database.ts';
import type { Vault } from '../store/database/vault.ts';
import {
  noteSent,
  type OpenedMessage,
  openMessage,
  type SendResult,
  type TakenMessage,
  takeMessages,
} from '../store/outbox.ts';
import { WakingLoop } from './waking-loop.ts';

/** How e-mail leaves, and what every one of them is called. */
export interface Letters {
  readonly mail: Mail;
  readonly subject: string;
}

const BATCH = 50;
const MAX_ATTEMPTS = 8;
const IDLE_MS = 1_000;
/** Rows taken by a sender that died come back after this. */
const LEASE_MS = 60_000;

/**
 * Sends what transactions left in the outbox, at least once: a message is taken for a minute, sent, and then noted as
 * sent. A crash in between sends it a second time, with the same reference in the text.
 */
export class OutboxSender {
  readonly #pool: Pool;
  readonly #vault: Vault;
  readonly #sms: Sms;
  readonly #letters: Letters | null;
  readonly #onFault: (error: unknown) => void;
  readonly #loop: WakingLoop;

  /** @param letters null where there is no mail server */
  constructor(
    pool: Pool,
    vault: Vault,
    sms: Sms,
    onFault: (error: unknown) => void = () => undefined,
    letters: Letters | null = null,
  ) {
    this.#pool = pool;
    this.#vault = vault;
    this.#sms = sms;
    this.#letters = letters;
    this.#onFault = onFault;
    this.#loop = new WakingLoop(() => this.sendDue(), IDLE_MS, onFault);
  }

  start(): void {
    this.#loop.start();
  }

  wake(): void {
    this.#loop.wake();
  }

  stop(): Promise<void> {
    return this.#loop.stop();
  }

  /** Sends what is due now, up to a batch; answers how many were taken. */
  async sendDue(): Promise<number> {
    const rows = await takeMessages(this.#pool, BATCH, LEASE_MS);
    const results = await Promise.all(rows.map((row) => this.#send(row)));
    if (results.length > 0) {
      await noteSent(this.#pool, results);
    }
    return rows.length;
  }

  async #deliver(reference: string, { channel, to, text }: OpenedMessage): Promise<void> {
    if (channel === 'sms') {
      await this.#sms.send({ reference, to: parseMsisdn(to), text });
      return;
    }
    if (this.#letters === null) throw new ConnectorError('smtp', 'refused', 'not_configured');
    const { mail, subject } = this.#letters;
    await mail.send({ reference, to: parseEmail(to), subject, text });
  }

  async #send(message: TakenMessage): Promise<SendResult> {
    const { messageId } = message;
    try {
      const opened = openMessage(this.#vault, message);
      if ('failed' in opened) return { messageId, state: 'dropped', failed: opened.failed, waitSeconds: 0 };
      await this.#deliver(messageId, opened);
      return { messageId, state: 'sent', failed: null, waitSeconds: 0 };
    } catch (error) {
      this.#onFault(error);
      const failed = error instanceof ConnectorError ? error.detail : 'send_failed';
      const final =
        message.attempts >= MAX_ATTEMPTS || (error instanceof ConnectorError && error.fault === 'refused');
      return {
        messageId,
        state: final ? 'dropped' : 'later',
        failed,
        waitSeconds: Math.min(2 ** message.attempts, 300),
      };
    }
  }
}
