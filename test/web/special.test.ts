import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { ROUTES } from '../../src/domain/rules/route.ts';
import { type Msisdn, maskMsisdn } from '../../src/domain/values/msisdn.ts';
import { messages } from '../../src/messages/index.ts';
import { refuseSpecialRequest } from '../../src/operations/special/refuse-request.ts';
import { routeAsks } from '../../src/operations/special/route-asks.ts';
import { viewSpecialRequest } from '../../src/operations/special/view-request.ts';
import { openSession } from '../../src/store/people/sessions.ts';
import { signedInPerson, staffNamed } from '../support/actors.ts';
import { acceptedByTwo, requestIdOf } from '../support/decide-special.ts';
import { CARD } from '../support/photos.ts';
import { type SeededLine, seedLines } from '../support/seed.ts';
import { PAPERS } from '../support/special-requests.ts';
import { portalInstance } from './portal-instance.ts';
import {
  answersOn,
  picturesOn,
  receiptIn,
  SLUG,
  sent,
  type Tongue,
  visitorOf,
  wordsOf,
} from './special-person.ts';

const instance = await portalInstance();
const { operations: op } = instance;
const { pool } = op;
const lines = await seedLines(pool, instance.vault, 40, { simulator: instance.simulator });
let next = 0;
const aLine = (): SeededLine => lines[next++]!;
const LANGUAGES: readonly Tongue[] = ['zh-CN', 'en'];
const MB = 1024 * 1024;

// All requests come from one address here.
beforeEach(() => pool.query('delete from attempt_counter'));

describe('the page of all ways', () => {
  it.each(LANGUAGES)(
    'says for each what to have ready, by when it is decided, and leads on, in %s',
    async (language) => {
      const { html } = await visitorOf(instance, language).get('/special');
      const t = messages(language);
      for (const route of ROUTES) {
        expect(html).toContain(t.special.routes[route].title);
        expect(html).toContain(`href="/special/${SLUG[route]}"`);
        for (const material of PAPERS[route]) expect(html).toContain(t.special.photoOf[material]);
      }
      for (const days of [2, 3, 5]) expect(html).toContain(t.special.days(days));
      expect(html).toContain('href="/lost"');
    },
  );

  it('is found where somebody looks who cannot sign in as the holder', async () => {
    const visitor = visitorOf(instance, 'en');
    await visitor.post('/', { number: aLine().msisdn });
    for (const path of ['/', '/help', '/lost', '/code', '/declare'])
      expect((await visitor.get(path)).html.split('<footer')[0], path).toContain('href="/special"');
  });
});

describe.each(LANGUAGES)('in %s', (language) => {
  const t = messages(language);
  const text = t.special;

  it.each(ROUTES)(
    'a request on the route %s goes from the form to its receipt and its state',
    async (route) => {
      const visitor = visitorOf(instance, language);
      const line = aLine();
      const path = `/special/${SLUG[route]}`;
      expect((await visitor.get(path)).html).toContain(text.routes[route].heading);
      const made = await visitor.send(path, answersOn(route, [line.msisdn]), picturesOn(route));
      expect(made.html).toContain(text.state.fresh);
      expect(made.headers.get('cache-control')).toBe('no-store');
      const receipt = receiptIn(made.html);
      expect(receipt.reference).toMatch(/^SR-[0-9A-Z]{8}$/);
      const state = await visitor.post('/receipt', receipt);
      expect(state.html).toContain(text.state.headline.received);
      expect(state.html).toContain(text.state.decideBy);
      expect(state.html.split('<main')[1]!.replace(/<input[^>]*>/g, '')).not.toContain(receipt.secret);
      const { request, body } = await viewSpecialRequest(op, staffNamed('lin'), {
        requestId: await requestIdOf(op, receipt.reference),
      });
      expect(request).toMatchObject({ route, state: 'received', channel: 'online' });
      expect(body).toMatchObject({ numbers: [line.msisdn], materials: PAPERS[route] });
      const other = await visitor.post('/receipt', {
        ...receipt,
        open: 'later',
        lang: language === 'en' ? 'zh-CN' : 'en',
      });
      expect(other.html).toContain(wordsOf(language === 'en' ? 'zh-CN' : 'en').state.headline.received);
    },
  );

  it('keeps all that was typed where something is wrong, and says each fault at its input', async () => {
    const visitor = visitorOf(instance, language);
    const long = Array.from({ length: 300 }, (_, i) => `+86 170 9999 ${String(i).padStart(4, '0')}`).join(
      '\r\n',
    );
    const typed: Record<string, string> = {
      ...answersOn('company', []),
      numbers: `${long}\r\nnonsense`,
      requester_number: '',
      note: 'A & B',
    };
    const { status, html } = await visitor.send('/special/company', typed, [
      ['paper_business_licence', CARD.jpeg],
      ['paper_company_seal', Buffer.from('no picture')],
    ]);
    expect(status).toBe(422);
    expect(html).toContain(`<title>${t.common.errorPrefix}`);
    const summary = html.split('id="errors"')[1]!.split('</section>')[0]!;
    // Of two people and several papers: whose, and which.
    expect(summary).toContain(text.routes.company.requester);
    expect(summary).toContain(text.photoOf.company_seal);
    for (const field of ['numbers', 'requester_number', 'paper_company_seal', 'paper_authorisation_letter']) {
      expect(summary).toContain(`href="#${field}"`);
      expect(html, field).toContain(`id="${field}-fault"`);
    }
    expect(summary).not.toContain('href="#paper_business_licence"');
    expect(html.replaceAll('&#10;', '\n')).toContain('+86 170 9999 0299');
    expect(html).toContain('nonsense');
    expect(html).toContain('A &amp; B');
    expect(html).toContain(`value="${typed['holder_name']}"`);
    expect(html).toContain(text.papersAgain);
  });
});

