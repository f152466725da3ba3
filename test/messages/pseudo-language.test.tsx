import { render } from 'preact-render-to-string';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { signingKeyOf } from '../../src/certificate/credential/sd-jwt.ts';
import { renderUnsigned } from '../../src/certificate/paper/pdf.ts';
import { Sheet } from '../../src/certificate/paper/pdf-sheet.ts';
import { shownProfiles } from '../../src/certificate/verify/shown-profiles.ts';
import type { Verdict } from '../../src/certificate/verify/verdict.ts';
import { phonePages } from '../../src/demo/pages/phone-page.tsx';
import type { DemoPhone, DemoPhones } from '../../src/demo/pages/phones.ts';
import type { CertificateCopy } from '../../src/domain/certificates/certificate.ts';
import { ERRORS, type ErrorCode, HandbackError } from '../../src/domain/errors.ts';
import type { LocalDate } from '../../src/domain/values/local-date.ts';
import { toProblem } from '../../src/http/kit/problem.ts';
import { errorText } from '../../src/messages/errors.ts';
import { languages, messages } from '../../src/messages/index.ts';
import { type SmsKind, smsText } from '../../src/messages/sms.ts';
import type { ZombieCount } from '../../src/operations/esim/count-zombies.ts';
import { ZOMBIE_GROUPINGS } from '../../src/operations/esim/count-zombies.ts';
import { zombieChart } from '../../src/reports/zombie-chart.ts';
import { formatsOf } from '../../src/web/kit/formats.ts';
import type { Visit } from '../../src/web/kit/visit.ts';
import { VerdictView } from '../../src/web/portal/certificates/verdict.tsx';
import { certificate, draft, NOW, NUMBER, newRing, OPERATOR, OTHER } from '../certificate/fixtures.ts';
import { judged } from '../support/certificates.ts';
import { type PortalInstance, portalInstance } from '../web/portal-instance.ts';
import { type Scenes, setScenes } from '../web/scenes.ts';
import { escaped, PSEUDO, strayIn, strayInMarkup } from './pseudo-language.ts';

// A further language is a folder and a line in the index. The folder is English in marks, and this is the line.
vi.mock('../../src/messages/index.ts', async (original) => {
  const index = await original<typeof import('../../src/messages/index.ts')>();
  const { PSEUDO: tag, pseudoOf } = await import('./pseudo-language.ts');
  const folder = pseudoOf(index.messages('en'));
  return {
    ...index,
    languages: [...index.languages, tag],
    messages: (language: typeof tag) => (language === tag ? folder : index.messages(language)),
  };
});

afterEach(() => vi.restoreAllMocks());

describe('what finds a word outside of its marks', () => {
  it('looks at texts, at what is spoken of elements, and at the facts that a text shows', () => {
    expect(strayInMarkup('<p>⟦Back⟧ now</p>')).toEqual(['now']);
    expect(strayInMarkup('<p>⟦a <b>⟦b⟧</b> c⟧<b>: </b>⟦d⟧</p>')).toEqual([':']);
    expect(strayInMarkup('<nav aria-label="Pages &amp; more"></nav>')).toEqual(['Pages & more']);
    expect(strayInMarkup('<style>a{}</style><a lang="zh-CN">中文</a><p>⟦x⟧</p>')).toEqual([]);
    expect(strayInMarkup('<p>⟦never closed</p><p>hidden by it</p>')).not.toEqual([]);
    expect(strayIn(messages(PSEUDO).lines.ended('on Monday'))).toEqual(['on Monday']);
  });
});

const SENDER = {
  name: { en: '⟦Guiyi⟧', 'zh-CN': '归一' },
  hotline: '10099',
  portal: 'https://x.example',
};

