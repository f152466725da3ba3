import type { DeliveryReceipt } from '../ports/sms.ts';

const MOST_AT_ONCE = 500;

interface Pending {
  readonly receipt: DeliveryReceipt;
  readonly noted: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Writes down receipts of message centres: those that come while one write is under way go together with the next, so that a flood of
 * them takes one connection of the database, and not those on which pages wait. Unlike results of sending, what cannot be written is let
 * go of at once: the centre has it, and hands it over again.
 */
export class ReceiptNotes {
  readonly #write: (receipts: readonly DeliveryReceipt[]) => Promise<void>;
  #pending: readonly Pending[] = [];
  #writing = false;

  /** @param write throws where none of them was stored */
  constructor(write: (receipts: readonly DeliveryReceipt[]) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves once it is stored; throws what the write threw that it was in. */
  add(receipt: DeliveryReceipt): Promise<void> {
    return new Promise((noted, failed) => {
      this.#pending = [...this.#pending, { receipt, noted, failed }];
      if (!this.#writing) void this.#writeAll();
    });
  }

  /** Never throws. */
  async #writeAll(): Promise<void> {
    this.#writing = true;
    // What is added in this very moment goes with it.
    await Promise.resolve();
    while (this.#pending.length > 0) {
      const batch = this.#pending.slice(0, MOST_AT_ONCE);
      this.#pending = this.#pending.slice(batch.length);
      try {
        await this.#write(batch.map(({ receipt }) => receipt));
        for (const { noted } of batch) noted();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.#writing = false;
  }
}