it('offers of each only the documents that they can have', async () => {
  const visitor = visitorOf(instance, 'en');
  const { html } = await visitor.get('/special/company');
  const offered = (who: string) =>
    [
      ...html
        .split(`id="${who}_type"`)[1]!
        .split('</select>')[0]!
        .matchAll(/value="(\w+)"/g),
    ].map(([, v]) => v);
  expect(offered('holder')).toEqual(['business_licence', 'other']);
  expect(offered('requester')).not.toContain('business_licence');
  expect(html).not.toContain(wordsOf('en').papersAgain);
  expect(html).toContain(wordsOf('en').companyLetter);
});

describe('a request with pictures', () => {
  const text = wordsOf('en');

  it.each([
    ['one of more than 8 MB', [9 * MB]],
    ['more than 24 MB together', [7 * MB, 7 * MB, 7 * MB, 7 * MB]],
    ['more than a client may have in memory', [40 * MB]],
  ])('says on its own page that %s is too large', async (_, sizes) => {
    const visitor = visitorOf(instance, 'en');
    const files = sizes.map((size) => ['paper_requester_identity_document', randomBytes(size)] as const);
    const typed = answersOn('not_mine', ['+8617099990001']);
    const { status, html } = await visitor.send('/special/not-mine', typed, files);
    expect(status).toBe(422);
    expect(html).toContain('id="paper_requester_identity_document-fault"');
    expect(html).toContain(text.tooLargeDetail);
    expect(html).toContain('+8617099990001');
  });

  it('takes several of one paper, and says where they are too many', async () => {
    const visitor = visitorOf(instance, 'en');
    const typed = answersOn('not_mine', [aLine().msisdn]);
    const of = (count: number) =>
      Array.from({ length: count }, () => ['paper_requester_identity_document', CARD.jpeg] as const);
    expect((await visitor.send('/special/not-mine', typed, of(13))).html).toContain(text.tooManyPictures);
    const { reference } = receiptIn((await visitor.send('/special/not-mine', typed, of(3))).html);
    const { photos } = await viewSpecialRequest(op, staffNamed('lin'), {
      requestId: await requestIdOf(op, reference),
    });
    expect(photos).toHaveLength(3);
  });

  it('is refused on its own page where somebody sends too many in a day', async () => {
    const visitor = visitorOf(instance, 'en');
    const typed = answersOn('not_mine', [aLine().msisdn]);
    const send = () => visitor.send('/special/not-mine', typed, picturesOn('not_mine'));
    for (let i = 0; i < 10; i++) expect((await send()).status).toBe(200);
    const { status, html } = await send();
    expect(status).toBe(422);
    expect(html).toContain(messages('en').errors.too_many_requests.title);
    expect(html).toContain(typed['requester_number']!);
  });

  it('asks again in the other language with what was typed', async () => {
    const visitor = visitorOf(instance, 'en');
    const { status, html } = await visitor.send(
      '/special/guardian',
      { ...answersOn('guardian', ['170']), lang: 'zh-CN' },
      [],
    );
    expect(status).toBe(200);
    expect(html).toContain(wordsOf('zh-CN').routes.guardian.heading);
    expect(html).toContain('>170</textarea>');
  });
});