describe('a third language', () => {
  it('is a folder and a line in the index', () => {
    expect(languages).toEqual(['zh-CN', 'en', PSEUDO]);
    expect(messages(PSEUDO).common.back).toBe('⟦Back⟧');
    expect(messages(PSEUDO).sms.withdrawn({ reference: 'HB-1' }, { portal: '', call: '', line: '' })).toMatch(
      /^⟦.*HB-1.*⟧$/,
    );
  });

  it('says every error, and every reason why a line cannot be imported', () => {
    const facts = {
      allowed: ['a', 'b'],
      meant: 'x',
      unknown: ['c'],
      missing: ['d'],
      twice: ['e'],
      triesLeft: 2,
    };
    const given = ['12:00', 'a', 'b', 'c', 'd', 'e', 'x'];
    const codes = Object.keys(ERRORS) as ErrorCode[];
    const reasons = Object.keys(messages('en').importReasons);
    const texts = [
      ...codes.flatMap((code) =>
        [{}, facts, { retryAt: '12:00' }].map((given) => errorText(PSEUDO, code, given)),
      ),
      ...reasons.map((reason) => errorText(PSEUDO, 'field_invalid', { ...facts, reason })),
      ...codes.map((code) => toProblem(new HandbackError(code), PSEUDO)),
    ];
    expect(reasons.length).toBeGreaterThan(30);
    const stray = texts.flatMap(({ title, detail }) => [...strayIn(title), ...strayIn(detail ?? '')]);
    expect(escaped(stray, ...given)).toEqual([]);
  });

  it('writes every text message', () => {
    const facts = {
      reference: 'HB-1',
      code: '123456',
      minutes: 5,
      until: '1 May',
      url: 'https://x.example',
      devices: 2,
      secret: '0000-0000',
    };
    const kinds = Object.keys(messages('en').sms) as SmsKind[];
    const stray = kinds.flatMap((kind) => strayIn(smsText(SENDER, PSEUDO, kind, facts, null)));
    // The address at which it is checked, without its scheme.
    expect(escaped(stray, facts.until, /^\S+\/check$/)).toEqual([]);
  });

  it('labels the chart of the ledger', () => {
    const counts = { unproven: 3, unreachable: 2, not_possible: 1 };
    const groups: Record<(typeof ZOMBIE_GROUPINGS)[number], readonly ZombieCount[]> = {
      age: [{ group: '0-7', counts }],
      maker: [
        { group: '89049032', counts },
        { group: '', counts },
      ],
      campaign: [
        { group: 'C-2026', counts },
        { group: '', counts },
      ],
    };
    for (const by of ZOMBIE_GROUPINGS) {
      expect(escaped(strayInMarkup(zombieChart(PSEUDO, by, groups[by])), 'C-2026'), by).toEqual([]);
      expect(strayInMarkup(zombieChart(PSEUDO, by, [])), by).toEqual([]);
    }
  });
});

describe('the paper in a third language', () => {
  const PRINTED = [
    '138 **** 1234',
    '张*',
    OPERATOR.name,
    'Lakeside Mobile',
    'Asia/Shanghai',
    'China / 2026-10-01',
    'UTC+08:00',
  ];
  const COMMAND = 'handback verify certificate.pdf --trust trust.json';

  async function drawn(
    copy: CertificateCopy,
  ): Promise<{ stray: readonly string[]; count: number; title: string }> {
    const text = vi.spyOn(Sheet.prototype, 'text');
    const masked = {
      msisdn: '138 **** 1234',
      holder: '张*',
      iccids: ['8986 **** 1234'],
      profiles: shownProfiles(copy.claims),
    };
    const options = { verifyUrl: 'https://x.example/c/1', language: PSEUDO, now: NOW };
    await renderUnsigned(copy, masked, options, 'signer');
    const texts = text.mock.calls.map(([one]) => one);
    const sheet = text.mock.contexts[0] as unknown as Sheet;
    return { stray: texts.flatMap(strayIn), count: texts.length, title: String(sheet.doc.info.Title) };
  }

  it('has no word outside of its marks', async () => {
    const ring = await newRing();
    const results = ['proven', 'unproven', 'unreachable', 'not_possible', 'cancelled'] as const;
    const copies = [
      await certificate(
        ring.signer(),
        draft(
          OPERATOR,
          {},
          '张伟',
          NUMBER,
          results.map((result) => ({ result })),
        ),
      ),
      await certificate(
        ring.signer(),
        draft(OPERATOR, {
          supersedes: 'c7d1f0a2-5b3e-4a6c-9f1d-2e8b7a604c12',
          number: 'returned_to_range_holder',
          bill: { invoiceId: '', total: { currency: 'CNY', minor: 1250 }, refund: null },
        }),
      ),
      await certificate(
        ring.signer(),
        draft(OPERATOR, { number: 'none', numberReleasedOn: null as LocalDate | null }, '𠮷', NUMBER, []),
      ),
    ];
    for (const copy of copies) {
      const { stray, count, title } = await drawn(copy);
      expect(count).toBeGreaterThan(50);
      expect(
        escaped(
          stray,
          ...PRINTED,
          COMMAND,
          '—',
          // Names of network elements and invoices, page numbers, and the identifiers at the foot.
          'osmo-hlr',
          /^(vlr|sgsn)-\d\d\.lakeside$/,
          /^INV-[\d-]+$/,
          /^HB-[\d-]+ \/ [0-9a-f-]{36}$/,
          /^\d\d:\d\d:\d\d {2}UTC\+08:00$/,
          // The beginnings of hashes.
          /^[\w-]{16}$/,
          signingKeyOf(copy.jwt),
        ),
      ).toEqual([]);
      expect(escaped(strayIn(title))).toEqual([]);
    }
  });
});

