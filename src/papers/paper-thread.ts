import { parentPort } from 'node:worker_threads';
import type { ThreadAnswer } from '../certificate/threads/thread-pool.ts';
import { drawPaper, type PaperJob } from './paper-job.ts';

/** The drawing thread: takes one job at a time. */
parentPort?.on('message', (job: PaperJob) => {
  void answer(job).then((message) => {
    parentPort?.postMessage(message, message.ok ? [message.result.buffer as ArrayBuffer] : []);
  });
});

async function answer(job: PaperJob): Promise<ThreadAnswer<Uint8Array>> {
  try {
    return { ok: true, result: new Uint8Array(await drawPaper(job)) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
