import { WakingLoop } from './waking-loop.ts';

/** How soon a text is taken up whose announcement was missed, or whose answer failed. */
const IDLE_MS = 1_000;
/** So many are answered at once: a slow one keeps none waiting behind it. */
const PLACES = 24;

/** Answers texts as they come in. Any number of workers may: a text is answered by whoever takes it up first. */
export class TextAnswers {
  readonly #loop: WakingLoop;
  readonly #inHand = new Set<Promise<void>>();
  readonly #onFault: (error: unknown) => void;

  /** @param begin takes up as many as there is room for, and answers with what is under way of each */
  constructor(begin: (room: number) => Promise<readonly Promise<void>[]>, onFault: (error: unknown) => void) {
    this.#onFault = onFault;
    this.#loop = new WakingLoop(() => this.#turn(begin), IDLE_MS, onFault);
  }

  start(): void {
    this.#loop.start();
  }

  wake(): void {
    this.#loop.wake();
  }

  /** Ends after the answers that are under way. */
  async stop(): Promise<void> {
    await this.#loop.stop();
    await Promise.all(this.#inHand);
  }

  async #turn(begin: (room: number) => Promise<readonly Promise<void>[]>): Promise<number> {
    const room = PLACES - this.#inHand.size;
    if (room <= 0) return 0;
    const begun = await begin(room);
    for (const answer of begun) {
      const carried = answer.catch(this.#onFault).finally(() => {
        this.#inHand.delete(carried);
        this.#loop.wake();
      });
      this.#inHand.add(carried);
    }
    return begun.length;
  }
}
