import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseSignature } from '../../src/domain/desks/signature.ts';
import { CAPACITIES } from '../../src/domain/rules/capacity.ts';
import { ROUTE_OF_CAPACITY } from '../../src/domain/rules/route.ts';
import { MATERIALS } from '../../src/domain/rules/rulebook.ts';
import { parseLocalDate } from '../../src/domain/values/local-date.ts';
import { money } from '../../src/domain/values/money.ts';
import { messages } from '../../src/messages/index.ts';
import { type ApplicationForm, drawApplicationForm } from '../../src/papers/application-form.ts';
import { drawMailInLabel, type MailInLabel } from '../../src/papers/mail-in-label.ts';
import { PaperPool } from '../../src/papers/paper-pool.ts';
import { hasTool, run } from '../certificate/fixtures.ts';
import { saved } from '../certificate/paper/pdf-fixtures.ts';
import { drawnSignature } from '../support/signatures.ts';

const FORM: ApplicationForm = {
  operator: '湖滨移动 Lakeside Mobile',
  language: 'zh-CN',
  reference: 'HB-7K3F9QXM',
  clerk: '林晓',
  holder: { name: '张伟', document: { type: 'cn_resident_id', number: '1101 **** 002X' } },
  capacity: 'owner',
  comer: null,
  line: { msisdn: '+86 170 0000 0001', plan: '畅享 39', openedOn: parseLocalDate('2020-05-17') },
  dates: {
    serviceEndOn: parseLocalDate('2026-12-02'),
    billingEndOn: parseLocalDate('2026-12-31'),
    numberReleaseOn: parseLocalDate('2027-03-02'),
  },
  bill: { total: money('CNY', -1250), refund: money('CNY', 1250) },
  materials: ['identity_document', 'identity_document_copy', 'sim_card'],
  signature: parseSignature(drawnSignature()),
  signedAt: new Date('2026-11-29T05:12:00Z'),
  timeZone: 'Asia/Shanghai',
  now: new Date('2026-11-29T05:10:00Z'),
};

const LABEL: MailInLabel = {
  operator: '湖滨移动 Lakeside Mobile',
  language: 'zh-CN',
  code: 'HBC-7K3F9QXM',
  reference: 'HB-7K3F9QXM',
  address: ['310000 杭州市西湖区湖滨路 1 号', '卡片回收组 Card returns'],
  now: FORM.now,
};

const draw = (changes: Partial<ApplicationForm> = {}) => drawApplicationForm({ ...FORM, ...changes });
const textOf = (pdf: Uint8Array): string => run('pdftotext', '-layout', saved(pdf, 'paper.pdf'), '-');
const pagesOf = (pdf: Uint8Array): number =>
  Number(/Pages:\s+(\d+)/.exec(run('pdfinfo', saved(pdf, 'paper.pdf')))![1]);

/** What a scanner reads on the first page. */
function codesOn(pdf: Uint8Array): string[] {
  const page = saved(pdf, 'scanned.pdf');
  run('pdftoppm', '-r', '150', '-png', '-f', '1', '-l', '1', page, page);
  const image = [`${page}-1.png`, `${page}-01.png`].find((name) => existsSync(name));
  return run('zbarimg', '-q', image!).trim().split('\n').sort();
}

