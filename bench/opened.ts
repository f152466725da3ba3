/** What was opened, to be closed in the other order: also what is still opening when the run is broken off. */
export class Opened {
  readonly #closers: (() => Promise<void>)[] = [];
  #closing: Promise<void> | null = null;

  /** Opens, and remembers how to close. @throws Error once `close` was called: nothing new begins then */
  async keep<T>(open: () => Promise<T>, close: (one: T) => unknown): Promise<T> {
    if (this.#closing !== null) throw new Error('broken off');
    const opening = open();
    this.#closers.push(async () => {
      const state = await Promise.allSettled([opening]);
      if (state[0].status === 'fulfilled') await close(state[0].value);
    });
    return opening;
  }

  /** Closes all, last first; one that cannot be closed keeps none of the others open. */
  close(): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    const faults: unknown[] = [];
    for (const close of this.#closers.reverse()) await close().catch((error) => faults.push(error));
    if (faults.length > 0) throw new AggregateError(faults, 'not everything could be closed');
  }
}
