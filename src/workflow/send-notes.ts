import type { SendResult } from '../store/outbox.ts';

const MOST_AT_ONCE = 500;

interface Pending {
  readonly result: SendResult;
  readonly noted: () => void;
}

/**
 * Writes down what became of messages: those that end while one write is under way go together with the next, so that a
 * fast peer does not cost a commit a message. What cannot be written stays until it can: a message that was sent must not be
 * sent again because the database was away for a moment.
 */
export class SendNotes {
  readonly #write: (results: readonly SendResult[]) => Promise<void>;
  readonly #onFault: (error: unknown) => void;
  #pending: readonly Pending[] = [];
  #writing: Promise<void> | null = null;

  constructor(write: (results: readonly SendResult[]) => Promise<void>, onFault: (error: unknown) => void) {
    this.#write = write;
    this.#onFault = onFault;
  }

  /** Resolves once it is written, or let go of. */
  add(result: SendResult): Promise<void> {
    return new Promise((noted) => {
      this.#pending = [...this.#pending, { result, noted }];
      this.flush().catch(this.#onFault);
    });
  }

  /** Writes what is not written yet; throws what the database says. */
  flush(): Promise<void> {
    this.#writing ??= this.#writeAll();
    return this.#writing;
  }

  /** Lets go of what could not be written: it comes back when its lease is over. */
  letGo(): void {
    const left = this.#pending;
    this.#pending = [];
    for (const { noted } of left) noted();
  }

  async #writeAll(): Promise<void> {
    // What is added in this very moment, by calls that end together, goes with it.
    await Promise.resolve();
    try {
      while (this.#pending.length > 0) {
        const batch = this.#pending.slice(0, MOST_AT_ONCE);
        await this.#write(batch.map(({ result }) => result));
        this.#pending = this.#pending.slice(batch.length);
        for (const { noted } of batch) noted();
      }
    } finally {
      this.#writing = null;
    }
  }
}
