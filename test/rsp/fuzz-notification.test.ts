import { expect, test } from 'vitest';
import { NotificationVerifier, REFUSALS } from '../../src/rsp/verify-notification.ts';
import { AT } from './fixtures.ts';
import { damagedNotifications, fuzzNotifications } from './fuzz-notification.ts';

test('a verifier survives damaged notifications and believes none of them', () => {
  const report = fuzzNotifications({ iterations: 5_000, seed: 20_261_122 });
  const known: readonly string[] = ['ok', ...REFUSALS];
  expect(Object.keys(report.verdicts).filter((reason) => !known.includes(reason))).toEqual([]);
  // The damage reaches the parser, the chain and the signature, or the test would say little.
  expect(report.verdicts).toMatchObject({
    not_der: expect.any(Number),
    certificate_malformed: expect.any(Number),
    chain_incomplete: expect.any(Number),
    chain_signature: expect.any(Number),
    signature_invalid: expect.any(Number),
  });
  expect(report.heapAfter - report.heapBefore).toBeLessThan(16 * 1024 * 1024);
});

test('another thread gives the same verdict on each of them', async () => {
  const { anchors, damaged } = damagedNotifications(500, 7);
  const verifier = new NotificationVerifier({ anchors });
  const verdicts = await Promise.all(damaged.map((der) => verifier.verifyAsync(der, AT)));
  expect(verdicts).toEqual(damaged.map((der) => verifier.verify(der, AT)));
});
