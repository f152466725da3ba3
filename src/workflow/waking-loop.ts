/**
 * Does turns until it is stopped. A turn that did nothing is followed by a sleep, which ends after `idleMs` or when
 * somebody wakes the loop; what wakes it in the middle of a turn counts for the next one.
 */
export class WakingLoop {
  readonly #turn: () => Promise<number>;
  readonly #idleMs: number;
  readonly #onFault: (error: unknown) => void;
  #running = false;
  #woken = false;
  #endSleep: () => void = () => undefined;
  #ended: Promise<void> = Promise.resolve();

  /** @param turn answers how much it did; 0 lets the loop sleep */
  constructor(turn: () => Promise<number>, idleMs: number, onFault: (error: unknown) => void) {
    this.#turn = turn;
    this.#idleMs = idleMs;
    this.#onFault = onFault;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#ended = this.#run();
  }

  wake(): void {
    this.#woken = true;
    this.#endSleep();
  }

  /** Ends after the turn that is under way. */
  async stop(): Promise<void> {
    this.#running = false;
    this.wake();
    await this.#ended;
  }

  async #run(): Promise<void> {
    while (this.#running) {
      this.#woken = false;
      let did = 0;
      try {
        did = await this.#turn();
      } catch (error) {
        this.#onFault(error);
      }
      if (did === 0 && this.#running && !this.#woken) await this.#sleep();
    }
  }

  #sleep(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#idleMs);
      this.#endSleep = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