describe('the verdicts in a third language', () => {
  it('have no word outside of their marks', async () => {
    const ring = await newRing();
    const { signer } = { signer: ring.signer() };
    const copy = await certificate(signer, draft(OPERATOR, {}, '张伟', NUMBER));
    const authentic = await judged(copy, ring, NUMBER);
    const other = await judged(copy, ring, '+8613800000000');
    const verdicts: readonly Verdict[] = [
      authentic,
      other,
      { result: 'altered', where: 'disclosures', detail: 'claim_twice' },
      await judged(copy, await newRing(OTHER)),
      { result: 'not_a_certificate', reason: 'format_unknown' },
    ];
    expect(verdicts.map(({ result }) => result)).toEqual([
      'authentic',
      'authentic',
      'altered',
      'unknown_issuer',
      'not_a_certificate',
    ]);
    const visit = { language: PSEUDO, t: messages(PSEUDO) } as Visit;
    for (const verdict of verdicts) {
      const stray = strayInMarkup(render(<VerdictView visit={visit} verdict={verdict} />));
      expect(
        escaped(stray, OPERATOR.name, OPERATOR.id, '张*', '123X', signingKeyOf(copy.jwt)),
        verdict.result,
      ).toEqual([]);
    }
  });
});

describe('the phones of the demo in a third language', () => {
  const phone = (changes: Partial<DemoPhone>): DemoPhone => ({
    eid: '89049032000000000000000000001234',
    name: 'iPhone',
    over: 'mobile',
    service: 'works',
    profiles: [{ iccid: '89860012345678905678', name: 'Line 1', provider: 'Demo Mobile', enabled: true }],
    events: [],
    ...changes,
  });
  const event = {
    at: NOW,
    did: 'delete',
    name: 'Line 1',
    seqNumber: 3,
    deliveredAt: null,
    fault: null,
  } as const;
  const devices = [
    phone({
      events: [
        event,
        { ...event, deliveredAt: NOW },
        { ...event, fault: 'TIMEOUT' },
        { ...event, seqNumber: null },
      ],
    }),
    phone({ name: 'iPad', service: 'cut', profiles: [] }),
    phone({ name: 'Watch', over: 'nothing', service: 'not_in_use' }),
  ];
  const phones = {
    owners: () => [{ msisdn: '+8617000000001', label: { 'zh-CN': '一', en: 'one' } }],
    list: async () => devices,
    orders: () => [
      { iccid: '89860012345678905679', state: 'released' },
      { iccid: '89860012345678905670', state: 'unavailable' },
    ],
  } as unknown as DemoPhones;

  it.each([
    '',
    '?number=%2B8617000000001',
    '?number=12',
    '?number=%2B8617000000001&delete=89860012345678905678',
  ])('have no word outside of their marks: %s', async (query) => {
    const visit = {
      language: PSEUDO,
      t: messages(PSEUDO),
      formats: formatsOf(PSEUDO, 'Asia/Shanghai'),
      url: new URL(`http://x.example/demo/phone${query}`),
      op: { defaultCallingCode: '86', clock: { now: () => NOW } },
      session: null,
    } as unknown as Visit;
    for (const given of [phones, null]) {
      const answer = await phonePages(given)[0]!.show!(visit, { values: {}, errors: [] });
      if (answer.kind !== 'page') throw new Error('no page');
      const stray = [...strayInMarkup(render(<main>{answer.body}</main>)), ...strayIn(answer.title)];
      expect(escaped(stray, 'iPhone', 'iPad', 'Watch', 'Line 1', 'Demo Mobile', 'one', 'TIMEOUT')).toEqual(
        [],
      );
    }
  });
});

