import { setTimeout as delay } from 'node:timers/promises';

/** A timer is no finer than this: what may go within it goes together. */
const BLOCK_MS = 5;

/** Spreads look-ups over time: so many a second, and no more at once than a tenth of that. */
export class Pace {
  readonly #perSecond: number;
  /** When the next one may go, on the monotonic clock in milliseconds. */
  #next = 0;

  /** @param perSecond 0: without a limit */
  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** How many may go within so many seconds. */
  within(seconds: number): number {
    return this.#perSecond === 0 ? Number.POSITIVE_INFINITY : Math.ceil(this.#perSecond * seconds);
  }

  /** Resolves when one more may go. */
  async take(): Promise<void> {
    if (this.#perSecond === 0) return;
    const now = performance.now();
    this.#next = Math.max(this.#next, now - 100) + 1_000 / this.#perSecond;
    if (this.#next - now > BLOCK_MS) await delay(this.#next - now);
  }
}
