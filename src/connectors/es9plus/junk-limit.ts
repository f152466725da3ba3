import { clientOf } from '../../domain/values/client-of.ts';

const HOUR_MS = 3_600_000;
/** Clients that are remembered; the oldest are forgotten first. */
const MOST_CLIENTS = 10_000;

/** What became of a notification: stored as a proof, known already, stored though it proves nothing, or not stored. */
export type Outcome = 'accepted' | 'repeated' | 'quarantined' | 'dropped';

interface Budget {
  readonly atOnce: number;
  readonly perSecond: number;
}

export interface JunkLimits {
  /** What proves nothing and is stored for a person to look at: of one client and of all, in an hour. */
  readonly storedPerHour: { readonly client: number; readonly all: number };
  /**
   * Signatures that are verified for clients beyond that, and turn out to be none: so many at once, and so many more a
   * second. One costs a tenth of a millisecond to a few, by its curve.
   */
  readonly verified: Readonly<Record<'client' | 'all', Budget>>;
}

export const JUNK_LIMITS: JunkLimits = {
  storedPerHour: { client: 500, all: 20_000 },
  verified: { client: { atOnce: 100, perSecond: 20 }, all: { atOnce: 500, perSecond: 100 } },
};

/** May be looked at, and is told to `settle` what it was; or must come again. */
export type Admission =
  | {
      /** Whether it is stored even if nobody signed it. */
      readonly keepUnsigned: boolean;
      settle(outcome: Outcome): void;
      /** Milliseconds until something unsigned is stored again. */
      readonly fullForMs: number;
    }
  | { readonly waitMs: number };

/**
 * Bounds what strangers can cost: the disk, because every notification is kept before it is acknowledged, and the
 * processor. Who sent much that proves nothing has the rest looked at all the same, since phones share addresses: what an
 * eUICC signed is taken as ever, and other things are dropped and not acknowledged. What is verified for such a client in
 * vain is paid from budgets that refill; while one is empty, the client is told to wait and keeps its copy. What is
 * proven costs nothing.
 */
export class JunkLimit {
  readonly #limits: JunkLimits;
  readonly #now: () => number;
  readonly #clients = new Map<string, Client>();
  readonly #all: Client;

  /** @param now milliseconds of a clock that only goes forward */
  constructor(limits: JunkLimits = JUNK_LIMITS, now: () => number = () => performance.now()) {
    this.#limits = limits;
    this.#now = now;
    this.#all = new Client(limits.storedPerHour.all, limits.verified.all, now());
  }

  /** Places are reserved before anything is looked at, so that many at once are many. */
  admit(address: string): Admission {
    const now = this.#now();
    const client = this.#client(clientOf(address), now);
    const both = [client, this.#all];
    if (both.every((one) => one.hasRoom(now))) {
      for (const one of both) one.stored += 1;
      return {
        keepUnsigned: true,
        fullForMs: 0,
        settle: (outcome) => {
          // Only in the hour in which it was reserved; the next one began without it.
          if (outcome !== 'quarantined') for (const one of both) one.giveRoomBack(now);
        },
      };
    }
    const waitMs = Math.max(...both.map((one) => one.waitMs(now)));
    if (waitMs > 0) return { waitMs };
    for (const one of both) one.verifications -= 1;
    return {
      keepUnsigned: false,
      fullForMs: Math.max(...both.map((one) => (one.hasRoom(now) ? 0 : one.hourEnds - now))),
      settle: (outcome) => {
        if (outcome === 'accepted') for (const one of both) one.verifications += 1;
      },
    };
  }

  #client(name: string, now: number): Client {
    const known = this.#clients.get(name);
    if (known !== undefined) return known;
    const client = new Client(this.#limits.storedPerHour.client, this.#limits.verified.client, now);
    this.#clients.set(name, client);
    if (this.#clients.size > MOST_CLIENTS) this.#clients.delete(this.#clients.keys().next().value!);
    return client;
  }
}

class Client {
  stored = 0;
  verifications: number;
  hourEnds: number;
  readonly #storedPerHour: number;
  readonly #verified: Budget;
  #filledAt: number;

  constructor(storedPerHour: number, verified: Budget, now: number) {
    this.#storedPerHour = storedPerHour;
    this.#verified = verified;
    this.verifications = verified.atOnce;
    this.hourEnds = now + HOUR_MS;
    this.#filledAt = now;
  }

  hasRoom(now: number): boolean {
    if (now >= this.hourEnds) {
      this.stored = 0;
      this.hourEnds = now + HOUR_MS;
    }
    return this.stored < this.#storedPerHour;
  }

  giveRoomBack(reservedAt: number): void {
    if (reservedAt >= this.hourEnds - HOUR_MS) this.stored -= 1;
  }

  /** Until one more may be verified; 0 if it may now. */
  waitMs(now: number): number {
    const { atOnce, perSecond } = this.#verified;
    this.verifications = Math.min(atOnce, this.verifications + ((now - this.#filledAt) / 1_000) * perSecond);
    this.#filledAt = now;
    return this.verifications >= 1 ? 0 : ((1 - this.verifications) / perSecond) * 1_000;
  }
}
