/**
 * Messages that a phone does not send yet, by name: so a test stops a procedure in its middle, looks at the network, and
 * lets it go on. Nothing depends on how long that takes, as long as the network's own timers do not run out.
 */
export class Withholding {
  readonly #names = new Set<string>();
  #waiting: (() => void)[] = [];

  withhold(message: string): void {
    this.#names.add(message);
  }

  /** Sends what was withheld, in its order, and withholds nothing any more. */
  release(): void {
    this.#names.clear();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const send of waiting) send();
  }

  pass(message: string, send: () => void): void {
    if (this.#names.has(message)) this.#waiting.push(send);
    else send();
  }
}
