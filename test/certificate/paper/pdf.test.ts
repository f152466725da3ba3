import { beforeAll, describe, expect, test } from 'vitest';
import { belonging } from '../../../src/certificate/credential/disclosure.ts';
import { compactOf, signedClaims } from '../../../src/certificate/credential/sd-jwt.ts';
import type { Masked } from '../../../src/certificate/paper/pdf.ts';
import type { KeyRing } from '../../../src/certificate/sign/keys.ts';
import type { CertificateSigner } from '../../../src/certificate/sign/signer.ts';
import { readTrust, type Trust } from '../../../src/certificate/sign/trust.ts';
import { readAttachment } from '../../../src/certificate/verify/pdf-attachment.ts';
import type { CertificateCopy } from '../../../src/domain/certificates/certificate.ts';
import type { Language } from '../../../src/domain/values/language.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import { certificate, draft, NOW, newRing, OPERATOR, OTHER } from '../fixtures.ts';
import { render as draw, MASKED, newOperator, verifyPdf } from './pdf-fixtures.ts';

let ring: KeyRing;
let trust: Trust;
let copy: CertificateCopy;
let pdf: Buffer;

beforeAll(async () => {
  ({ ring, trust, copy, pdf } = await newOperator());
}, 30_000);

const render = (
  of: CertificateCopy,
  masked: Masked = MASKED,
  signer: CertificateSigner = ring.signer(),
  first?: Language,
) => draw(of, signer, masked, first);
const verify = (bytes: Uint8Array, believed: Trust = trust) => verifyPdf(bytes, believed);

