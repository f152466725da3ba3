import { PROTOCOL } from './mm.ts';

/** How a phone hears what its conversation brings. */
export interface Listener {
  /** A message of layer 3 from the network. */
  message(layer3: Buffer, sapi: number): void;
  /** The channel was taken away: by the network, or because the way to it broke. */
  released(why: 'cleared' | 'refused' | 'lost'): void;
}

const NUMBERED: ReadonlySet<number> = new Set([PROTOCOL.callControl, PROTOCOL.mm]);

/**
 * One phone's channel to the MSC, from its first message until the network releases it. Messages of mobility management and
 * call control are numbered (N(SD), TS 24.007 section 11.2.3.2.3): the MSC drops one that has the number of the last as
 * sent twice.
 */
export class Conversation {
  readonly #transmit: (layer3: Buffer, sapi: number) => void;
  readonly #listener: Listener;
  #number = 0;
  #confirmed = false;
  #early: (readonly [Buffer, number])[] = [];
  #end = (): void => {};
  /** Resolves when the network has let go of it. */
  readonly closed = new Promise<void>((resolve) => {
    this.#end = resolve;
  });

  constructor(transmit: (layer3: Buffer, sapi: number) => void, listener: Listener) {
    this.#transmit = transmit;
    this.#listener = listener;
  }

  /** Writes its number into a message: two bits of the type octet. */
  numbered(layer3: Buffer): Buffer {
    if (!NUMBERED.has(layer3[0]! & 0x0f)) return layer3;
    const copy = Buffer.from(layer3);
    copy[1] = (copy[1]! & 0x3f) | ((this.#number++ & 3) << 6);
    return copy;
  }

  send(layer3: Buffer, sapi = 0): void {
    const message = this.numbered(layer3);
    if (this.#confirmed) this.#transmit(message, sapi);
    else this.#early.push([message, sapi]);
  }

  /** The other end's reference is known: what waited for it goes out. */
  confirm(): void {
    this.#confirmed = true;
    for (const [message, sapi] of this.#early.splice(0)) this.#transmit(message, sapi);
  }

  receive(layer3: Buffer, sapi: number): void {
    this.#listener.message(layer3, sapi);
  }

  cleared(): void {
    this.#listener.released('cleared');
  }

  close(why: 'cleared' | 'refused' | 'lost'): void {
    if (why !== 'cleared') this.#listener.released(why);
    this.#end();
  }
}
