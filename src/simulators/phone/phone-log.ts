import { performance } from 'node:perf_hooks';

/** One message as the phone sent or received it. */
export interface Sighting {
  /** Milliseconds since the log began. */
  readonly at: number;
  readonly direction: 'sent' | 'received';
  /** Where: Gb for packet data, A for voice and text. */
  readonly interface: 'Gb' | 'A';
  /** The message's name in its standard, e.g. `ATTACH REJECT`. */
  readonly message: string;
  /** The cause that the message carries, as a number of its standard's table. */
  readonly cause?: number;
  /** What else a reader wants to know: the cause in words, who called, what the text says. */
  readonly detail?: string;
}

export type SightingMatch = (sighting: Sighting) => boolean;

/** Nothing waits this long when all is well: it only ends a wait that would never end. */
const PATIENCE_MS = 30_000;

interface Waiter {
  readonly match: SightingMatch;
  readonly resolve: (sighting: Sighting) => void;
}

/** All that a phone saw, in order. Whoever waits for something waits for an entry of it, so nothing can be missed. */
export class PhoneLog {
  readonly name: string;
  readonly #entries: Sighting[] = [];
  readonly #waiters = new Set<Waiter>();
  readonly #began = performance.now();

  constructor(name: string) {
    this.name = name;
  }

  get entries(): readonly Sighting[] {
    return this.#entries;
  }

  /** A place in the log: what comes from now on. */
  mark(): number {
    return this.#entries.length;
  }

  add(sighting: Omit<Sighting, 'at'>): void {
    const entry = { at: performance.now() - this.#began, ...sighting };
    this.#entries.push(entry);
    for (const waiter of this.#waiters) {
      if (!waiter.match(entry)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(entry);
    }
  }

  /** The first entry since `mark` that matches, whether it is there already or still comes. @throws Error after the time-out, with the log */
  until(what: string, match: SightingMatch, since = 0, timeoutMs = PATIENCE_MS): Promise<Sighting> {
    const there = this.#entries.slice(since).find(match);
    if (there) return Promise.resolve(there);
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        match,
        resolve: (sighting) => {
          clearTimeout(timer);
          resolve(sighting);
        },
      };
      const timer = setTimeout(() => {
        this.#waiters.delete(waiter);
        reject(new Error(`${this.name}: no ${what} within ${timeoutMs} ms; it saw:\n${this}`));
      }, timeoutMs);
      this.#waiters.add(waiter);
    });
  }

  /** `until` for a message that the network sends, by its name. */
  received(message: string, since = 0, timeoutMs = PATIENCE_MS): Promise<Sighting> {
    return this.until(message, (s) => s.direction === 'received' && s.message === message, since, timeoutMs);
  }

  /** A line a message, for people. */
  toString(): string {
    return this.#entries
      .map(({ at, direction, message, cause, detail, ...sighting }) =>
        [
          `${(at / 1_000).toFixed(3).padStart(9)} s`,
          sighting.interface.padEnd(2),
          direction === 'sent' ? '->' : '<-',
          message,
          cause === undefined ? '' : `cause ${cause}`,
          detail === undefined ? '' : `(${detail})`,
        ]
          .filter(Boolean)
          .join(' '),
      )
      .join('\n');
  }
}
