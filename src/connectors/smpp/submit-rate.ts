/** What a submit may still be late by, and be made up for: timers are not exact, and a busy process is not slow for good. */
const CATCH_UP_MS = 100;
/** The first look back: limits of message centres are by the second. */
const LOOK_BACK_MS = 1_000;
/** After the peer said that it was too much: to what it took since it last said so, but within these. */
const SLOWER = { least: 0.5, most: 0.93 } as const;
/** Growth a second while the peer takes everything; the longer it does, the faster. */
const FASTER_A_SECOND = 0.01;
const FASTER_STILL_AFTER_MS = 20_000;
const FASTER_STILL_A_SECOND = 0.1;
const LEAST_A_SECOND = 0.2;
/** The first guess is not lower: the peer may have been asked for less than a second. */
const FIRST_GUESS = 10;
/** Nothing is sent for so long after the peer said so; longer each time that it says so again with nothing taken between. */
const FIRST_HOLD_MS = 40;
const LAST_HOLD_MS = 5_000;

/**
 * How fast one session submits. There is no limit until the peer says that it was too much (throttled, queue full); from then
 * on it is what the peer took in the last second, a little less after each further word of the kind, and a little more for
 * every second without one: additive growth, multiplicative decrease, as TCP finds the speed of a line. All times are given, in
 * milliseconds.
 */
export class SubmitRate {
  #perSecond: number | null = null;
  #nextAt = 0;
  #holdUntil = 0;
  #holdMs = 0;
  /** Only submits written after this tell anything new of the peer. */
  #slowedAt = Number.NEGATIVE_INFINITY;
  #grownAt = 0;
  /** Since when the peer takes submits again, and how many it took since. */
  #since = 0;
  #takenSince = 0;
  #taken: number[] = [];

  /** Submits a second; null while there is no limit. */
  get perSecond(): number | null {
    return this.#perSecond;
  }

  /** Milliseconds until the next submit may be written; 0 for now. */
  wait(now: number): number {
    if (this.#perSecond === null) return 0;
    return Math.max(0, this.#nextAt - now, this.#holdUntil - now);
  }

  wrote(now: number): void {
    if (this.#perSecond === null) return;
    this.#nextAt = Math.max(this.#nextAt, now - CATCH_UP_MS) + 1_000 / this.#perSecond;
  }

  /** The peer took a submit. @param waiting whether more would be sent if it could: only then a rate is put to the test */
  taken(now: number, writtenAt: number, waiting: boolean): void {
    this.#takenSince += 1;
    if (this.#perSecond === null) {
      this.#taken.push(now);
      if (this.#taken[0]! < now - 2 * LOOK_BACK_MS) this.#taken = this.#takenLately(now);
      return;
    }
    if (writtenAt < this.#slowedAt) return;
    if (this.#holdMs > 0) {
      // What it takes is counted from here: a long silence before says nothing of how fast it is now.
      this.#since = now - Math.min(this.#holdMs, LOOK_BACK_MS);
      this.#takenSince = 1;
      this.#holdMs = 0;
    }
    const seconds = Math.min(1_000, now - this.#grownAt) / 1_000;
    this.#grownAt = now;
    if (!waiting) return;
    const calm = now - this.#slowedAt > FASTER_STILL_AFTER_MS;
    this.#perSecond *= 1 + seconds * (calm ? FASTER_STILL_A_SECOND : FASTER_A_SECOND);
  }

  /** The peer did not take a submit, because it was too much. */
  tooMuch(now: number, writtenAt: number): void {
    // What was on its way when it was said tells of the same moment.
    if (writtenAt < this.#slowedAt) return;
    const again = this.#holdMs > 0;
    if (this.#perSecond === null) {
      this.#perSecond = Math.max(FIRST_GUESS, this.#takenLately(now).length) * SLOWER.most;
      this.#taken = [];
    } else if (!again) this.#slowDown(now);
    // While the peer takes nothing at all it is only asked more and more seldom: how much it takes is not known anew.
    this.#holdMs = Math.min(LAST_HOLD_MS, again ? this.#holdMs * 2 : FIRST_HOLD_MS);
    this.#holdUntil = now + (again ? this.#holdMs : Math.max(this.#holdMs, 1_000 / this.#perSecond));
    this.#nextAt = this.#holdUntil;
    this.#slowedAt = now;
    this.#grownAt = now;
  }

  #slowDown(now: number): void {
    const rate = this.#perSecond!;
    const took = (this.#takenSince * 1_000) / Math.max(1, now - this.#since);
    this.#perSecond = Math.max(
      LEAST_A_SECOND,
      Math.min(rate * SLOWER.most, Math.max(rate * SLOWER.least, took)),
    );
  }

  #takenLately(now: number): number[] {
    return this.#taken.filter((at) => at >= now - LOOK_BACK_MS);
  }
}
