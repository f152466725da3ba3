import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { answerDisclosure, digestText } from '../../../src/certificate/credential/disclosure.ts';
import { signedClaims } from '../../../src/certificate/credential/sd-jwt.ts';
import type { Masked } from '../../../src/certificate/paper/pdf.ts';
import { printable } from '../../../src/certificate/paper/pdf-fonts.ts';
import { RenderPool } from '../../../src/certificate/paper/render-worker.ts';
import type { KeyRing } from '../../../src/certificate/sign/keys.ts';
import type { CertificateSigner } from '../../../src/certificate/sign/signer.ts';
import type { Trust } from '../../../src/certificate/sign/trust.ts';
import type { CertificateCopy, Claims } from '../../../src/domain/certificates/certificate.ts';
import type { Language } from '../../../src/domain/values/language.ts';
import { certificate, draft, hasTool, run } from '../fixtures.ts';
import {
  render as draw,
  MASKED,
  newOperator,
  pdfOptions,
  saved,
  VERIFY_URL,
  verifyPdf,
} from './pdf-fixtures.ts';

let ring: KeyRing;
let trust: Trust;
let copy: CertificateCopy;
let pdf: Buffer;

beforeAll(async () => {
  ({ ring, trust, copy, pdf } = await newOperator());
}, 30_000);

const options = () => pdfOptions(ring.signer());
const render = (
  of: CertificateCopy,
  masked: Masked = MASKED,
  signer: CertificateSigner = ring.signer(),
  first?: Language,
) => draw(of, signer, masked, first);
const verify = (bytes: Uint8Array, believed: Trust = trust) => verifyPdf(bytes, believed);

