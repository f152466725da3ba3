import type { CertificateCopy } from '../../domain/certificates/certificate.ts';
import { HandbackError } from '../../domain/errors.ts';
import { ThreadPool } from '../threads/thread-pool.ts';
import type { LayoutOptions, Masked, PdfOptions } from './pdf.ts';
import { signPdf } from './pdf-signer.ts';

export interface RenderJob {
  readonly copy: CertificateCopy;
  readonly masked: Masked;
  readonly layout: LayoutOptions;
  readonly signerName: string;
}

export interface RenderPoolOptions {
  /** Threads; each holds both fonts, some 60 MB. They start with the first job. */
  readonly threads: number;
  /** A drawing that takes longer is ended with its thread. */
  readonly timeoutMs: number;
  /** Jobs that may wait; more are refused at once. */
  readonly maxWaiting: number;
  /** Of one client. */
  readonly maxOfClient: number;
}

const DEFAULTS: RenderPoolOptions = { threads: 1, timeoutMs: 30_000, maxWaiting: 500, maxOfClient: 20 };
/** A certificate as JSON has a few KB; what waits is bounded by its number. */
const ANY_BYTES = Number.MAX_SAFE_INTEGER;

/**
 * Draws certificates off the event loop, which a drawing would hold for some 30 ms. Only drawing is in the threads: the
 * signature is made here, so the private key stays in one place and may be in an HSM.
 */
export class RenderPool {
  readonly #pool: ThreadPool<RenderJob, Uint8Array>;

  constructor(options: Partial<RenderPoolOptions> = {}) {
    const { threads, timeoutMs, maxWaiting: most, maxOfClient } = { ...DEFAULTS, ...options };
    const queue = { most, mostBytes: ANY_BYTES, mostOfClient: maxOfClient, mostBytesOfClient: ANY_BYTES };
    this.#pool = new ThreadPool(
      new URL('./render-thread.ts', import.meta.url),
      { threads, timeoutMs, queue },
      (reason) => new HandbackError('render_failed', { reason }),
    );
  }

  /**
   * As `renderPdf`, in a thread; the clients in turn.
   * @throws HandbackError `render_failed` with the reason: too many waiting, too slow, the thread died, or the claims cannot be drawn.
   */
  async render(copy: CertificateCopy, masked: Masked, options: PdfOptions, client = ''): Promise<Uint8Array> {
    const { signer, ...layout } = options;
    const job = { copy, masked, layout, signerName: signer.issuer.name };
    return signPdf(await this.#pool.run(job, { client, bytes: 0 }), signer);
  }

  /** Ends the threads; what waits or is being drawn fails. */
  close(): Promise<void> {
    return this.#pool.close();
  }
}