describe.skipIf(!hasTool('pdftotext'))('the application form', () => {
  test('holds what was applied for, in both languages', async () => {
    const pdf = await draw();
    const text = textOf(pdf);
    for (const part of [
      '销号申请表',
      'Application to end a line',
      '张伟',
      '1101 **** 002X',
      '居民身份证',
      '+86 170 0000 0001',
      '畅享 39',
      '2020-05-17',
      '2026-12-02',
      '2026-12-31',
      '2027-03-02',
      '应退 CNY 12.50',
      'CNY 12.50 in your favour',
      '机主证件原件',
      '机主本人',
      '本人申请终止上述线路',
      'I apply to end the line named above',
      '2026-11-29 13:12',
      '林晓',
      '1 / 1',
    ])
      expect(text).toContain(part);
    expect(text).not.toContain('在此签名');
    expect(text).not.toContain('〔');
  });

  test.skipIf(!hasTool('zbarimg'))('has a bar code that a scanner reads', async () => {
    expect(codesOn(await draw())).toEqual(['CODE-128:HB-7K3F9QXM']);
  });

  test('has a line to sign on where nothing was drawn', async () => {
    const text = textOf(await draw({ signature: null, signedAt: null, language: 'en' }));
    expect(text).toContain('Sign here');
    expect(text).not.toContain('Signed on the screen');
    expect(text.indexOf('Application to end a line')).toBeLessThan(text.indexOf('销号申请表'));
  });

  test('says so where something is not known', async () => {
    const text = textOf(
      await draw({
        dates: null,
        bill: null,
        line: { ...FORM.line, msisdn: null },
        holder: { name: null, document: null },
        materials: [],
      }),
    );
    expect(text).toContain('今日无法得知');
    expect(text).toContain('无号码（数据线路）');
    expect(text).toContain('未登记');
  });

  test.each(CAPACITIES)('names as whom somebody acts: %s', async (capacity) => {
    const comer =
      capacity === 'owner'
        ? null
        : { name: '李雷', document: { type: 'passport' as const, number: 'E12 **** 78' } };
    const text = textOf(await draw({ capacity, comer }));
    if (comer === null) expect(text).not.toContain('办理人姓名');
    else {
      const route = messages('zh-CN').specialDesk.routes[ROUTE_OF_CAPACITY[capacity]!];
      const declares = capacity === 'heir' ? '本人作为机主的继承人' : '本人以上述身份代表机主';
      for (const part of ['李雷', 'E12 **** 78', declares, route]) expect(text).toContain(part);
    }
  });

  test('tells an heir what is owed, and demands it of nobody', async () => {
    const comer = { name: '李雷', document: { type: 'passport' as const, number: 'E12 **** 78' } };
    const bill = { total: money('CNY', 8_900), refund: null };
    const text = textOf(await draw({ capacity: 'heir', comer, bill }));
    expect(text).toContain('只告知，不要求缴纳');
    expect(text).not.toContain('应缴');
  });

  test('prints a character without a glyph as its code point, and says what that is', async () => {
    const text = textOf(
      await draw({
        holder: { ...FORM.holder, name: '𠮷👩 <b>&amp;</b>' },
        signature: null,
        signedAt: null,
      }),
    );
    expect(text).toContain('〔U+20BB7〕');
    expect(text).toContain('<b>&amp;</b>');
    expect(text).toContain('Unicode');
  });

  test.each([
    ['Chinese', '很长的名字'.repeat(40)],
    ['Latin without a space', `${'Wolfeschlegelsteinhausen'.repeat(8)}berger12`],
    ['rare', '𠮷'.repeat(200)],
  ])('keeps a name of 200 characters inside the page: %s', async (_, name) => {
    const pdf = await draw({
      holder: { ...FORM.holder, name },
      comer: { name, document: FORM.holder.document },
      capacity: 'agent',
      clerk: name.slice(0, 80),
      line: { ...FORM.line, plan: name.slice(0, 120) },
      materials: MATERIALS,
    });
    const boxes = run('pdftotext', '-bbox', saved(pdf, 'boxes.pdf'), '-');
    const rights = [...boxes.matchAll(/xMax="([\d.]+)"/g)].map((match) => Number(match[1]));
    const bottoms = [...boxes.matchAll(/yMax="([\d.]+)"/g)].map((match) => Number(match[1]));
    // The page element itself names no xMax: words alone do. A4 less its margin, with a point for rounding.
    expect(Math.max(...rights)).toBeLessThanOrEqual(548.5);
    expect(Math.max(...bottoms)).toBeLessThanOrEqual(835);
    expect(textOf(pdf)).toContain(`${pagesOf(pdf)} / ${pagesOf(pdf)}`);
  });
});

describe.skipIf(!hasTool('pdftotext') || !hasTool('zbarimg'))('the label for the old card', () => {
  test('has the code twice, for either kind of scanner, and the case once', async () => {
    expect(codesOn(await drawMailInLabel(LABEL))).toEqual([
      'CODE-128:HB-7K3F9QXM',
      'CODE-128:HBC-7K3F9QXM',
      'QR-Code:HBC-7K3F9QXM',
    ]);
  });

  test('says where it goes, and nothing of whose card it is', async () => {
    const text = textOf(await drawMailInLabel(LABEL));
    for (const part of [
      '杭州市西湖区湖滨路 1 号',
      '卡片回收组',
      'HBC-7K3F9QXM',
      '不要剪卡',
      'padded envelope',
    ])
      expect(text).toContain(part);
    expect(textOf(await drawMailInLabel({ ...LABEL, address: null }))).toContain('请拨打客服热线询问地址');
  });
});

describe('drawing in a thread', () => {
  test('gives the same papers, and says so where one cannot be drawn', async () => {
    const pool = new PaperPool();
    try {
      const [form, label] = await Promise.all([
        pool.draw({ paper: 'application_form', of: FORM }, 'a'),
        pool.draw({ paper: 'mail_in_label', of: LABEL }, 'b'),
      ]);
      expect(Buffer.from(form).subarray(0, 5).toString()).toBe('%PDF-');
      expect(form.length).toBeGreaterThan(10_000);
      expect(label.length).toBeGreaterThan(5_000);
      await expect(
        pool.draw({ paper: 'application_form', of: { ...FORM, timeZone: 'Nowhere/Here' } }, 'a'),
      ).rejects.toMatchObject({ code: 'render_failed' });
    } finally {
      await pool.close();
    }
    await expect(pool.draw({ paper: 'mail_in_label', of: LABEL }, 'b')).rejects.toMatchObject({
      code: 'render_failed',
    });
  });
});
