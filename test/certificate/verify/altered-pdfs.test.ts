import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { signCms } from '../../../src/certificate/sign/cms.ts';
import type { KeyRing } from '../../../src/certificate/sign/keys.ts';
import { readTrust, type Trust } from '../../../src/certificate/sign/trust.ts';
import { MAX_TEXT_BYTES } from '../../../src/certificate/verify/attached.ts';
import { readSignatureSpan } from '../../../src/certificate/verify/pdf-signature.ts';
import type { Verdict } from '../../../src/certificate/verify/verdict.ts';
import { verifyCertificate } from '../../../src/certificate/verify/verify.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import { certificate, compactBytes, draft, NOW, newRing, OPERATOR } from '../fixtures.ts';
import { alteredPdfs, type Originals } from './altered-pdfs.ts';
import { type PlainPdf, plainPdf } from './plain-pdf.ts';

let ring: KeyRing;
let trust: Trust;
let attached: Buffer;
let originals: Originals;

const verify = (bytes: Uint8Array): Promise<Verdict> =>
  verifyCertificate(bytes, { trust, crypto: nodeVerifyCrypto, now: NOW });
const signed = (made: Partial<PlainPdf>): Promise<Buffer> => plainPdf({ attached, ...made }, ring.signer());

beforeAll(async () => {
  ring = await newRing();
  trust = await readTrust([ring.publicKeys()], nodeVerifyCrypto);
  attached = compactBytes(await certificate(ring.signer()));
  const pdf = await signed({});
  const second = draft(OPERATOR, { jti: '0b8f3d57-7a34-4f0e-9d54-6b0e1c2f5a10' });
  const other = await signed({ attached: compactBytes(await certificate(ring.signer(), second)) });
  const span = await readSignatureSpan(pdf, nodeVerifyCrypto);
  if (!span.ok) throw new Error(span.fault);
  const strangersCms = signCms(Buffer.from(span.digest), (await newRing()).signer());
  originals = { pdf, other, strangersCms };
});

describe('a signed PDF that was altered', () => {
  test('is never authentic, in any of some 15,000 ways', async () => {
    for (const sound of [originals.pdf, originals.other])
      expect(await verify(sound)).toMatchObject({ result: 'authentic', source: 'pdf' });
    const answers = new Map<string, number>();
    const passed: string[] = [];
    let count = 0;
    for (const { how, bytes } of alteredPdfs(originals)) {
      count++;
      const verdict = await verify(bytes);
      if (verdict.result === 'authentic') passed.push(how);
      const answer = verdict.result === 'altered' ? `${verdict.where}: ${verdict.detail}` : verdict.result;
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
    }
    expect(passed).toEqual([]);
    expect(count).toBeGreaterThan(15_000);
    // Each check that guards a signed file is reached, and none stands for all the others.
    expect([...answers.keys()].sort()).toEqual([
      'bytes_after_signature: bytes_after_signature',
      'not_a_certificate',
      'pdf_signature: signature_invalid',
      'pdf_signature: span',
      'unknown_issuer',
    ]);
    expect(Math.max(...answers.values()) / count).toBeLessThan(0.8);
  }, 120_000);
});

/** Files that the operator's own key signed: nothing that its paper never is, is read out of them. */
describe('a signed PDF with', () => {
  const name = '(certificate.sdjwt)';
  const bomb = deflateSync(Buffer.alloc(200 * 1024 * 1024));
  const cases: readonly (readonly [string, () => Partial<PlainPdf>])[] = [
    ['no attachment', () => ({ nameTree: `<</Names []>> % ${name}` })],
    ['two attachments of the name', () => ({ nameTree: `<</Names [${name} 3 0 R ${name} 3 0 R]>>` })],
    [
      'a shadow attachment',
      () => ({ nameTree: `<</Names [${name} 6 0 R ${name} 3 0 R]>>`, more: ['<</EF <</F 4 0 R>>>>'] }),
    ],
    [
      'a name tree with branches',
      () => ({ nameTree: `<</Kids [6 0 R] /Names [${name} 3 0 R]>>`, more: ['<</Names []>>'] }),
    ],
    ['an attachment that is not there', () => ({ nameTree: `<</Names [${name} 99 0 R]>>` })],
    ['an attachment without a stream', () => ({ fileSpec: `<</F ${name}>>` })],
    ['a stream that is no reference', () => ({ fileSpec: `<</F ${name} /EF <</F (abc)>>>>` })],
    [
      'a stream of another filter',
      () => ({ streamDictionary: `<</Filter /LZWDecode /Length ${attached.length}>>` }),
    ],
    [
      'a stream of two filters',
      () => ({ streamDictionary: `<</Filter [/FlateDecode] /Length ${attached.length}>>` }),
    ],
    ['a stream of negative length', () => ({ streamDictionary: '<</Length -1>>' })],
    ['a stream longer than the file', () => ({ streamDictionary: '<</Length 9999999>>' })],
    ['a stream without a length', () => ({ streamDictionary: '<<>>' })],
    [
      'a length that is elsewhere',
      () => ({ streamDictionary: '<</Length 6 0 R>>', more: [String(attached.length)] }),
    ],
    ['a length twice', () => ({ streamDictionary: `<</Length 1 /Length ${attached.length}>>` })],
    [
      'a decompression bomb',
      () => ({ attached: bomb, streamDictionary: `<</Filter /FlateDecode /Length ${bomb.length}>>` }),
    ],
    ['more than a certificate has', () => ({ attached: Buffer.alloc(MAX_TEXT_BYTES + 1, 'A') })],
    [
      'bytes behind the packed ones',
      () => {
        const packed = Buffer.concat([deflateSync(attached), Buffer.of(0)]);
        return { attached: packed, streamDictionary: `<</Filter /FlateDecode /Length ${packed.length}>>` };
      },
    ],
    ['an endless nesting', () => ({ catalog: `<</Names ${'<</A '.repeat(10_000)}` })],
    ['a table that begins elsewhere', () => ({ tail: (tail) => tail.replace('xref\n0 ', 'xref\n1 ') })],
    [
      'a table that says nothing',
      () => ({ tail: (tail) => tail.replace(/\d{10} 00000 n/g, '0000000000 00000 n') }),
    ],
    ['no end', () => ({ tail: (tail) => tail.replace('startxref', 'startxrfe') })],
    ['an end before its table', () => ({ tail: (tail) => tail.replace(/startxref\n\d+/, 'startxref\n3') })],
    ['no root', () => ({ tail: (tail) => tail.replace('/Root 1 0 R', '') })],
  ];

  test.each(cases)('%s is altered', async (_, made) => {
    expect(await verify(await signed(made()))).toMatchObject({ result: 'altered', where: 'pdf_attachment' });
  });

  test('its attachment packed is authentic', async () => {
    const packed = deflateSync(attached);
    const sound = { attached: packed, streamDictionary: `<</Filter /FlateDecode /Length ${packed.length}>>` };
    expect(await verify(await signed(sound))).toMatchObject({ result: 'authentic' });
  });

  test('something else attached is altered', async () => {
    for (const other of ['', '{', '{}', 'abc', `${attached}x`, `${attached}${attached}`])
      expect((await verify(await signed({ attached: Buffer.from(other) }))).result).toBe('altered');
  });
});