describe('numbers that somebody never opened', () => {
  it('are all of a document but those that are theirs', async () => {
    const mine = aLine();
    const visitor = visitorOf(instance, 'en');
    const values = { ...answersOn('not_mine', []), which: 'all', mine: mine.msisdn };
    const { reference } = receiptIn(
      (await visitor.send('/special/not-mine', values, picturesOn('not_mine'))).html,
    );
    const { body } = await viewSpecialRequest(op, staffNamed('lin'), {
      requestId: await requestIdOf(op, reference),
    });
    expect(body).toMatchObject({ everything: true, numbers: [mine.msisdn] });
  });

  it('are disputed from the page of a line, with the other lines to be ticked', async () => {
    const line = aLine();
    const other = aLine();
    await pool.query('update line set holder_id = $1 where line_id = $2', [line.partyId, other.lineId]);
    const session = await openSession(pool, instance.vault, {
      ...{ partyId: line.partyId, lineId: line.lineId, factors: ['sms_code', 'document_number'] },
    });
    const holder = visitorOf(instance, 'en', session);
    const door = `/special/not-mine?line=${encodeURIComponent(line.lineId)}`;
    expect((await holder.get(`/lines/${line.lineId}`)).html).toContain(`href="${door}"`);
    const { html } = await holder.get(door);
    const ticks = [...html.matchAll(/<input type="checkbox"[^>]*>/g)].map(([tick]) => tick);
    expect(ticks).toHaveLength(2);
    expect(ticks.find((tick) => tick.includes(`value="${line.lineId}"`))).toContain('checked');
    expect(ticks.find((tick) => tick.includes(`value="${other.lineId}"`))).not.toContain('checked');
    const values = { ...answersOn('not_mine', []), line_0: line.lineId, line_1: other.lineId };
    const { reference } = receiptIn(
      (await holder.send('/special/not-mine', values, picturesOn('not_mine'))).html,
    );
    const { body } = await viewSpecialRequest(op, staffNamed('lin'), {
      requestId: await requestIdOf(op, reference),
    });
    expect(new Set(body!.numbers)).toEqual(new Set([line.msisdn, other.msisdn]));
  });
});

