import { Worker } from 'node:worker_threads';
import { FairQueue, type QueueBounds, type Work } from './fair-queue.ts';

/** What a thread answers to one job. */
export type ThreadAnswer<Result> =
  | { readonly ok: true; readonly result: Result }
  | { readonly ok: false; readonly reason: string };

export interface ThreadPoolOptions {
  /** They start with the first job. */
  readonly threads: number;
  /** A job that takes longer is ended with its thread. */
  readonly timeoutMs: number;
  readonly queue: QueueBounds;
}

interface Waiting<Job, Result> {
  readonly job: Job;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

/** Does jobs off the event loop, one at a time in each thread, the clients in turn. */
export class ThreadPool<Job, Result> {
  readonly #script: URL;
  readonly #options: ThreadPoolOptions;
  readonly #failed: (reason: string) => Error;
  readonly #waiting: FairQueue<Waiting<Job, Result>>;
  readonly #idle: Worker[] = [];
  readonly #all = new Set<Worker>();
  #closed = false;

  /**
   * @param script what a thread runs: it answers each message with one `ThreadAnswer`
   * @param failed makes the error of a job from its reason: `busy`, `closed`, `too_slow`, `thread_ended`, or the thread's own
   */
  constructor(script: URL, options: ThreadPoolOptions, failed: (reason: string) => Error) {
    this.#script = script;
    this.#options = options;
    this.#failed = failed;
    this.#waiting = new FairQueue(options.queue);
  }

  async run(job: Job, of: Work): Promise<Result> {
    if (this.#closed) throw this.#failed('closed');
    return new Promise<Result>((resolve, reject) => {
      if (!this.#waiting.push({ job, resolve, reject }, of)) reject(this.#failed('busy'));
      else this.#next();
    });
  }

  /** Ends the threads; what waits or is being done fails. */
  async close(): Promise<void> {
    this.#closed = true;
    for (let one = this.#waiting.shift(); one !== undefined; one = this.#waiting.shift())
      one.reject(this.#failed('closed'));
    await Promise.all([...this.#all].map((worker) => worker.terminate()));
  }

  #next(): void {
    if (this.#waiting.length === 0 || this.#closed) return;
    const worker = this.#idle.pop() ?? this.#start();
    if (worker) this.#run(worker, this.#waiting.shift()!);
  }

  #start(): Worker | null {
    if (this.#all.size >= this.#options.threads) return null;
    const worker = new Worker(this.#script);
    this.#all.add(worker);
    return worker;
  }

  #run(worker: Worker, { job, resolve, reject }: Waiting<Job, Result>): void {
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
    const fail = (reason: string) => () => reject(this.#failed(reason));
    const timer = setTimeout(() => settle(false, fail('too_slow')), this.#options.timeoutMs);
    worker.once('message', (answer: ThreadAnswer<Result>) => {
      settle(true, answer.ok ? () => resolve(answer.result) : fail(answer.reason));
    });
    worker.once('error', (error) => settle(false, fail(String(error))));
    worker.once('exit', () => settle(false, fail('thread_ended')));
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
