import { expect, test } from 'vitest';
import { nodeCrypto } from '../../../src/certificate/credential/node-crypto.ts';
import { readTrust } from '../../../src/certificate/sign/trust.ts';
import { verifyCertificate } from '../../../src/certificate/verify/verify.ts';
import { certificate, jsonBytes, NOW, newRing } from '../fixtures.ts';
import { newLog } from '../log-fixtures.ts';

test('a browser without Ed25519 believes the certificate, and says that it cannot tell of the log', async () => {
  const ring = await newRing();
  const log = newLog();
  const copy = await certificate(ring.signer());
  const trust = await readTrust([{ ...ring.publicKeys(), logs: [log.vkey] }], nodeCrypto);
  const bytes = jsonBytes({ ...copy, logProof: log.proofOf(copy.jwt) });
  const verify = (crypto: typeof nodeCrypto) => verifyCertificate(bytes, { trust, crypto, now: NOW });
  expect(await verify(nodeCrypto)).toMatchObject({
    result: 'authentic',
    log: { logged: true, index: 1, size: 2 },
  });
  const old = {
    ...nodeCrypto,
    verifyEd25519(): boolean {
      throw new DOMException('Ed25519', 'NotSupportedError');
    },
  };
  expect(await verify(old)).toMatchObject({
    result: 'authentic',
    log: { logged: false, why: 'not_verifiable' },
  });
});
