import { parentPort } from 'node:worker_threads';
import { readTrust, type Trust } from '../sign/trust.ts';
import type { ThreadAnswer } from '../threads/thread-pool.ts';
import { nodeCrypto } from './node-crypto.ts';
import type { Verdict } from './verdict.ts';
import { verifyCertificate } from './verify.ts';
import type { VerifyJob } from './verify-pool.ts';

/** The document changes once in months; reading its keys takes longer than most verifications. */
let known: { readonly text: string; readonly trust: Trust } | null = null;

parentPort?.on('message', async ({ bytes, trust, list, number, now }: VerifyJob) => {
  const text = JSON.stringify(trust);
  if (known?.text !== text) known = { text, trust: await readTrust([trust], nodeCrypto) };
  const statusList = list === null ? undefined : { ok: true as const, list };
  const result = await verifyCertificate(bytes, { trust: known.trust, statusList, number, now });
  parentPort?.postMessage({ ok: true, result } satisfies ThreadAnswer<Verdict>);
});