describe('the page of a request', () => {
  const text = wordsOf('en').state;

  it('shows what became of each line, and the same secret opens its case', async () => {
    const line = aLine();
    const receipt = await sent(instance, 'bereavement', [line.msisdn]);
    await acceptedByTwo(op, receipt.reference, [line.lineId]);
    const visitor = visitorOf(instance, 'en');
    const { html } = await visitor.post('/receipt', receipt);
    expect(html).toContain(text.headline.accepted);
    expect(html).toContain(text.outcomes.started);
    expect(html).not.toContain(text.withdraw);
    const reference = /name="reference" value="(HB-[0-9A-Z]{8})"/.exec(html)![1]!;
    const begun = await visitor.post('/receipt', { reference, secret: receipt.secret });
    expect(begun.url).toMatch(/^\/cases\//);
    expect(begun.html).toContain(wordsOf('en').caseNote.bereavement);
  });

  it('lists what was asked while it waits, and names no number of who must be safe', async () => {
    const visitor = visitorOf(instance, 'en');
    for (const route of ['guardian', 'survivor'] as const) {
      const { msisdn } = aLine();
      const { html } = await visitor.post('/receipt', await sent(instance, route, [msisdn]));
      expect(html.includes(maskMsisdn(msisdn as Msisdn)), route).toBe(route === 'guardian');
      expect(html).toContain(`<dt>${text.pictures}</dt><dd>${PAPERS[route].length}</dd>`);
    }
  });

  it('says that nothing happens of a number that was not taken', async () => {
    const visitor = visitorOf(instance, 'en');
    const [taken, other] = [aLine(), aLine()];
    const receipt = await sent(instance, 'bereavement', [taken.msisdn, other.msisdn]);
    expect((await visitor.post('/receipt', receipt)).html).not.toContain(text.fewer);
    await acceptedByTwo(op, receipt.reference, [taken.lineId]);
    const { html } = await visitor.post('/receipt', receipt);
    expect(html).toContain(text.fewer);
    expect(html).not.toContain(`<dt>${text.asked}</dt>`);
  });

  it('is printed with whose it is and where it is opened', async () => {
    const visitor = visitorOf(instance, 'en');
    const typed = answersOn('not_mine', [aLine().msisdn]);
    const { html } = await visitor.send('/special/not-mine', typed, picturesOn('not_mine'));
    const note = html.split('class="note info')[1]!.split('</section>')[0]!;
    expect(note).toContain(op.house.name.en);
    expect(note).toContain('http://handback.test/receipt');
  });

  it('says on the privacy page what is kept, as the rules have it', async () => {
    const visitor = visitorOf(instance, 'en');
    expect((await visitor.get('/special/agent')).html).toContain('href="/privacy#requests"');
    const { amount, unit } = routeAsks(op, 'agent').picturesKept;
    expect((await visitor.get('/privacy')).html).toContain(
      messages('en').house.privacy.special.pictures(amount, unit),
    );
  });

  it('shows why it was refused', async () => {
    const receipt = await sent(instance, 'agent', [aLine().msisdn]);
    await refuseSpecialRequest(op, await signedInPerson(op, 'zhao', ['supervisor']), {
      requestId: await requestIdOf(op, receipt.reference),
      reason: 'The letter is not signed.',
    });
    const { html } = await visitorOf(instance, 'en').post('/receipt', receipt);
    expect(html).toContain(text.headline.refused);
    expect(html).toContain('The letter is not signed.');
  });

  it('takes it back while it waits', async () => {
    const receipt = await sent(instance, 'guardian', [aLine().msisdn]);
    const visitor = visitorOf(instance, 'en');
    expect((await visitor.post('/receipt', { ...receipt, withdraw: 'yes' })).html).toContain(
      text.headline.withdrawn,
    );
    expect((await visitor.post('/receipt', receipt)).html).toContain(text.headline.withdrawn);
  });

  it('opens to nobody with another secret', async () => {
    const { reference } = await sent(instance, 'guardian', [aLine().msisdn]);
    const { status, html } = await visitorOf(instance, 'en').post('/receipt', {
      reference,
      secret: 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA',
    });
    expect(status).toBe(422);
    expect(html).toContain(messages('en').errors.special_request_unknown.title);
  });
});

describe('the pages of who must be safe', () => {
  it('leave nothing behind: no cookie, no name in title or address', async () => {
    for (const language of LANGUAGES) {
      const t = messages(language);
      const visitor = visitorOf(instance, language);
      const line = aLine();
      const form = await visitor.get('/special/safe');
      const made = await visitor.send(
        '/special/safe',
        answersOn('survivor', [line.msisdn]),
        picturesOn('survivor'),
      );
      const receipt = receiptIn(made.html);
      const state = await visitor.post('/receipt', receipt);
      for (const { html, headers } of [form, made, state]) {
        const title = /<title>([^<]*)<\/title>/.exec(html)![1]!;
        expect(
          [t.special.title, t.special.state.title].some((neutral) => title.startsWith(neutral)),
          title,
        ).toBe(true);
        expect(html).toContain(`href="${t.special.leaveTo}" rel="noreferrer"`);
        expect(headers.get('cache-control')).toBe('no-store');
        expect(headers.getSetCookie()).toEqual([]);
      }
      expect([...visitor.cookies.keys()]).toEqual(['hb_lang']);
    }
  });

  it('take a code for the line as a sign that the phone is in hand', async () => {
    const line = aLine();
    const session = await openSession(pool, instance.vault, {
      ...{ partyId: line.partyId, lineId: line.lineId, factors: ['sms_code'] },
    });
    const made = await visitorOf(instance, 'en', session).send(
      '/special/safe',
      answersOn('survivor', [line.msisdn]),
      picturesOn('survivor'),
    );
    const { candidates } = await viewSpecialRequest(op, staffNamed('lin'), {
      requestId: await requestIdOf(op, receiptIn(made.html).reference),
    });
    expect(candidates).toMatchObject([{ inHand: true }]);
  });
});
