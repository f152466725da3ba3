import { parentPort } from 'node:worker_threads';
import type { ThreadAnswer } from '../threads/thread-pool.ts';
import { renderUnsigned } from './pdf.ts';
import type { RenderJob } from './render-worker.ts';

/** The drawing thread: takes one job at a time, and never sees a key. */
parentPort?.on('message', (job: RenderJob) => {
  void answer(job).then((message) => {
    parentPort?.postMessage(message, message.ok ? [message.result.buffer as ArrayBuffer] : []);
  });
});

async function answer(job: RenderJob): Promise<ThreadAnswer<Uint8Array>> {
  try {
    const drawn = await renderUnsigned(job.copy, job.masked, job.layout, job.signerName);
    return { ok: true, result: new Uint8Array(drawn) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}
