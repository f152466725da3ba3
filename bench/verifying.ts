import { createPublicKey, verify } from 'node:crypto';
import type { Curve } from '../src/rsp/gsma-oids.ts';
import { signNotification } from '../src/rsp/notification-writer.ts';
import { readTrustAnchors } from '../src/rsp/trust-anchors.ts';
import { NotificationVerifier } from '../src/rsp/verify-notification.ts';
import { issueEuicc, makeTestChain } from '../src/simulators/pki/rsp-chain.ts';
import { AT, eidFrom, metadata, notificationOf } from '../test/rsp/fixtures.ts';
import type { Figure } from './figure.ts';
import { median } from './median.ts';

const ROUNDS = 7;

/**
 * How many notifications a second are verified, beside `crypto.verify` of the same signatures with keys at hand, which
 * is the least that it can cost.
 */
export async function verifying(small: boolean): Promise<readonly Figure[]> {
  return [
    ...(await measure('P-256', small ? 300 : 3_000)),
    ...(await measure('brainpoolP256r1', small ? 100 : 1_000)),
  ];
}

async function measure(curve: Curve, count: number): Promise<readonly Figure[]> {
  const { ci, eum } = makeTestChain({ curve, eid: eidFrom('89049032', 0) });
  const anchors = readTrustAnchors([ci.der]);
  const cases = Array.from({ length: count }, (_, i) => {
    const euicc = issueEuicc(eum, eidFrom('89049032', i));
    const tbs = metadata({ seqNumber: i });
    const key = { key: createPublicKey(euicc.key), dsaEncoding: 'ieee-p1363' as const };
    return { tbs, key, signature: signNotification(tbs, euicc.key), der: notificationOf(euicc, [eum], tbs) };
  });
  const known = new NotificationVerifier({ anchors });
  for (const { der } of cases) known.verify(der, AT);
  /** Knows the EUM and none of these eUICCs. */
  const afresh = () => {
    const verifier = new NotificationVerifier({ anchors });
    verifier.verify(notificationOf(issueEuicc(eum, eidFrom('89049032', count)), [eum]), AT);
    return verifier;
  };
  const rates: Record<string, number[]> = {};
  const time = async (name: string, work: () => unknown) => {
    const start = performance.now();
    await work();
    rates[name] = [...(rates[name] ?? []), (count / (performance.now() - start)) * 1000];
  };
  for (let round = 0; round < ROUNDS; round++) {
    const [sync, async] = [afresh(), afresh()];
    await time('bare', () => cases.every(({ tbs, key, signature }) => verify('sha256', tbs, key, signature)));
    await time('known eUICC', () => cases.every(({ der }) => known.verify(der, AT).ok));
    await time('new eUICC', () => cases.every(({ der }) => sync.verify(der, AT).ok));
    await time('known eUICC, on threads', () =>
      Promise.all(cases.map(({ der }) => known.verifyAsync(der, AT))),
    );
    await time('new eUICC, on threads', () =>
      Promise.all(cases.map(({ der }) => async.verifyAsync(der, AT))),
    );
  }
  const bare = median(rates['bare']!);
  return Object.entries(rates).map(([name, values]) => ({
    name: `${curve}, ${name}`,
    value: median(values),
    unit: '/s',
    note: `${(median(values) / bare).toFixed(2)} of bare`,
  }));
}
