import type { Spoken } from '../operator/house.ts';
import type { LocalDate } from '../values/local-date.ts';

/** What somebody can be reached by. */
export const CHANNEL_KINDS = ['domain', 'number', 'sender', 'app', 'account'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** Whose channels they are: of whoever runs this Handback, of another carrier, of an authority, or where fraud is reported. */
export const OWNER_ROLES = ['operator', 'carrier', 'authority', 'reporting'] as const;
export type OwnerRole = (typeof OWNER_ROLES)[number];

/** One entry of the registry. */
export interface Channel {
  readonly kind: ChannelKind;
  /** A domain in lower case, with all below it; a number in digits; a name as it is written. */
  readonly value: string;
  /** Of an account: at which messenger or network. */
  readonly at: string | null;
  /** Both days belong to it; null: from ever, for ever. */
  readonly from: LocalDate | null;
  readonly until: LocalDate | null;
  /** Where it is known from, and when somebody looked. */
  readonly source: string;
  readonly checked: LocalDate;
}

export interface Owner {
  readonly id: string;
  readonly name: Spoken;
  readonly role: OwnerRole;
  /** ISO 3166-1, in lower case. */
  readonly country: string;
  /** What texts call it. */
  readonly called: readonly string[];
  readonly channels: readonly Channel[];
}

/** Who can be reached by what. */
export interface ChannelRegistry {
  readonly owners: readonly Owner[];
}

/** An entry with whose it is. */
export interface OwnedChannel extends Channel {
  readonly owner: Owner;
}

export function inForce(channel: Channel, on: LocalDate): boolean {
  return (channel.from === null || channel.from <= on) && (channel.until === null || on <= channel.until);
}

/** Several registries as one; owners of the same id are one, the first names it. */
export function joinRegistries(registries: readonly ChannelRegistry[]): ChannelRegistry {
  const owners = new Map<string, Owner>();
  for (const owner of registries.flatMap((one) => one.owners)) {
    const known = owners.get(owner.id);
    owners.set(
      owner.id,
      known === undefined
        ? owner
        : {
            ...known,
            called: [...new Set([...known.called, ...owner.called])],
            channels: withoutDoubles([...known.channels, ...owner.channels]),
          },
    );
  }
  return { owners: [...owners.values()] };
}

function withoutDoubles(channels: readonly Channel[]): readonly Channel[] {
  const seen = new Map<string, Channel>();
  for (const channel of channels) {
    const key = [channel.kind, channel.at ?? '', channel.value].join(' ');
    if (!seen.has(key)) seen.set(key, channel);
  }
  return [...seen.values()];
}

/** The registry as it is looked up on one day. */
export class ChannelIndex {
  readonly all: readonly OwnedChannel[];
  readonly #exact = new Map<string, OwnedChannel>();
  readonly #over = new Set<string>();

  constructor(registry: ChannelRegistry, on: LocalDate) {
    const owned = registry.owners.flatMap((owner) =>
      owner.channels.map((channel): OwnedChannel => ({ ...channel, owner })),
    );
    this.all = owned.filter((channel) => inForce(channel, on));
    for (const channel of this.all) {
      const key = keyOf(channel.kind, channel.value, channel.at);
      if (!this.#exact.has(key)) this.#exact.set(key, channel);
    }
    for (const channel of owned) {
      const key = keyOf(channel.kind, channel.value, channel.at);
      if (!this.#exact.has(key)) this.#over.add(key);
    }
  }

  /** Whose domain a host stands in: its own or one above it. */
  domain(host: string): OwnedChannel | null {
    for (let rest = host; rest.includes('.'); rest = rest.slice(rest.indexOf('.') + 1)) {
      const found = this.#exact.get(keyOf('domain', rest, null));
      if (found !== undefined) return found;
    }
    return null;
  }

  get(kind: Exclude<ChannelKind, 'domain'>, value: string, at: string | null = null): OwnedChannel | null {
    return this.#exact.get(keyOf(kind, value, at)) ?? null;
  }

  /** Whether it stood in the registry, or will, and does not today. */
  notToday(kind: ChannelKind, value: string, at: string | null = null): boolean {
    return this.#over.has(keyOf(kind, value, at));
  }
}

const keyOf = (kind: ChannelKind, value: string, at: string | null): string =>
  [kind, at ?? '', value.toLowerCase()].join('\n');