describe('what is printed', () => {
  test('shows a character without a glyph, or without a shape, as its code point', () => {
    expect(printable('张伟 Zhang')).toBe('张伟 Zhang');
    expect(printable('𠮷田')).toBe('〔U+20BB7〕田');
    expect(printable('a\u202eb\u200d\n')).toBe('a〔U+202E〕b〔U+200D〕〔U+000A〕');
    expect(printable('\ud800')).not.toContain('\ud800');
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        expect(printable(printable(text))).toBe(printable(text));
      }),
      { numRuns: 300 },
    );
  });

  test.skipIf(!hasTool('pdftotext'))(
    'holds both languages, the three dates, and no whole number (pdftotext)',
    async () => {
      const text = run('pdftotext', '-layout', saved(pdf), '-');
      for (const part of [
        '销号记录（未获全部确认）',
        'Record of termination, not fully confirmed',
        '湖滨移动 Lakeside Mobile',
        '138 **** 1234',
        'HB-2026-004217',
        '视为终止',
        'Taken as its end',
        '10:14:07',
        'UTC+08:00',
        '计费截止',
        'Billing ended',
        '2027-02-20',
        '断开未获确认',
        'Not confirmed',
        'A serving node did not answer',
        'sgsn-02.lakeside',
        'CNY 12.50',
        ring.signer().keyId,
        'handback verify',
        signedClaims(copy.jwt).accesses[1]!.evidence[0]!._sd![0]!.slice(0, 16),
        'HB-2026-004217 / c7d1f0a2',
      ]) {
        expect(text).toContain(part);
      }
      // Part of the network did not confirm: this paper certifies no end.
      expect(text).not.toMatch(/certifies|兹证明/);
      expect(text).not.toContain('13812341234');
      expect(text).not.toContain('〔');
      const rare = run('pdftotext', saved(await render(copy, { ...MASKED, holder: '𠮷*' })), '-');
      expect(rare).toContain('〔U+20BB7〕*');
      expect(rare).toContain('Unicode');
    },
  );

  test.skipIf(!hasTool('pdftotext')).each([
    ['node_asked', 'Disconnected, node asked', '已断开（已询问节点）'],
    ['acknowledged', 'Disconnected, acknowledged', '已断开（节点已确认）'],
    ['not_attached', 'Not connected', '未在网'],
  ] as const)(
    'certifies the end of a line that is off, and how that is known: %s',
    async (detach, en, zh) => {
      const made = draft();
      const accesses = made.claims.accesses.map((access) => ({ ...access, detach }));
      const off = await certificate(ring.signer(), { ...made, claims: { ...made.claims, accesses } });
      const text = run('pdftotext', '-layout', saved(await render(off, MASKED)), '-');
      for (const part of ['销号证明', 'Certificate of termination', 'certifies', en, zh])
        expect(text).toContain(part);
    },
  );

  test.skipIf(!hasTool('pdftoppm') || !hasTool('zbarimg'))(
    'has a code that a scanner reads (pdftoppm, zbarimg)',
    () => {
      const page = saved(pdf);
      run('pdftoppm', '-r', '100', '-png', '-f', '1', '-l', '1', page, page);
      const image = [`${page}-1.png`, `${page}-01.png`].find((name) => existsSync(name));
      expect(run('zbarimg', '-q', '--raw', image!).trim()).toBe(VERIFY_URL);
    },
  );

  test('breaks over pages when there is much of it, and still verifies', async () => {
    const made = draft();
    const [access] = made.claims.accesses;
    const answers = Array.from({ length: 90 }, () => answerDisclosure(randomBytes(16), Buffer.from('ack')));
    const many = answers.map(({ digest }, i) => ({
      ...access!.evidence[0]!,
      _sd: [digestText(digest)],
      element: `serving-node-with-a-long-name-${i}.lakeside.example`,
    }));
    const claims: Claims = {
      ...made.claims,
      supersedes: 'c-1',
      operator: {
        ...made.claims.operator,
        name: { 'zh-CN': '很长的运营商名称'.repeat(8), en: 'Long Name '.repeat(12) },
      },
      withdrawals: 2,
      accesses: [{ ...access!, evidence: many }],
      bill: { invoiceId: 'INV-'.repeat(12), total: { currency: 'JPY', minor: 123_456_789 }, refund: null },
    };
    const long = await render(
      await certificate(ring.signer(), { claims, disclosures: answers.map(({ text }) => text) }),
    );
    expect((await verify(long)).result).toBe('authentic');
    if (hasTool('pdftotext')) expect(run('pdftotext', saved(long), '-')).toMatch(/7 ?\/ ?7/);
  });
});

describe('drawing in a thread', () => {
  test('gives a certificate that verifies, and leaves the event loop free', async () => {
    const pool = new RenderPool();
    try {
      await pool.render(copy, MASKED, options());
      let ticks = 0;
      const ticker = setInterval(() => ticks++, 2);
      const made = await Promise.all(Array.from({ length: 8 }, () => pool.render(copy, MASKED, options())));
      clearInterval(ticker);
      for (const one of made) expect((await verify(one)).result).toBe('authentic');
      expect(ticks).toBeGreaterThan(10);
    } finally {
      await pool.close();
    }
  });

  test('that fails, is too slow, or too much, says so and does not stop the others', async () => {
    const pool = new RenderPool({ maxWaiting: 3 });
    const broken = { ...copy, claims: { ...copy.claims, timeZone: 'Nowhere' } };
    await expect(pool.render(broken, MASKED, options())).rejects.toMatchObject({ code: 'render_failed' });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, () => pool.render(copy, MASKED, options())),
    );
    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual([
      ...Array(4).fill('fulfilled'),
      ...Array(2).fill('rejected'),
    ]);
    await pool.close();
    await expect(pool.render(copy, MASKED, options())).rejects.toMatchObject({ facts: { reason: 'closed' } });
    const slow = new RenderPool({ timeoutMs: 1 });
    await expect(slow.render(copy, MASKED, options())).rejects.toMatchObject({
      facts: { reason: 'too_slow' },
    });
    await slow.close();
  });
});
