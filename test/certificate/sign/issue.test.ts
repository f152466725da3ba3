import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { issueBatch } from '../../../src/certificate/sign/issue.ts';
import type { KeyRing } from '../../../src/certificate/sign/keys.ts';
import { readTrust, type Trust } from '../../../src/certificate/sign/trust.ts';
import { buildHolderCopy } from '../../../src/certificate/verify/holder-copy.ts';
import type { Verdict } from '../../../src/certificate/verify/verdict.ts';
import { type VerifyOptions, verifyCertificate } from '../../../src/certificate/verify/verify.ts';
import type { CertificateFile, Statement } from '../../../src/domain/certificates/certificate.ts';
import { bytesOf, certificate, draft, NOW, newRing, OPERATOR } from '../fixtures.ts';

let ring: KeyRing;
let trust: Trust;
let file: CertificateFile;

beforeAll(async () => {
  ring = await newRing();
  trust = readTrust(ring.publicKeys());
  file = certificate(ring.signer());
});

const verify = (value: unknown, options: Partial<VerifyOptions> = {}): Verdict =>
  verifyCertificate(Buffer.isBuffer(value) ? value : bytesOf(value), { trust, now: NOW, ...options });

describe('what is not a certificate', () => {
  test('gets a reason and no exception', () => {
    const text = JSON.stringify(file);
    const cases: readonly (readonly [Buffer | unknown, string])[] = [
      [Buffer.alloc(0), 'empty'],
      [Buffer.alloc(50 * 1024 * 1024, 0x20), 'too_large'],
      [Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(50 * 1024 * 1024)]), 'too_large'],
      [Buffer.from('%PDF-1.7\n%%EOF'), 'pdf_foreign'],
      [Buffer.from('%PDF-1.7\n(certificate.json)\n%%EOF'), 'pdf_unsigned'],
      [Buffer.from(text.slice(0, -1)), 'not_json'],
      [Buffer.from(text.replace('"withdrawals":0', '"withdrawals":NaN')), 'not_json'],
      [Buffer.from(text.replace('"withdrawals":0', '"withdrawals":0,"withdrawals":1')), 'duplicate_key'],
      [Buffer.from(text.replace('"withdrawals":0', '"withdrawals":1e999')), 'number_out_of_range'],
      [Buffer.from('['.repeat(1_000_000)), 'too_deep'],
      [Buffer.from([0xff, 0xfe]), 'not_utf8'],
      [Buffer.from('null'), 'format_unknown'],
      [Buffer.from('[]'), 'format_unknown'],
      [{ ...file, format: 'handback-certificate/2' }, 'format_unknown'],
      [{ ...file, statement: { ...file.statement, version: 2 } }, 'version_unsupported'],
      [{ ...file, statement: [] }, 'incomplete'],
      [{ format: file.format, statement: file.statement }, 'incomplete'],
    ];
    for (const [value, reason] of cases)
      expect(verify(value)).toEqual({ result: 'not_a_certificate', reason });
  });

  test('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.boolean(), (bytes, pdf) => {
        const verdict = verify(
          pdf
            ? Buffer.concat([Buffer.from('%PDF-1.7 (certificate.json) /ByteRange [0 9 '), bytes])
            : Buffer.from(bytes),
        );
        expect(verdict.result).not.toBe('authentic');
      }),
      { numRuns: 400 },
    );
  });

  test('is never issued either', () => {
    const { statement } = draft();
    const broken: Partial<Record<keyof Statement, unknown>>[] = [
      { withdrawals: Number.NaN },
      { billingEndedOn: '2026-02-30' },
      { timeZone: 'Asia/Nowhere' },
      { serviceEndedAt: '2026-11-22 02:14' },
      { certificateId: '' },
      { issuer: { id: OPERATOR.id, name: '\ud800' } },
      { accesses: [{ ...statement.accesses[0]!, detach: 'maybe' }] },
    ];
    for (const change of broken) {
      const wrong = { ...statement, ...change } as Statement;
      expect(() => issueBatch([statement, wrong], ring.signer(), NOW)).toThrow(
        expect.objectContaining({ code: 'statement_invalid' }),
      );
    }
    expect(issueBatch([], ring.signer(), NOW)).toEqual([]);
    const { openings } = draft();
    expect(() => buildHolderCopy(statement, file.proof, openings)).toThrow(
      expect.objectContaining({ code: 'opening_invalid' }),
    );
  });
});

test('a batch of thousands has short paths', () => {
  const statements = Array.from({ length: 5000 }, (_, i) => ({ ...file.statement, certificateId: `c-${i}` }));
  const proofs = issueBatch(statements, ring.signer(), NOW);
  expect(proofs).toHaveLength(5000);
  expect(proofs[0]!.path).toHaveLength(13);
  expect(new Set(proofs.map(({ signature }) => signature)).size).toBe(1);
});
