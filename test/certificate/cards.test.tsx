import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { render as renderPage } from 'preact-render-to-string';
import { beforeAll, describe, expect, test } from 'vitest';
import { disclosureOf, hiding } from '../../src/certificate/credential/disclosure.ts';
import { openCertificateService } from '../../src/certificate/service.ts';
import type { KeyRing } from '../../src/certificate/sign/keys.ts';
import { readTrust } from '../../src/certificate/sign/trust.ts';
import type { CardStatement, CertificateCopy } from '../../src/domain/certificates/certificate.ts';
import type { LocalDate } from '../../src/domain/values/local-date.ts';
import { messages } from '../../src/messages/index.ts';
import { nodeVerifyCrypto } from '../../src/ports/node-verify-crypto.ts';
import type { Visit } from '../../src/web/kit/visit.ts';
import { VerdictView } from '../../src/web/portal/certificates/verdict.tsx';
import { judged } from '../support/certificates.ts';
import { inProcess } from '../support/in-process.ts';
import {
  bytesOf,
  certificate,
  type Draft,
  draft,
  hasTool,
  jsonBytes,
  NOW,
  newRing,
  OPERATOR,
  run,
  temporaryFolder,
} from './fixtures.ts';
import { saved, verifyPdf } from './paper/pdf-fixtures.ts';

const ICCID = '89860012345678909999';
const TAKEN = { condition: 'cut_by_holder', takenInOn: '2026-11-22' as LocalDate } as const;
const DESTROYED = {
  on: '2026-11-28' as LocalDate,
  method: 'shredded',
  particleClass: 'E-4',
} as const;

let ring: KeyRing;
beforeAll(async () => {
  ring = await newRing();
});

function draftOf(...cards: readonly Omit<CardStatement, 'iccid'>[]): Draft {
  const { claims, disclosures } = draft(OPERATOR, {}, '张伟', null, []);
  const kept = [...disclosures];
  const hide = hiding(randomBytes, kept);
  return {
    claims: { ...claims, cards: cards.map((card) => hide(card, { iccid: ICCID })) },
    disclosures: kept,
  };
}

const copyOf = (...cards: readonly Omit<CardStatement, 'iccid'>[]): Promise<CertificateCopy> =>
  certificate(ring.signer(), draftOf(...cards));

async function pageOf(copy: CertificateCopy, language: 'en' | 'zh-CN'): Promise<string> {
  const verdict = await judged(copy, ring);
  const visit = { language, t: messages(language) } as Visit;
  return renderPage(<VerdictView visit={visit} verdict={verdict} />);
}

async function pdfOf(copy: CertificateCopy): Promise<Buffer> {
  const service = openCertificateService({
    keyRing: ring,
    trust: () => ring.publicKeys(),
    clock: { now: () => NOW },
    statusUri: (list) => `https://handback.test/status-lists/${list}`,
    statuses: async () => null,
    certificateUrl: (id) => `https://handback.test/c/${id}`,
    channels: { owners: [] },
  });
  try {
    return Buffer.from(await service.renderPdf(copy, 'en'));
  } finally {
    await service.close();
  }
}

describe('an old card on a certificate', () => {
  test('verifies offline, and not with another ICCID in its disclosure', async () => {
    const copy = await copyOf({ ...TAKEN, destroyed: DESTROYED });
    expect(await judged(copy, ring)).toMatchObject({ result: 'authentic' });
    const other = disclosureOf(randomBytes(16), 'iccid', '89860012345678900000').text;
    expect(
      await judged({ ...copy, disclosures: [...copy.disclosures.slice(0, -1), other] }, ring),
    ).toMatchObject({ result: 'altered', where: 'disclosures' });
  });

  test('is told on the page in the reader’s language, masked', async () => {
    const copy = await copyOf({ ...TAKEN, destroyed: DESTROYED });
    const en = await pageOf(copy, 'en');
    for (const part of [
      'Old card',
      'Destroyed',
      'cut by its holder',
      'Shredded on 28 November 2026',
      'E-4',
      '898600 … 9999',
    ])
      expect(en).toContain(part);
    const zh = await pageOf(copy, 'zh-CN');
    for (const part of ['旧卡', '已销毁', '卡已被持卡人剪开', '粉碎销毁', '颗粒等级 E-4'])
      expect(zh).toContain(part);
    expect(en + zh).not.toContain(ICCID);
  });

  test('is said to be missing, or to wait, where it is so', async () => {
    const en = await pageOf(
      await copyOf({ ...TAKEN, condition: 'missing', destroyed: null }, { ...TAKEN, destroyed: null }),
      'en',
    );
    for (const part of [
      'Not handed in',
      'no longer have it',
      'Taken in',
      'Not destroyed when this certificate was made',
    ])
      expect(en).toContain(part);
    expect(en).not.toContain('Shredded');
  });

  test('is not mentioned where the certificate tells of none', async () => {
    const copy = await certificate(ring.signer(), draft(OPERATOR));
    expect(await pageOf(copy, 'en')).not.toContain('Old card');
  });

  test.skipIf(!hasTool('pdftotext'))('is on paper in both languages', async () => {
    const pdf = await pdfOf(await copyOf({ ...TAKEN, destroyed: DESTROYED }));
    expect(await verifyPdf(pdf, await readTrust([ring.publicKeys()], nodeVerifyCrypto))).toMatchObject({
      result: 'authentic',
    });
    const text = run('pdftotext', '-raw', saved(pdf), '-').replace(/\s+/g, '');
    for (const part of [
      '旧卡',
      'Old card',
      '已销毁',
      'Destroyed',
      'Shredded on 2026-11-28.',
      '898600 … 9999',
    ])
      expect(text).toContain(part.replace(/\s+/g, ''));
    expect(text).not.toContain(ICCID);
  });

  test('is told by the command line', async () => {
    const folder = temporaryFolder();
    const [json, trust] = [join(folder, 'c.json'), join(folder, 'trust.json')];
    const yesterday = new Date(Date.now() - 86_400_000);
    const own = await newRing(OPERATOR, yesterday);
    const made = draftOf({ ...TAKEN, destroyed: DESTROYED });
    writeFileSync(json, jsonBytes(await certificate(own.signer(), made, yesterday)));
    writeFileSync(trust, bytesOf(own.publicKeys()));
    const { code, out } = await inProcess({ url: '', dataFolder: folder }, [
      'verify',
      json,
      '--trust',
      trust,
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /Old card +ICCID …9999: Destroyed\. Taken in on 2026-11-22, cut by its holder\. Shredded on 2026-11-28\./,
    );
  });
});
