import { LANES, type Stage } from '../../domain/cases/termination.ts';
import type { Walked } from './walked.ts';

interface Queue {
  walked: Walked[];
  /** On the monotonic clock, in milliseconds, when its oldest came. */
  since: number;
  persons: number;
}

/** So many campaign cases at one stage are worth a commit of their own. */
export const WORTH_A_COMMIT = 300;
/** And fewer, when the oldest has waited so long, in milliseconds. */
export const LONG_ENOUGH_MS = 50;

/**
 * Outcomes that wait to be recorded, by stage: a commit of one stage is a handful of set-wise statements, whatever its
 * size. A person's case is recorded at once. Cases of campaigns wait for each other a little, as long as there are
 * others to come: many small commits take from the database, and from every case, what a few large ones do not.
 */
export class RecordQueues {
  // In the order in which they are served.
  readonly #queues = new Map<Stage, Queue>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(walked: Walked, now: number): void {
    const { stage, lane } = walked.work;
    const queue = this.#queues.get(stage) ?? { walked: [], since: now, persons: 0 };
    queue.walked.push(walked);
    if (lane !== LANES.campaign) queue.persons += 1;
    this.#queues.set(stage, queue);
    this.#size += 1;
  }

  /**
   * Takes what is to be recorded next, of one stage; null when it is better to wait.
   * @param last nothing is under way that could still join
   */
  take(limit: number, now: number, last: boolean): readonly Walked[] | null {
    const stage = this.#next(now, last);
    if (stage === null) return null;
    const queue = this.#queues.get(stage)!;
    const batch = queue.walked.splice(0, limit);
    this.#size -= batch.length;
    // The stage goes to the end of the line, so that every stage has its turn.
    this.#queues.delete(stage);
    if (queue.walked.length > 0) {
      const persons = queue.walked.filter(({ work }) => work.lane !== LANES.campaign).length;
      this.#queues.set(stage, { ...queue, persons });
    }
    return batch;
  }

  /** Milliseconds until the oldest has waited long enough; null when nothing waits. */
  waitMs(now: number): number | null {
    if (this.#queues.size === 0) return null;
    const oldest = Math.min(...[...this.#queues.values()].map(({ since }) => since));
    return Math.max(0, oldest + LONG_ENOUGH_MS - now);
  }

  #next(now: number, last: boolean): Stage | null {
    let ready: Stage | null = null;
    for (const [stage, { walked, since, persons }] of this.#queues) {
      if (persons > 0) return stage;
      if (last || walked.length >= WORTH_A_COMMIT || now - since >= LONG_ENOUGH_MS) ready ??= stage;
    }
    return ready;
  }
}
