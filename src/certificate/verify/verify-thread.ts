import { parentPort } from 'node:worker_threads';
import { nodeVerifyCrypto } from '../../ports/node-verify-crypto.ts';
import { readTrust, type Trust } from '../sign/trust.ts';
import type { ThreadAnswer } from '../threads/thread-pool.ts';
import type { Verdict } from './verdict.ts';
import { verifyCertificate } from './verify.ts';
import type { VerifyJob } from './verify-pool.ts';

/** The document changes once in months; reading its keys takes longer than most verifications. */
let known: { readonly text: string; readonly trust: Trust } | null = null;

parentPort?.on('message', (job: VerifyJob) => {
  void judge(job).then((result) => {
    parentPort?.postMessage({ ok: true, result } satisfies ThreadAnswer<Verdict>);
  });
});

async function judge({ bytes, trust, number, now }: VerifyJob): Promise<Verdict> {
  const text = JSON.stringify(trust);
  if (known?.text !== text) known = { text, trust: await readTrust([trust], nodeVerifyCrypto) };
  return verifyCertificate(bytes, { trust: known.trust, crypto: nodeVerifyCrypto, number, now });
}
