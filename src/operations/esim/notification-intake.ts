import { isConnectionFailure } from '../../store/database/database.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { takeIn } from './receive-notifications.ts';
import { keepUnprocessed } from './store-notifications.ts';
import { type Received, receivedFrom, type TakenIn } from './verified-notification.ts';

/** More than this in one transaction gains nothing. */
const MOST_AT_ONCE = 256;
/** Two, so that one batch is verified while the other commits. */
const BATCHES_AT_ONCE = 2;

interface Waiting extends Received {
  readonly stored: (as: TakenIn) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Takes in notifications one by one and stores them together: what arrives while a batch commits is the next batch.
 * Alone, a notification is stored at once.
 */
export class NotificationIntake {
  readonly #op: Operations;
  readonly #onFault: (error: unknown) => void;
  readonly #waiting: Waiting[] = [];
  #batches = 0;

  constructor(op: Operations, onFault: (error: unknown) => void = () => undefined) {
    this.#op = op;
    this.#onFault = onFault;
  }

  /**
   * Resolves when the notification is stored, and not before: the phone then erases its copy. Rejects if it is not. With
   * `keepUnsigned` false, what no trusted eUICC signed is not stored but `dropped`, and must not be acknowledged.
   *
   * @throws HandbackError `forbidden`
   */
  async accept(actor: Actor, raw: Buffer, { keepUnsigned = true } = {}): Promise<TakenIn> {
    requireAccess(actor, 'receiveNotifications');
    return new Promise((stored, failed) => {
      this.#waiting.push({ ...receivedFrom(actor, raw, keepUnsigned), stored, failed });
      this.#next();
    });
  }

  #next(): void {
    if (this.#batches >= BATCHES_AT_ONCE || this.#waiting.length === 0) return;
    const batch = this.#waiting.splice(0, MOST_AT_ONCE);
    this.#batches += 1;
    this.#store(batch)
      .catch((error: unknown) => {
        for (const { failed } of batch) failed(error);
      })
      .finally(() => {
        this.#batches -= 1;
        this.#next();
      });
  }

  async #store(batch: readonly Waiting[]): Promise<void> {
    try {
      const taken = await takeIn(this.#op, batch);
      for (const [i, { stored }] of batch.entries()) stored(taken[i]!);
    } catch (error) {
      if (isConnectionFailure(error)) throw error;
      this.#onFault(error);
      if (batch.length > 1) for (const one of batch) await this.#store([one]).catch(one.failed);
      else if (batch[0]!.keepUnsigned === false) throw error;
      else {
        // Nobody sends it again once it is acknowledged, and the phone would repeat it for ever if it were not.
        await keepUnprocessed(this.#op, batch[0]!);
        batch[0]!.stored('quarantined');
      }
    }
  }
}
