import { Worker } from 'node:worker_threads';
import type { CertificateFile } from '../../domain/certificates/certificate.ts';
import { HandbackError } from '../../domain/errors.ts';
import type { LayoutOptions, Masked, PdfOptions } from './pdf.ts';
import { signPdf } from './pdf-signer.ts';

export interface RenderJob {
  readonly file: CertificateFile;
  readonly masked: Masked;
  readonly layout: LayoutOptions;
  readonly signerName: string;
}

export type RenderAnswer =
  | { readonly ok: true; readonly pdf: Uint8Array }
  | { readonly ok: false; readonly reason: string };

interface Waiting {
  readonly job: RenderJob;
  readonly resolve: (pdf: Uint8Array) => void;
  readonly reject: (error: HandbackError) => void;
}

export interface RenderPoolOptions {
  /** Threads; each holds both fonts, some 60 MB. They start with the first job. */
  readonly threads: number;
  /** A drawing that takes longer is ended with its thread. */
  readonly timeoutMs: number;
  /** Jobs that may wait; more are refused at once. */
  readonly maxWaiting: number;
}

const DEFAULTS: RenderPoolOptions = { threads: 1, timeoutMs: 30_000, maxWaiting: 500 };

/**
 * Draws certificates off the event loop, which a drawing would hold for some 30 ms. Only drawing is in the threads: the
 * signature is made here, so the private key stays in one place and may be in an HSM.
 */
export class RenderPool {
  readonly #options: RenderPoolOptions;
  readonly #waiting: Waiting[] = [];
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  #closed = false;

  constructor(options: Partial<RenderPoolOptions> = {}) {
    this.#options = { ...DEFAULTS, ...options };
  }

  /**
   * As `renderPdf`, in a thread.
   * @throws HandbackError `render_failed` with the reason: too many waiting, too slow, the thread died, or the statement cannot be drawn.
   */
  async render(file: CertificateFile, masked: Masked, options: PdfOptions): Promise<Uint8Array> {
    const { signer, ...layout } = options;
    if (this.#closed) throw failed('closed');
    if (this.#waiting.length >= this.#options.maxWaiting) throw failed('busy');
    const unsigned = await new Promise<Uint8Array>((resolve, reject) => {
      this.#waiting.push({ job: { file, masked, layout, signerName: signer.issuer.name }, resolve, reject });
      this.#next();
    });
    return signPdf(unsigned, signer);
  }

  /** Ends the threads; what waits or is being drawn fails. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const one of this.#waiting.splice(0)) one.reject(failed('closed'));
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }

  #next(): void {
    if (this.#waiting.length === 0 || this.#closed) return;
    const worker = this.#idle.pop() ?? this.#start();
    if (worker) this.#run(worker, this.#waiting.shift()!);
  }

  #start(): Worker | null {
    if (this.#all.size >= this.#options.threads) return null;
    const worker = new Worker(new URL('./render-thread.ts', import.meta.url));
    this.#all.add(worker);
    return worker;
  }

  #run(worker: Worker, { job, resolve, reject }: Waiting): void {
    worker.removeAllListeners();
    worker.ref();
    const settle = (usable: boolean, finish: () => void) => {
      clearTimeout(timer);
      worker.removeAllListeners();
      if (usable) this.#rest(worker);
      else this.#drop(worker);
      finish();
      this.#next();
    };
    const timer = setTimeout(() => settle(false, () => reject(failed('too_slow'))), this.#options.timeoutMs);
    worker.once('message', (answer: RenderAnswer) => {
      settle(true, () => (answer.ok ? resolve(answer.pdf) : reject(failed(answer.reason))));
    });
    worker.once('error', (error) => settle(false, () => reject(failed(String(error)))));
    worker.once('exit', () => settle(false, () => reject(failed('thread_ended'))));
    worker.postMessage(job);
  }

  /** An idle thread keeps no process alive, and its death is nobody's error. */
  #rest(worker: Worker): void {
    worker.unref();
    worker.on('error', () => this.#drop(worker));
    worker.on('exit', () => this.#drop(worker));
    this.#idle.push(worker);
  }

  #drop(worker: Worker): void {
    this.#all.delete(worker);
    const at = this.#idle.indexOf(worker);
    if (at >= 0) this.#idle.splice(at, 1);
    worker.removeAllListeners();
    // Ending a thread may still raise an error event, which must not end the process.
    worker.on('error', () => {});
    void worker.terminate();
  }
}

function failed(reason: string): HandbackError {
  return new HandbackError('render_failed', { reason });
}
