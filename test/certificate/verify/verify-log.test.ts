import { expect, test } from 'vitest';
import { readTrust } from '../../../src/certificate/sign/trust.ts';
import { verifyCertificate } from '../../../src/certificate/verify/verify.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import { certificate, jsonBytes, NOW, newRing } from '../fixtures.ts';
import { newLog } from '../log-fixtures.ts';

test('a browser without Ed25519 believes the certificate, and says that it cannot tell of the log', async () => {
  const ring = await newRing();
  const log = newLog();
  const copy = await certificate(ring.signer());
  const trust = await readTrust([{ ...ring.publicKeys(), logs: [log.vkey] }], nodeVerifyCrypto);
  const bytes = jsonBytes({ ...copy, logProof: log.proofOf(copy.jwt) });
  const verify = (crypto: typeof nodeVerifyCrypto) => verifyCertificate(bytes, { trust, crypto, now: NOW });
  expect(await verify(nodeVerifyCrypto)).toMatchObject({
    result: 'authentic',
    log: { logged: true, index: 1, size: 2 },
  });
  const old = {
    ...nodeVerifyCrypto,
    verifyEd25519(): boolean {
      throw new DOMException('Ed25519', 'NotSupportedError');
    },
  };
  expect(await verify(old)).toMatchObject({
    result: 'authentic',
    log: { logged: false, why: 'not_verifiable' },
  });
});
