import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderUnsigned } from '../../../src/certificate/paper/pdf.ts';
import { signPdf } from '../../../src/certificate/paper/pdf-signer.ts';
import type { KeyRing } from '../../../src/certificate/sign/keys.ts';
import type { Trust } from '../../../src/certificate/sign/trust.ts';
import { certificatePem } from '../../../src/certificate/sign/x509.ts';
import { readAttachment } from '../../../src/certificate/verify/pdf-attachment.ts';
import { readSignatureSpan } from '../../../src/certificate/verify/pdf-signature.ts';
import type { CertificateCopy } from '../../../src/domain/certificates/certificate.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import { hasTool, NOW, OPERATOR, run, temporaryFolder } from '../fixtures.ts';
import { MASKED, newOperator, pdfOptions, saved, verifyPdf } from './pdf-fixtures.ts';

let ring: KeyRing;
let trust: Trust;
let copy: CertificateCopy;
let pdf: Buffer;

beforeAll(async () => {
  ({ ring, trust, copy, pdf } = await newOperator());
}, 30_000);

const options = () => pdfOptions(ring.signer());
const verify = (bytes: Uint8Array, believed: Trust = trust) => verifyPdf(bytes, believed);

const attached = (bytes: Buffer, most: number) =>
  readAttachment(bytes, 'certificate.sdjwt', most, nodeVerifyCrypto);

