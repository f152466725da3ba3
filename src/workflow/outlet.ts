import type { Trouble } from '../ports/delivery-error.ts';
import type { ContactChannel } from '../store/outbox.ts';

/**
 * So many messages are in hand at once. Those that somebody waits for have places of their own beside all others. A message centre
 * takes all over one connection; at a mail server each is a connection, of which many let one client have ten or twenty.
 */
const PLACES = { sms: { urgent: 16, others: 32 }, email: { urgent: 3, others: 5 } } as const;

/** How long nothing is tried after a failure: doubled with each further one, and a little different each time. */
const PAUSE_MS = {
  link: { first: 1_000, longest: 30_000 },
  // Each try is a sign-in with credentials that are refused: some peers lock an account that tries often.
  set_up: { first: 5_000, longest: 300_000 },
} as const;

type Away = keyof typeof PAUSE_MS;

/** A peer that cannot be reached, or will not have us. */
export interface Outage {
  readonly channel: ContactChannel;
  readonly trouble: Away;
  /** The peer's own code or a stable word. */
  readonly detail: string;
}

export interface OutletEvents {
  /** Once when it begins, and again where another trouble takes its place. */
  readonly onOutage?: (outage: Outage) => void;
  readonly onOutageOver?: (over: Outage & { readonly seconds: number }) => void;
}

export interface OutletOptions {
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  readonly random: () => number;
}

/**
 * The way out to one peer. While that is away nothing is taken out of the outbox for it, but for one message now and then that
 * finds out whether it is back: a thousand messages that wait are not a thousand tries.
 */
export class Outlet {
  readonly channel: ContactChannel;
  readonly #events: OutletEvents;
  readonly #options: OutletOptions;
  readonly #inHand = { urgent: 0, others: 0 };
  #outage: (Outage & { readonly since: number }) | null = null;
  #failures = 0;
  #closedUntil = 0;

  constructor(channel: ContactChannel, events: OutletEvents, options: OutletOptions) {
    this.channel = channel;
    this.#events = events;
    this.#options = options;
  }

  /** What the peer fails with now; null while it is there. */
  get detail(): string | null {
    return this.#outage?.detail ?? null;
  }

  /** How many more messages may be taken now. */
  room(): { readonly urgent: number; readonly others: number } {
    const { urgent, others } = this.#inHand;
    const places = PLACES[this.channel];
    if (this.#outage === null) return { urgent: places.urgent - urgent, others: places.others - others };
    const probe = urgent + others === 0 && this.#options.now() >= this.#closedUntil;
    return probe ? { urgent: 1, others: 1 } : { urgent: 0, others: 0 };
  }

  /** A message takes its place. @returns how to leave it */
  enter(urgent: boolean): () => void {
    const place = urgent ? 'urgent' : 'others';
    this.#inHand[place] += 1;
    return () => {
      this.#inHand[place] -= 1;
    };
  }

  /** The peer took a message, or failed to. */
  heard(trouble: Trouble | null, detail: string): void {
    if (trouble === 'link' || trouble === 'set_up') this.#failed(trouble, detail);
    else this.#worked();
  }

  #worked(): void {
    const before = this.#outage;
    this.#outage = null;
    this.#failures = 0;
    if (before === null) return;
    const { since, ...outage } = before;
    this.#events.onOutageOver?.({ ...outage, seconds: Math.round((this.#options.now() - since) / 1_000) });
  }

  #failed(trouble: Away, detail: string): void {
    const now = this.#options.now();
    const before = this.#outage;
    const { channel } = this;
    this.#outage = { channel, trouble, detail, since: before?.since ?? now };
    if (before?.trouble !== trouble) {
      this.#failures = 0;
      this.#events.onOutage?.({ channel, trouble, detail });
    }
    // What was on its way when the peer went away tells nothing new.
    if (before !== null && now < this.#closedUntil) return;
    const { first, longest } = PAUSE_MS[trouble];
    const pause = Math.min(longest, first * 2 ** Math.min(this.#failures, 20));
    this.#failures += 1;
    this.#closedUntil = now + pause * (0.5 + this.#options.random() / 2);
  }
}
