/** How long a page that renews itself is one look. */
const ONE_LOOK_MS = 5 * 60_000;
const MOST = 10_000;

/**
 * Who looked at what a moment ago, of one process. A page that renews itself every few seconds is one look, and its address cannot be
 * told from one that somebody opens: it is audited when it is opened, and again every few minutes as long as it stays open.
 */
export class RecentLooks {
  readonly #at = new Map<string, number>();

  /** Whether the look goes on that is in the audit log already. */
  goesOn(sessionId: string, what: string, now: Date): boolean {
    const key = `${sessionId} ${what}`;
    const since = this.#at.get(key);
    if (since !== undefined && Math.abs(now.getTime() - since) < ONE_LOOK_MS) return true;
    if (this.#at.size >= MOST) this.#at.clear();
    this.#at.set(key, now.getTime());
    return false;
  }
}
