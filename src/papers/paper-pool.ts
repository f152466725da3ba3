import { ThreadPool } from '../certificate/threads/thread-pool.ts';
import { HandbackError } from '../domain/errors.ts';
import type { PaperJob } from './paper-job.ts';

/** A form is some kilobytes of text; what waits is bounded by its number. */
const ANY_BYTES = Number.MAX_SAFE_INTEGER;

/** Draws papers off the event loop, which a drawing would hold for some 30 ms. The thread starts with the first of them. */
export class PaperPool {
  readonly #pool = new ThreadPool<PaperJob, Uint8Array>(
    new URL('./paper-thread.ts', import.meta.url),
    {
      threads: 1,
      timeoutMs: 30_000,
      queue: { most: 200, mostBytes: ANY_BYTES, mostOfClient: 20, mostBytesOfClient: ANY_BYTES },
    },
    (reason) => new HandbackError('render_failed', { reason }),
  );

  /**
   * @param client who asks, as limits count them: the clients take turns
   * @throws HandbackError `render_failed` with the reason: too many waiting, too slow, or it cannot be drawn
   */
  draw(job: PaperJob, client: string): Promise<Uint8Array> {
    return this.#pool.run(job, { client, bytes: 0 });
  }

  /** Ends the thread; what waits or is being drawn fails. */
  close(): Promise<void> {
    return this.#pool.close();
  }
}
