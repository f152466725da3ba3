export interface QueueBounds {
  /** Entries that may wait, and their bytes. */
  readonly most: number;
  readonly mostBytes: number;
  /** Of one client. */
  readonly mostOfClient: number;
  readonly mostBytesOfClient: number;
}

/** Of whom a piece of work is, and how large. */
export interface Work {
  /** As `clientOf` names it. */
  readonly client: string;
  readonly bytes: number;
}

interface Line<T> {
  readonly entries: { readonly entry: T; readonly bytes: number }[];
  bytes: number;
}

/**
 * What waits, by client: each client in turn has one entry taken, the oldest of its own, so that who brings much waits for
 * themselves. Bounded in number and bytes, over all and for each.
 */
export class FairQueue<T> {
  readonly #bounds: QueueBounds;
  /** In the order of their turns. */
  readonly #lines = new Map<string, Line<T>>();
  #length = 0;
  #bytes = 0;

  constructor(bounds: QueueBounds) {
    this.#bounds = bounds;
  }

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** @returns false where there is no room for it */
  push(entry: T, { client, bytes }: Work): boolean {
    const { most, mostBytes, mostOfClient, mostBytesOfClient } = this.#bounds;
    const line = this.#lines.get(client) ?? { entries: [], bytes: 0 };
    if (this.#length >= most || this.#bytes + bytes > mostBytes) return false;
    if (line.entries.length >= mostOfClient || line.bytes + bytes > mostBytesOfClient) return false;
    line.entries.push({ entry, bytes });
    line.bytes += bytes;
    this.#length += 1;
    this.#bytes += bytes;
    this.#lines.set(client, line);
    return true;
  }

  shift(): T | undefined {
    const next = this.#lines.entries().next();
    if (next.done) return undefined;
    const [client, line] = next.value;
    const { entry, bytes } = line.entries.shift()!;
    line.bytes -= bytes;
    this.#length -= 1;
    this.#bytes -= bytes;
    this.#lines.delete(client);
    if (line.entries.length > 0) this.#lines.set(client, line);
    return entry;
  }
}
