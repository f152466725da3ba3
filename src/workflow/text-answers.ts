import { WakingLoop } from './waking-loop.ts';

/** How soon a text is taken up whose announcement was missed, or whose answer failed. */
const IDLE_MS = 1_000;

/** Answers texts as they come in, some at once. Any number of workers may: a text is answered by whoever takes it up first. */
export class TextAnswers {
  readonly #loop: WakingLoop;

  /** @param turn answers some, and says how many it took up */
  constructor(turn: () => Promise<number>, onFault: (error: unknown) => void) {
    this.#loop = new WakingLoop(turn, IDLE_MS, onFault);
  }

  start(): void {
    this.#loop.start();
  }

  wake(): void {
    this.#loop.wake();
  }

  /** Ends after the answers that are under way. */
  stop(): Promise<void> {
    return this.#loop.stop();
  }
}
