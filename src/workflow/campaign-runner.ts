import { WakingLoop } from './waking-loop.ts';

/** How soon a campaign is taken up that a worker left behind: nobody announces that a process died. */
const IDLE_MS = 1_000;

/**
 * Advances campaigns, a portion a turn, one after another. It is a loop and no job of the housekeeping: the row of a campaign says
 * where it is, so that whichever worker looks next goes on there at once; a job that a killed process held would be locked for
 * hours, and a long one would keep the others waiting.
 */
export class CampaignRunner {
  readonly #loop: WakingLoop;

  /** @param turn does one portion, and answers how many rows it did */
  constructor(turn: () => Promise<number>, onFault: (error: unknown) => void, idleMs = IDLE_MS) {
    this.#loop = new WakingLoop(turn, idleMs, onFault);
  }

  start(): void {
    this.#loop.start();
  }

  wake(): void {
    this.#loop.wake();
  }

  /** Ends after the portion that is under way. */
  stop(): Promise<void> {
    return this.#loop.stop();
  }
}
