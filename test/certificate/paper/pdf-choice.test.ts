import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DISCLOSABLE, type Disclosable, discloseOnly } from '../../../src/certificate/credential/choice.ts';
import { discloseClaims, readCompact, readJwt } from '../../../src/certificate/credential/sd-jwt.ts';
import { renderPdf } from '../../../src/certificate/paper/pdf.ts';
import { type CertificateService, openCertificateService } from '../../../src/certificate/service.ts';
import type { KeyRing } from '../../../src/certificate/sign/keys.ts';
import { readAttachment } from '../../../src/certificate/verify/pdf-attachment.ts';
import { readSeal } from '../../../src/config/seal-file.ts';
import type { CertificateCopy, Claims } from '../../../src/domain/certificates/certificate.ts';
import type { ChannelRegistry } from '../../../src/domain/channels/registry.ts';
import type { Language } from '../../../src/domain/values/language.ts';
import { nodeVerifyCrypto } from '../../../src/ports/node-verify-crypto.ts';
import {
  certificate,
  type Draft,
  draft,
  hasTool,
  NOW,
  newRing,
  OPERATOR,
  run,
  temporaryFolder,
} from '../fixtures.ts';
import { MASKED, pdfOptions, saved } from './pdf-fixtures.ts';

let ring: KeyRing;
let service: CertificateService;

beforeAll(async () => {
  ring = await newRing();
  service = serviceOf({});
}, 30_000);
afterAll(() => service.close());

function serviceOf(
  more: Pick<Parameters<typeof openCertificateService>[0], 'seal' | 'specimen'>,
): CertificateService {
  return openCertificateService({
    keyRing: ring,
    trust: () => ring.publicKeys(),
    clock: { now: () => NOW },
    statusUri: (list) => `https://lakeside.example/status-lists/${list}`,
    statuses: async () => [],
    certificateUrl: (id) => `https://lakeside.example/c/${id}`,
    channels: {} as ChannelRegistry,
    ...more,
  });
}