describe('the portal in a third language', () => {
  let instance: PortalInstance;
  let scenes: Scenes;
  beforeAll(async () => {
    instance = await portalInstance();
    scenes = await setScenes(instance);
  });

  /** What the data of the scenes is called. */
  const NAMES = [
    'Handback Demo Mobile',
    '张*',
    'demo.handback.example',
    '小米 14',
    'iPhone',
    'Apple Watch',
    'A watch with a name as long as people sometimes give their devices',
    '畅享 39',
    '宽带 300M',
    'osmo-hlr',
    'vlr-gone',
    // Stores, and where they are.
    /^Store [a-z-]+$/,
    '1 Imaginary Road',
    'Sampleton',
    // Days are written as the system writes them, too.
    /^[A-Z][a-z]{2},? \d{1,2} [A-Z][a-z]{2}$/,
    // Rules of the rulebook.
    /^(cn(-[a-z]+)?|demo)\.[a-z_]+$/,
    /^[a-z]{2} \d{4}\.\d+(\+demo)?$/,
    // Keys of a telephone.
    /^[*#]$/,
    // Complaints, and where somebody turns: it is as the rulebook has it.
    /^CP-[0-9A-Z]{8}$/,
    /^工业和信息化部.*12300\)$/,
    '张三',
    // Archives of accounts: a passphrase, a name, a size, the name of a hash.
    /^[a-z2-9]{5}(\.[a-z2-9]{5}){3}$/,
    /^EX-[0-9A-Z]{8}$/,
    /^\d+(\.\d)? [kM]B$/,
    'SHA-256',
    // Countries are called as the system calls them in a language that it knows.
    /^(China|Germany|Philippines|United Kingdom)$/,
    /^\d{4}-\d\d-\d\d$/,
  ];
  /** Whose channels there are, and what they are. */
  const channelNames = (): readonly string[] =>
    instance.operations.channels.registry.owners.flatMap(({ name, channels }) => [
      name.en,
      ...channels.map(({ value }) => value),
    ]);

  async function page(path: string, session: string | null, form?: Record<string, string>): Promise<string> {
    const answer = await fetch(`${instance.origin}${path}`, {
      headers: {
        accept: 'text/html',
        cookie: `hb_lang=${PSEUDO}${session === null ? '' : `; hb_session=${session}`}`,
      },
      redirect: 'manual',
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    const html = await answer.text();
    expect(html, path).toContain(`<html lang="${PSEUDO}"`);
    return html;
  }

  it('has no word outside of its marks on any page in any state', async () => {
    expect(scenes.all.length).toBeGreaterThan(45);
    const found: { readonly name: string; readonly text: string }[] = [];
    for (const { name, path, as, proven } of scenes.all) {
      const html = await page(path, as === null ? null : await scenes.session(as, proven));
      found.push(
        ...escaped(strayInMarkup(html), ...NAMES, ...channelNames()).map((text) => ({ name, text })),
      );
    }
    // What was sent was written in the language of whom it was sent to.
    const { pool } = instance.operations;
    const { rows } = await pool.query<{ text: string }>('select text from demo_inbox');
    const sent = rows.map(({ text }) => text);
    expect(found.filter(({ name, text }) => name !== 'inbox' || !sent.includes(text))).toEqual([]);
  });

  it('has none where a form is refused', async () => {
    const forms: readonly (readonly [string, Record<string, string>])[] = [
      ['/', { number: 'abc' }],
      ['/lost', { number: '13800138000', document: '1', opened: 'never' }],
      ['/declare', { number: 'abc', name: '' }],
      ['/declare', { number: '13800138000', name: '' }],
      ['/receipt', { reference: 'HB-0', secret: 'x' }],
      ['/verify', { id: '' }],
      ['/verify', { id: 'none', number: '12' }],
      ['/code', { code: '1' }],
    ];
    for (const [path, form] of forms) {
      const html = await page(path, null, form).catch(() => '');
      if (path !== '/code') expect(html, path).not.toBe('');
      expect(escaped(strayInMarkup(html), ...NAMES), path).toEqual([]);
    }
  });
});
