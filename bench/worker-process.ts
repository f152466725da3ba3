import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** What a worker says of the lines that it walked to their end. */
export interface Walked {
  readonly seconds: number;
  /** Of server and worker together. */
  readonly peakRssMb: number;
  /** By a simulated HLR; null with a real one. */
  readonly deleted: number | null;
}

export interface BenchWorker {
  /** Resolves when so many lines, which are due already, are closed. */
  walk(lines: number): Promise<Walked>;
  close(): Promise<void>;
}

/** Starts `worker.ts` on a database and the keys of its instance, with an OsmoHLR or a simulated HLR. */
export async function startWorker(
  url: string,
  dataFolder: string,
  osmoHlrHost?: string,
): Promise<BenchWorker> {
  // With the flags of this process, which are those that bin/ gives the product.
  const child = fork(join(import.meta.dirname, 'worker.ts'), [url, dataFolder, osmoHlrHost ?? '']);
  const ended = once(child, 'exit');
  const answer = (): Promise<unknown> =>
    Promise.race([
      once(child, 'message').then(([message]) => message),
      ended.then(([code]) => Promise.reject(new Error(`the worker ended with ${code}`))),
    ]);
  await answer();
  return {
    async walk(lines) {
      const walked = answer();
      child.send(lines);
      return (await walked) as Walked;
    },
    async close() {
      child.disconnect();
      await ended;
    },
  };
}