/** One card, three answers, nothing else: what most people get. */
function ordinary(holder = '张伟', number?: string | null): Draft {
  const made = draft(OPERATOR, {}, holder, number, []);
  const claims: Claims = { ...made.claims, accesses: [made.claims.accesses[0]!] };
  const second = made.claims.accesses[1]!;
  const gone = new Set([...(second._sd ?? []), ...second.evidence.flatMap(({ _sd = [] }) => _sd)]);
  return { claims, disclosures: made.disclosures.filter((text) => !gone.has(digestOf(text))) };
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

const picked = async (made: Draft, kinds: readonly Disclosable[]): Promise<CertificateCopy> =>
  discloseOnly(await certificate(ring.signer(), made), kinds, nodeVerifyCrypto);

const pagesOf = (pdf: Uint8Array): number => Number(/^Pages: +(\d+)$/m.exec(run('pdfinfo', saved(pdf)))![1]);
/** The printed text without any white space: a word may be broken at the end of a line. */
const textOf = (pdf: Uint8Array, page?: number): string => {
  const only = page === undefined ? [] : ['-f', String(page), '-l', String(page)];
  return run('pdftotext', '-raw', ...only, saved(pdf), '-').replace(/\s+/g, '');
};

describe.skipIf(!hasTool('pdfinfo') || !hasTool('pdftotext'))('a certificate on paper', () => {
  test.each<[Language, Partial<Claims>]>([
    ['zh-CN', {}],
    ['en', {}],
    ['zh-CN', { number: 'none', numberReleasedOn: null }],
    ['en', { supersedes: 'c7d1f0a2-5b3e-4a6c-9f1d-2e8b7a604c12' }],
  ])('is one page where it is an ordinary one (%s, %o)', async (language, changes) => {
    const made = ordinary();
    const copy = await picked({ ...made, claims: { ...made.claims, ...changes } }, ['number', 'holder']);
    expect(pagesOf(await service.renderPdf(copy, language))).toBe(1);
  });

  test.each<Language>(['zh-CN', 'en'])(
    'is one page too where a node did not confirm (%s)',
    async (language) => {
      const made = ordinary();
      const accesses = made.claims.accesses.map((access) => ({ ...access, detach: 'unconfirmed' as const }));
      const copy = await picked({ ...made, claims: { ...made.claims, accesses } }, ['number', 'holder']);
      expect(pagesOf(await service.renderPdf(copy, language))).toBe(1);
    },
  );

  test('lists the answers of the network only where it discloses them', async () => {
    const made = ordinary();
    const without = textOf(await service.renderPdf(await picked(made, ['number']), 'en'));
    const pdf = await service.renderPdf(await picked(made, ['number', 'network']), 'en');
    expect(without).not.toContain('Annex');
    expect(textOf(pdf)).toContain('Annex:answersofthenetwork');
    expect(textOf(pdf)).toContain('vlr-01.lakeside');
  });

  test('names the operator in each language, and where one asks', async () => {
    const text = textOf(await service.renderPdf(await picked(ordinary(), []), 'en'));
    for (const part of ['湖滨移动', 'LakesideMobile', 'Issuedby签发', '+8657188880000'])
      expect(text).toContain(part);
  });

  test.each([
    ['张伟', '张*'],
    ['John Doe', 'J***D**'],
  ])('shows the holder %s as %s, and only where the copy does', async (holder, masked) => {
    const made = ordinary(holder);
    const shown = textOf(await service.renderPdf(await picked(made, ['holder']), 'en'));
    expect(shown).toContain(masked);
    expect(shown).toContain('123X');
    expect(shown).not.toContain(holder.replace(' ', ''));
    const hidden = textOf(await service.renderPdf(await picked(made, ['number']), 'en'));
    expect(hidden).toContain('138****1234');
    for (const part of [masked, '123X', 'Holder']) expect(hidden).not.toContain(part);
  });
});

describe('what is attached to a certificate on paper', () => {
  test.each<[readonly Disclosable[], readonly string[]]>([
    [[], []],
    [['number'], ['msisdn']],
    [
      ['number', 'holder'],
      ['documentEnding', 'holderId', 'holderName', 'msisdn'],
    ],
    [
      ['cards', 'line'],
      ['iccid', 'iccid', 'imsi', 'imsi', 'lineId'],
    ],
    [
      ['devices', 'esim'],
      ['eid', 'eid', 'iccid', 'iccid', 'notification'],
    ],
  ])('discloses what was picked, and not a member more: %o', async (kinds, names) => {
    const copy = await picked(draft(), kinds);
    const pdf = Buffer.from(await service.renderPdf(copy, 'en'));
    const attached = Buffer.from(
      await readAttachment(pdf, 'certificate.sdjwt', 1e6, nodeVerifyCrypto),
    ).toString('latin1');
    const { jwt, disclosures } = readCompact(attached);
    const { disclosed } = await discloseClaims(readJwt(jwt)!.payload, disclosures, nodeVerifyCrypto);
    expect(disclosed.map(({ path }) => path.at(-1)).sort()).toEqual(names);
    expect(jwt).toBe(copy.jwt);
  });

  test.skipIf(!hasTool('pdftotext'))('is told on the page, in both languages', async () => {
    const told = async (kinds: readonly Disclosable[]) =>
      textOf(await service.renderPdf(await picked(draft(), kinds), 'zh-CN'));
    const some = await told(['number', 'holder']);
    expect(some).toContain('内附的数据完整公开：号码、机主；');
    expect(some).toContain('initsattacheddataandinfull:thenumber,theholder.Itshowsnothingelse');
    const nothing = await told([]);
    expect(nothing).toContain('本文件不公开任何个人信息');
    expect(nothing).toContain('Thisfileshowsnothingoftheperson');
    const all = await told(DISCLOSABLE);
    for (const part of ['网络应答原文', 'cardnumbers', 'whattheeSIMdevicesigned'])
      expect(all).toContain(part);
  });
});

describe.skipIf(!hasTool('pdftotext'))('a certificate of a demonstration', () => {
  test('says so across and below each of its pages, and others never', async () => {
    const demo = serviceOf({ specimen: true });
    try {
      const copy = await picked(draft(), DISCLOSABLE);
      const pdf = await demo.renderPdf(copy, 'zh-CN');
      const pages = pagesOf(pdf);
      expect(pages).toBeGreaterThan(1);
      for (let page = 1; page <= pages; page++)
        for (const part of ['演示', 'SPECIMEN', '仅供演示', 'thispaperprovesnothing'])
          expect(textOf(pdf, page)).toContain(part);
      const real = textOf(await service.renderPdf(copy, 'zh-CN'));
      for (const part of ['演示', 'SPECIMEN']) expect(real).not.toContain(part);
    } finally {
      await demo.close();
    }
  });
});

describe('the operator’s seal', () => {
  const file = (name: string, content: string | Buffer): string => {
    const path = join(temporaryFolder(), name);
    writeFileSync(path, content);
    return path;
  };
  const drawn = async (seal: ReturnType<typeof readSeal> | null): Promise<Uint8Array> => {
    if (seal !== null && 'fault' in seal) throw new Error(seal.fault);
    return renderPdf(await picked(ordinary(), ['number']), MASKED, { ...pdfOptions(ring.signer()), seal });
  };
  /** How many dots of the page are red. */
  const redDots = (pdf: Uint8Array): number => {
    const page = saved(pdf);
    run('pdftoppm', '-r', '50', '-singlefile', page, page);
    const dots = readFileSync(`${page}.ppm`).subarray(-414 * 585 * 3);
    let red = 0;
    for (let at = 0; at + 2 < dots.length; at += 3)
      if (dots[at]! > 150 && dots[at + 1]! < 80 && dots[at + 2]! < 80) red++;
    return red;
  };

  test.skipIf(!hasTool('pdftoppm'))(
    'is drawn on the page, as a drawing or a picture, and nothing where there is none',
    async () => {
      const svg =
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#c00"/></svg>';
      const none = redDots(await drawn(null));
      expect(none).toBe(0);
      expect(redDots(await drawn(readSeal(file('seal.svg', svg))))).toBeGreaterThan(500);
      expect(redDots(await drawn(readSeal(file('seal.png', redPng(40, 30)))))).toBeGreaterThan(500);
      expect(redDots(await drawn(readSeal('examples/operator-seal.svg')))).toBeGreaterThan(50);
      expect(pagesOf(await drawn(readSeal('examples/operator-seal.svg')))).toBe(1);
    },
  );

  test.each<[string, string, string | Buffer]>([
    ['cut off', 'seal.png', redPng(40, 40).subarray(0, 60)],
    ['with a damaged byte', 'seal.png', damaged(redPng(40, 40))],
    ['with too little in it', 'seal.png', redPng(40, 40, 39)],
    ['too large', 'seal.png', redPng(1200, 1200, 1)],
    ['too wide', 'seal.png', redPng(90, 40)],
    [
      'with a style sheet',
      'seal.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><style>path{fill:red}</style></svg>',
    ],
    [
      'with a script',
      'seal.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>1</script></svg>',
    ],
  ])('is refused when it is %s, before any paper is drawn', (_, name, content) => {
    expect(readSeal(file(name, content))).toHaveProperty('fault');
  });
});

/** A red picture, eight bits a sample, with so many of its rows. */
function redPng(width: number, height: number, rows = height): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, Buffer.from([204, 0, 0]))]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(Buffer.concat(Array.from({ length: rows }, () => row)))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function damaged(png: Buffer): Buffer {
  const copy = Buffer.from(png);
  copy[60]! ^= 1;
  return copy;
}
