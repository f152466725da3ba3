/** Reads a message from its first byte to its last. @throws RangeError at its end */
export class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  byte(): number {
    return this.bytes(1)[0]!;
  }

  bytes(count: number): Buffer {
    if (this.#at + count > this.#bytes.length) throw new RangeError('cut off');
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  /** All that is left, at most so many. */
  upTo(count: number): Buffer {
    return this.bytes(Math.min(count, this.#bytes.length - this.#at));
  }
}
