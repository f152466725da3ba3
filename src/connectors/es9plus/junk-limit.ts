const HOUR_MS = 3_600_000;
/** Senders that are remembered; the oldest are forgotten first. */
const MOST_SENDERS = 10_000;

/**
 * Bounds how much that proves nothing one sender may have stored: every notification is kept before it is acknowledged,
 * whatever it is, so that somebody could fill the disk. A phone that is told to wait keeps its notification.
 */
export class JunkLimit {
  readonly #perHour: number;
  readonly #counts = new Map<string, { count: number; readonly until: number }>();

  constructor(perHour: number) {
    this.#perHour = perHour;
  }

  /**
   * Reserves a place before anything is stored, so that many at once are many.
   *
   * @returns milliseconds until the address may deliver again; 0 if it may now, and then `release` gives the place back
   */
  reserve(address: string): number {
    const now = performance.now();
    const sender = senderOf(address);
    const counted = this.#counts.get(sender);
    if (counted !== undefined && counted.until > now) {
      if (counted.count >= this.#perHour) return counted.until - now;
      counted.count += 1;
      return 0;
    }
    this.#counts.delete(sender);
    this.#counts.set(sender, { count: 1, until: now + HOUR_MS });
    if (this.#counts.size > MOST_SENDERS) this.#counts.delete(this.#counts.keys().next().value!);
    return 0;
  }

  /** It was no junk. */
  release(address: string): void {
    const counted = this.#counts.get(senderOf(address));
    if (counted !== undefined) counted.count -= 1;
  }
}

/** One customer has a whole IPv6 network: its first four groups (RFC 6177). */
export function senderOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const behind = tail.split(':').filter((group) => group !== '');
  while (address.includes('::') && groups.length + behind.length < 8) groups.push('0');
  return [...groups, ...behind].slice(0, 4).join(':');
}