describe('a certificate as PDF', () => {
  test('verifies offline by its signature and its attachment', async () => {
    expect(await verify(pdf)).toMatchObject({
      result: 'authentic',
      source: 'pdf',
      issuer: OPERATOR,
      number: 'match',
    });
    expect((await readAttachment(pdf, 'certificate.sdjwt', 1e6, nodeVerifyCrypto)).toString()).toBe(
      compactOf(copy),
    );
  });

  test('verifies in either order of languages, without a number, and after rotation', async () => {
    expect((await verify(await render(copy, MASKED, ring.signer(), 'en'))).result).toBe('authentic');
    const made = draft(
      OPERATOR,
      { number: 'none', numberReleasedOn: null, accesses: [], profiles: [] },
      '李',
      null,
    );
    const disclosures = belonging(made.disclosures, made.claims);
    const dataOnly = await certificate(ring.signer(), { ...made, disclosures });
    expect(await verify(await render(dataOnly, { msisdn: null, holder: null }))).toMatchObject({
      result: 'authentic',
      number: 'no_number',
    });
    const rotating = await newRing();
    const old = await certificate(rotating.signer());
    const oldPdf = await render(old, MASKED, rotating.signer());
    await rotating.rotate(NOW);
    const both = await readTrust([rotating.publicKeys()], nodeVerifyCrypto);
    expect((await verify(oldPdf, both)).result).toBe('authentic');
    // Rendered again on demand: the statement under the retired key, the PDF under the active one.
    expect((await verify(await render(old, MASKED, rotating.signer()), both)).result).toBe('authentic');
  });

  test('from another operator, or under a revoked key, has an unknown issuer', async () => {
    const other = await newRing(OTHER);
    const foreign = await render(await certificate(other.signer()), MASKED, other.signer());
    expect(await verify(foreign)).toMatchObject({
      result: 'unknown_issuer',
      reason: 'key_unknown',
      keyId: other.signer().keyId,
    });
    const leaked = ring.publicKeys();
    const revoked = await readTrust(
      [
        {
          ...leaked,
          keys: leaked.keys.map((key) => ({ ...key, state: 'revoked' as const })),
        },
      ],
      nodeVerifyCrypto,
    );
    expect(await verify(pdf, revoked)).toMatchObject({ result: 'unknown_issuer', reason: 'key_revoked' });
  });

  test('signed by one trusted operator around the certificate of another is altered', async () => {
    const other = await newRing(OTHER);
    const both = await readTrust([ring.publicKeys(), other.publicKeys()], nodeVerifyCrypto);
    const wrapped = await render(copy, MASKED, other.signer());
    expect(await verify(wrapped, both)).toEqual({
      result: 'altered',
      where: 'pdf_signature',
      detail: 'signed_by_another_operator',
    });
  });

  test('signed around a certificate that does not hold is altered', async () => {
    const [head, , signature] = copy.jwt.split('.') as [string, string, string];
    const payload = Buffer.from(JSON.stringify({ ...signedClaims(copy.jwt), withdrawals: 1 }));
    const changed = { ...copy, jwt: `${head}.${payload.toString('base64url')}.${signature}` };
    expect(await verify(await render(changed))).toMatchObject({
      result: 'altered',
      where: 'signature',
      detail: 'signature_invalid',
    });
    expect(await verify(await render({ ...copy, disclosures: ['&'] }))).toMatchObject({
      where: 'pdf_attachment',
    });
  });

  test('covers every byte: with any 200th byte flipped it is never authentic', async () => {
    const outcomes = new Map<string, number>();
    for (let at = 0; at < pdf.length; at += 200) {
      const damaged = Buffer.from(pdf);
      damaged[at]! ^= 1 << ((at / 200) % 8);
      const verdict = await verify(damaged);
      expect([at, verdict.result]).not.toEqual([at, 'authentic']);
      outcomes.set(verdict.result, (outcomes.get(verdict.result) ?? 0) + 1);
    }
    expect(outcomes.get('altered')! / (pdf.length / 200)).toBeGreaterThan(0.95);
  });

  test('covers every byte of its signature too, in each bit', async () => {
    const start = pdf.indexOf('/ByteRange') - 60;
    const end = pdf.indexOf('>', start) + 12;
    const hole = pdf.indexOf('/Contents <', start) + 11;
    for (let at = start; at < end; at++) {
      // The zeros after the signature are alike: a few of them stand for all.
      if (at > hole + 4600 && at < end - 40 && at % 97 !== 0) continue;
      for (const bit of [0, 5]) {
        const damaged = Buffer.from(pdf);
        damaged[at]! ^= 1 << bit;
        expect([at, (await verify(damaged)).result]).not.toEqual([at, 'authentic']);
      }
    }
  });

  test('with bytes after the signature is altered, whatever they are', async () => {
    const second = `\n1 0 obj\n<< /Type /Catalog >>\nendobj\n/ByteRange [0 10 20 ${pdf.length}]\nstartxref\n0\n%%EOF`;
    for (const tail of ['\n', '\0', second]) {
      const verdict = await verify(Buffer.concat([pdf, Buffer.from(tail)]));
      expect(verdict).toEqual({
        result: 'altered',
        where: 'bytes_after_signature',
        detail: 'bytes_after_signature',
      });
    }
  });

  test('cut off anywhere is never authentic', async () => {
    for (let length = 0; length < pdf.length; length += 997)
      expect((await verify(pdf.subarray(0, length))).result).not.toBe('authentic');
    expect(await verify(pdf.subarray(0, -1))).toMatchObject({ result: 'altered', where: 'pdf_signature' });
  });

  test('that some other tool made is no certificate, signed or not', async () => {
    const text = pdf.toString('latin1');
    const other = Buffer.from(text.replaceAll('(certificate.sdjwt)', '(invoice.xml)'), 'latin1');
    expect(await verify(other)).toEqual({ result: 'not_a_certificate', reason: 'pdf_foreign' });
    const unsigned = Buffer.from(text.replace('/ByteRange', '/ByteRanges'), 'latin1');
    expect(await verify(unsigned)).toMatchObject({ result: 'altered' });
    expect(await verify(Buffer.from(text.replace('/ByteRange', '/BiteRange'), 'latin1'))).toMatchObject({
      reason: 'pdf_unsigned',
    });
  });

  test('with a range that leaves bytes out is altered', async () => {
    const mark = pdf.indexOf('/ByteRange');
    const range = /\[0 (\d+) (\d+) (\d+)\] */.exec(pdf.toString('latin1', mark, mark + 60))!;
    const [a, b, c] = range.slice(1).map(Number) as [number, number, number];
    for (const [x, y, z] of [
      [a - 10, b, c],
      [a, b + 10, c - 10],
      [a, a, pdf.length - a],
      [b, a, pdf.length - a],
      [0, 0, pdf.length],
    ] as const) {
      const damaged = Buffer.from(pdf);
      damaged.write(`[0 ${x} ${y} ${z}]`.padEnd(range[0].length), mark + '/ByteRange '.length, 'latin1');
      expect(await verify(damaged)).toMatchObject({ result: 'altered', where: 'pdf_signature' });
    }
  });
});
