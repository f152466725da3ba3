const HOUR_MS = 3_600_000;
/** Addresses that are remembered; the oldest are forgotten first. */
const MOST_ADDRESSES = 10_000;

/**
 * Bounds how much that proves nothing one address may have stored: every notification is kept before it is acknowledged,
 * whatever it is, so that somebody could fill the disk. A phone that is told to wait keeps its notification.
 */
export class JunkLimit {
  readonly #perHour: number;
  readonly #counts = new Map<string, { count: number; readonly until: number }>();

  constructor(perHour: number) {
    this.#perHour = perHour;
  }

  /** Milliseconds until the address may deliver again; 0 if it may now. */
  waitMs(address: string): number {
    const counted = this.#counts.get(address);
    if (counted === undefined || counted.count < this.#perHour) return 0;
    return Math.max(0, counted.until - performance.now());
  }

  count(address: string): void {
    const now = performance.now();
    const counted = this.#counts.get(address);
    if (counted !== undefined && counted.until > now) {
      counted.count += 1;
      return;
    }
    this.#counts.delete(address);
    this.#counts.set(address, { count: 1, until: now + HOUR_MS });
    if (this.#counts.size > MOST_ADDRESSES) this.#counts.delete(this.#counts.keys().next().value!);
  }
}