describe('the attachment reader', () => {
  test('takes hostile bytes without hanging or another error', async () => {
    const unsigned = await renderUnsigned(copy, MASKED, options(), OPERATOR.name);
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: unsigned.length - 1 }),
        fc.uint8Array({ minLength: 1, maxLength: 6 }),
        async (at, bytes) => {
          const damaged = Buffer.from(unsigned);
          damaged.set(bytes.subarray(0, unsigned.length - at), at);
          try {
            await attached(damaged, 1e6);
          } catch (error) {
            expect(error).toBeInstanceOf(Error);
          }
        },
      ),
      { numRuns: 400 },
    );
    for (const text of [
      '',
      'startxref\n0\n',
      'xref\n0 1\n0000000000 65535 f \ntrailer\n<</Root 0 0 R>>\nstartxref\n0\n%%EOF',
    ]) {
      await expect(attached(Buffer.from(text), 100)).rejects.toThrow(RangeError);
    }
  });

  test('stops a decompression bomb at its limit', async () => {
    const bomb = deflateSync(Buffer.alloc(200 * 1024 * 1024));
    const objects = [
      '<</Names 2 0 R>>',
      '<</EmbeddedFiles <</Names [(certificate.sdjwt) 3 0 R]>>>>',
      '<</EF <</F 4 0 R>>>>',
      `<</Filter /FlateDecode /Length ${bomb.length}>>\nstream\n${bomb.toString('latin1')}\nendstream`,
    ];
    const bytes = (entries: readonly string[]) => {
      let text = '%PDF-1.7\n';
      const offsets = entries.map((entry, i) => {
        const at = text.length;
        text += `${i + 1} 0 obj\n${entry}\nendobj\n`;
        return `${String(at).padStart(10, '0')} 00000 n \n`;
      });
      const table = `xref\n0 ${entries.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
      return Buffer.from(
        `${text}${table}trailer\n<</Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF`,
        'latin1',
      );
    };
    const found = (...entries: readonly string[]) => attached(bytes(entries), 4e6);
    await expect(found(...objects)).rejects.toThrow(RangeError);
    await expect(found('[', ...objects.slice(1))).rejects.toThrow(RangeError);
    await expect(found('['.repeat(100_000), ...objects.slice(1))).rejects.toThrow(/too deep/);
    const twice = objects[1]!.replace('[', '[(certificate.sdjwt) 3 0 R ');
    await expect(found(objects[0]!, twice, ...objects.slice(2))).rejects.toThrow(/2 attachments/);
  });
});

describe('the signature as other tools see it', () => {
  test.skipIf(!hasTool('pdfsig'))('is valid and covers the total document (pdfsig)', () => {
    const report = run('pdfsig', saved(pdf));
    expect(report).toContain('Signature is Valid.');
    expect(report).toContain('Total document signed');
    expect(report).toContain('Signature Type: ETSI.CAdES.detached');
    expect(report).toContain('湖滨移动 Lakeside Mobile certificate signing');
    expect(run('pdfsig', saved(Buffer.concat([pdf, Buffer.from('\n%x')])))).not.toContain(
      'Total document signed',
    );
  });

  test.skipIf(!hasTool('qpdf'))('is in a file without a fault of structure (qpdf)', () => {
    expect(run('qpdf', '--check', saved(pdf))).toContain('No syntax or stream encoding errors found');
  });

  test.skipIf(!hasTool('pdfdetach'))('protects the attachment that viewers show (pdfdetach)', async () => {
    const path = saved(pdf);
    expect(run('pdfdetach', '-list', path)).toContain('certificate.sdjwt');
    run('pdfdetach', '-save', '1', '-o', `${path}.sdjwt`, path);
    expect(await verify(readFileSync(`${path}.sdjwt`))).toMatchObject({
      result: 'authentic',
      source: 'compact',
    });
  });

  test.skipIf(!hasTool('openssl'))(
    'verifies as CAdES under the root of the operator (openssl cms)',
    async () => {
      const span = await readSignatureSpan(pdf, nodeVerifyCrypto);
      if (!span.ok) throw new Error(span.fault);
      const folder = temporaryFolder();
      const path = (name: string, bytes: Uint8Array | string) => {
        writeFileSync(join(folder, name), bytes);
        return join(folder, name);
      };
      const start = pdf.indexOf('<', pdf.indexOf('/Contents', pdf.indexOf('/ByteRange')));
      const content = Buffer.concat([pdf.subarray(0, start), pdf.subarray(pdf.indexOf('>', start) + 1)]);
      expect(createHash('sha256').update(content).digest()).toEqual(span.digest);
      const root = path('root.pem', certificatePem(ring.signer().root));
      const args = [
        'cms',
        '-verify',
        '-cades',
        '-binary',
        '-inform',
        'DER',
        '-in',
        path('cms.der', span.cms),
        '-content',
        path('content', content),
      ];
      const verified = () =>
        run(
          'openssl',
          ...args,
          '-CAfile',
          root,
          '-attime',
          String(NOW.getTime() / 1000),
          '-out',
          join(folder, 'out'),
        );
      expect(verified).not.toThrow();
      path('content', Buffer.concat([content, Buffer.from('x')]));
      expect(verified).toThrow();
    },
  );

  test.skipIf(!hasTool('openssl'))(
    'has exactly the signed attributes of PAdES B-B, and no others (openssl asn1parse)',
    async () => {
      const span = await readSignatureSpan(pdf, nodeVerifyCrypto);
      if (!span.ok) throw new Error(span.fault);
      const lines = run('openssl', 'asn1parse', '-inform', 'DER', '-in', saved(span.cms, 'cms.der')).split(
        '\n',
      );
      const depth = (line: string) => Number(/d=(\d+)/.exec(line)?.[1] ?? -1);
      // SignerInfo is the last SET at depth 3; in it, the signed attributes are the [0] at depth 5.
      const signers = lines.findLastIndex((line) => depth(line) === 3 && line.includes('SET'));
      const attributes = lines.findIndex(
        (line, i) => i > signers && depth(line) === 5 && line.includes('cont [ 0 ]'),
      );
      const oids: string[] = [];
      for (const line of lines.slice(attributes + 1)) {
        if (depth(line) <= 5) break;
        if (depth(line) === 7 && line.includes('OBJECT')) oids.push(line.split(':').at(-1)!.trim());
      }
      expect(oids.sort()).toEqual(['contentType', 'id-smime-aa-signingCertificateV2', 'messageDigest']);
      expect(lines.join('\n')).not.toContain('signingTime');
      expect(lines.some((line) => depth(line) === 5 && line.includes('cont [ 1 ]'))).toBe(false);
      expect(pdf.toString('latin1')).toContain('/M (D:20261122023000Z)');
    },
  );

  test('is refused room that it does not fit', async () => {
    await expect(signPdf(Buffer.from('%PDF-1.7\n%%EOF'), ring.signer())).rejects.toThrow();
  });
});
