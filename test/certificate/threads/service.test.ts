import { afterAll, describe, expect, it } from 'vitest';
import { discloseOnly } from '../../../src/certificate/credential/choice.ts';
import { compactOf, jsonOf } from '../../../src/certificate/credential/sd-jwt.ts';
import { PdfCache } from '../../../src/certificate/paper/pdf-cache.ts';
import { readTrust } from '../../../src/certificate/sign/trust.ts';
import { verifyCertificate } from '../../../src/certificate/verify/verify.ts';
import { VerifyPool } from '../../../src/certificate/verify/verify-pool.ts';
import { holderCopy } from '../../../src/operations/certificates/holder-copy.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import { certificateServiceOf } from '../../../src/run/certificate-service.ts';
import { staffNamed } from '../../support/actors.ts';
import { closedCase, readyToEnd, running } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op } = instance;
const [line] = await seedLines(op.pool, instance.vault, 1, { simulator: instance.simulator });
const caseId = await running(instance.engine(), async () => {
  const made = await readyToEnd(op, line!);
  await closedCase(op.pool, made.caseId);
  return made.caseId;
});
const copy = await holderCopy(op, staffNamed('lin'), { caseId });
const service = certificateServiceOf(instance);
const pool = new VerifyPool();
afterAll(() => Promise.all([service.close(), pool.close()]));
const bytes = Buffer.from(compactOf(copy));

describe('a certificate that is verified in a thread', () => {
  it('gets the verdict that it gets anywhere', async () => {
    const now = new Date();
    const trust = instance.keyRing.publicKeys();
    const altered = Buffer.from(bytes);
    altered[bytes.indexOf('.') + 40]! ^= 1;
    const json = Buffer.from(JSON.stringify(jsonOf(copy)));
    const pdf = Buffer.from(await service.renderPdf(copy, 'en'));
    for (const one of [
      bytes,
      json,
      altered,
      pdf,
      Buffer.from('%PDF-1.7'),
      Buffer.alloc(0),
      Buffer.from('['),
    ]) {
      for (const number of [undefined, line!.msisdn, '+8613800000000']) {
        const here = await verifyCertificate(one, {
          trust: await readTrust([trust], nodeVerifyCrypto),
          crypto: nodeVerifyCrypto,
          number,
          now,
        });
        expect(await pool.verify({ bytes: one, trust, number, now }, 'a')).toEqual(here);
      }
    }
    expect(await service.verify(bytes)).toMatchObject({
      result: 'authentic',
      status: { known: true, state: 'valid', stale: false },
    });
  });

  it('waits for those of other clients only, and is bounded in bytes', async () => {
    const small = new VerifyPool({
      queue: { most: 10, mostBytes: 300_000, mostOfClient: 2, mostBytesOfClient: 200_000 },
    });
    const job = (of: Uint8Array) => ({
      bytes: of,
      trust: instance.keyRing.publicKeys(),
      number: undefined,
      now: new Date(),
    });
    const flood = Array.from({ length: 12 }, () => small.verify(job(Buffer.alloc(90_000)), 'flood'));
    const settled = Promise.allSettled(flood);
    expect((await small.verify(job(bytes), 'somebody')).result).toBe('authentic');
    const refused = (await settled).filter((one) => one.status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(9);
    for (const one of refused)
      expect(one.reason).toMatchObject({ code: 'unavailable', facts: { reason: 'busy' } });
    await expect(small.verify(job(Buffer.alloc(200_001)), 'large')).rejects.toMatchObject({
      code: 'unavailable',
    });
    await small.close();
  });
});

describe('a paper', () => {
  it('that is asked for again is drawn once; another language or content is another paper', async () => {
    const [first, again] = await Promise.all([
      service.renderPdf(copy, 'en', 'a'),
      service.renderPdf(copy, 'en', 'b'),
    ]);
    expect(again).toBe(first);
    expect(await service.renderPdf(copy, 'en', 'c')).toBe(first);
    const chinese = await service.renderPdf(copy, 'zh-CN');
    expect(Buffer.from(chinese).equals(Buffer.from(first))).toBe(false);
    const without = await service.renderPdf(await discloseOnly(copy, [], nodeVerifyCrypto), 'en');
    expect(Buffer.from(without).equals(Buffer.from(first))).toBe(false);
  });

  it('is kept as long and as much as there is room; a failure is not', async () => {
    let drawn = 0;
    let now = 0;
    const cache = new PdfCache({ maxBytes: 25, keepMs: 1_000 }, () => now);
    const paper = (key: string, bytes = 10) =>
      cache.get(key, async () => {
        drawn += 1;
        return new Uint8Array(bytes);
      });
    await paper('a');
    await paper('b');
    await paper('a');
    expect(drawn).toBe(2);
    await paper('c');
    expect(cache.bytes).toBe(20);
    await paper('a');
    expect(drawn).toBe(3);
    await paper('b');
    expect(drawn).toBe(4);
    now += 1_000;
    await paper('b');
    expect(drawn).toBe(5);
    const failing = () => cache.get('x', () => Promise.reject(new Error('no')));
    await expect(failing()).rejects.toThrow('no');
    await expect(cache.get('x', async () => new Uint8Array(1))).resolves.toHaveLength(1);
    await paper('huge', 1_000);
    expect(cache.bytes).toBeLessThanOrEqual(25);
  });
});
