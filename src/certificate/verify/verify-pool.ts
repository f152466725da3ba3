import { HandbackError } from '../../domain/errors.ts';
import type { TrustDocument } from '../sign/trust.ts';
import { ThreadPool, type ThreadPoolOptions } from '../threads/thread-pool.ts';
import type { Verdict } from './verdict.ts';
import { MAX_PDF_BYTES } from './verify.ts';

export interface VerifyJob {
  readonly bytes: Uint8Array;
  readonly trust: TrustDocument;
  readonly number: string | undefined;
  readonly now: Date;
}

const OPTIONS: ThreadPoolOptions = {
  threads: 1,
  timeoutMs: 30_000,
  queue: {
    most: 200,
    mostBytes: 6 * MAX_PDF_BYTES,
    mostOfClient: 20,
    mostBytesOfClient: 2 * MAX_PDF_BYTES,
  },
};

/** Verifies what strangers upload off the event loop, which the largest file would hold for a second. */
export class VerifyPool {
  readonly #pool: ThreadPool<VerifyJob, Verdict>;

  constructor(options: Partial<ThreadPoolOptions> = {}) {
    this.#pool = new ThreadPool(
      new URL('./verify-thread.ts', import.meta.url),
      { ...OPTIONS, ...options },
      (reason) => new HandbackError('unavailable', { reason }),
    );
  }

  /**
   * As `verifyCertificate` without a status list; the clients in turn.
   * @throws HandbackError `unavailable`, with the reason: too many or too much waiting, too slow, or the thread died
   */
  verify(job: VerifyJob, client: string): Promise<Verdict> {
    return this.#pool.run(job, { client, bytes: job.bytes.length });
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
