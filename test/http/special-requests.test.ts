import { describe, expect, it, vi } from 'vitest';
import type { Route } from '../../src/domain/rules/route.ts';
import { MAX_PHOTO_BYTES } from '../../src/domain/values/photo/photo.ts';
import { decideApproval } from '../../src/operations/staff/approvals/decide-approval.ts';
import { signedInPerson } from '../support/actors.ts';
import { CARD } from '../support/photos.ts';
import { type SeededLine, seedLines, TEST_DOCUMENT } from '../support/seed.ts';
import { specialForm } from '../support/special-requests.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const { operations: op } = instance;
const { pool } = op;
const lines = await seedLines(pool, instance.vault, 30);
let next = 0;
const aLine = (): SeededLine => lines[next++]!;
const NOBODYS = '+8617099999999';
const JPEG = CARD.jpeg.toString('base64');

const crm = await instance.token('crm', ['cases:declare']);
const lin = await instance.token('lin', ['evidence:read', 'cases:steer', 'cases:confidential']);
const other = await instance.token('other', ['evidence:read', 'cases:steer', 'cases:confidential']);
const reader = await instance.token('reader', ['evidence:read']);

let serial = 0;
const post = (
  path: string,
  payload?: object,
  options: { token?: string; key?: string; receipt?: string; from?: string } = {},
) =>
  instance.call({
    ...{ method: 'POST', url: `/api/v1/special-requests${path}`, key: options.key ?? `k${++serial}` },
    ...(options.token === undefined ? {} : { token: options.token }),
    ...(payload === undefined ? {} : { payload }),
    // Each from a client of its own: one client may ask ten times a day.
    remoteAddress: options.from ?? `198.51.100.${++serial % 250}`,
    headers: options.receipt === undefined ? {} : { 'handback-receipt': options.receipt },
  });
const get = (path: string, options: { token?: string; receipt?: string } = {}) =>
  instance.call({
    url: `/api/v1/special-requests${path}`,
    ...(options.token === undefined ? {} : { token: options.token }),
    headers: options.receipt === undefined ? {} : { 'handback-receipt': options.receipt },
  });

/** A form as it is sent over the API. */
function formOf(route: Route, numbers: readonly string[], changes: object = {}) {
  const { photos, language: _, ...form } = specialForm(route, numbers);
  return {
    ...form,
    photos: photos.map(({ material, file }) => ({ material, file: Buffer.from(file).toString('base64') })),
    ...changes,
  };
}

async function received(route: Route, line = aLine(), changes: object = {}) {
  const answer = await post('', formOf(route, [line.msisdn], changes), { token: crm });
  expect(answer.statusCode, answer.body).toBe(201);
  const { reference, receiptSecret } = answer.json();
  const { requests } = (await get('?limit=1000', { token: lin })).json();
  const { requestId } = requests.find((one: { reference: string }) => one.reference === reference);
  return { line, reference, requestId, receipt: `${reference} ${receiptSecret}` };
}

const codeOf = (answer: { json(): { code: string; status: number } }) => {
  const { code, status } = answer.json();
  return `${status} ${code}`;
};

describe('a special request over the API', () => {
  it('goes from its form over two people to the cases that its receipt opens', async () => {
    const { line, requestId, reference, receipt } = await received('bereavement');
    expect((await get('/current', { receipt })).json()).toMatchObject({
      ...{ reference, route: 'bereavement', wish: 'end', state: 'received', decidedAt: null, lines: [] },
    });
    const { requests } = (await get('', { token: lin })).json();
    expect(requests).toContainEqual(
      expect.objectContaining({ requestId, channel: 'online', photos: 3, settled: 0, takenBy: null }),
    );
    const view = (await get(`/${requestId}`, { token: reader })).json();
    expect(view).toMatchObject({
      ...{ reference, overdue: false, confidential: false, refusal: null },
      said: {
        numbers: [line.msisdn],
        requester: { name: '王五', documentType: 'passport', documentNumber: 'E12345678' },
        holder: { documentNumber: TEST_DOCUMENT },
      },
      candidates: [{ lineId: line.lineId, holderMatches: true, fault: null }],
    });
    const photo = `/${requestId}/photos/${view.photos[0].photoId}`;
    const picture = await get(`${photo}?why=review`, { token: reader });
    expect(picture.headers['content-type']).toBe('image/jpeg');
    expect(picture.rawPayload.subarray(0, 2).toString('hex')).toBe('ffd8');
    const asked = await post(`/${requestId}/accept`, { lineIds: [line.lineId] }, { token: lin });
    expect(asked.statusCode, asked.body).toBe(202);
    const approval = asked.json().requestId;
    await decideApproval(op, await signedInPerson(op, 'wu', ['operations']), {
      requestId: approval,
      decision: 'approved',
    });
    const followed = await instance.call({ url: `/api/v1/approvals/${approval}`, token: lin });
    expect(followed.json()).toMatchObject({ act: 'accept_special_request', decision: 'approved' });
    const seen = (await get('/current', { receipt })).json();
    expect(seen).toMatchObject({ state: 'accepted', lines: [{ outcome: 'started', checks: [] }] });
    const { caseReference } = seen.lines[0];
    const { rows } = await pool.query('select case_id from termination where line_id = $1', [line.lineId]);
    const opened = await instance.call({
      url: `/api/v1/terminations/${rows[0].case_id}`,
      headers: { 'handback-receipt': `${caseReference} ${receipt.split(' ')[1]}` },
    });
    expect(opened.json()).toMatchObject({ reference: caseReference, stage: 'cool_off' });
    const decided = (await get('?state=decided', { token: lin })).json().requests;
    expect(decided[0]).toMatchObject({ requestId, state: 'accepted', settled: 1 });
  });

  it('is accepted by a token at once where the rulebook wants nobody else', async () => {
    const { line, requestId } = await received('guardian');
    const real = op.rulebooks.current.bind(op.rulebooks);
    const alone = vi.spyOn(op.rulebooks, 'current').mockImplementation((...args) => {
      const rules = real(...args);
      const { two_person } = rules.settings;
      const approvers = { ...two_person.value.approvers, accept_special_request: [] };
      const value = { ...two_person.value, approvers };
      return { ...rules, settings: { ...rules.settings, two_person: { ...two_person, value } } };
    });
    const answer = await post(`/${requestId}/accept`, { lineIds: [line.lineId] }, { token: lin });
    alone.mockRestore();
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toMatchObject({
      state: 'accepted',
      lines: [{ lineId: line.lineId, outcome: 'started', checks: [], caseId: expect.any(String) }],
    });
  });

  it('is asked for once: neither the same name nor another makes a second person of a token', async () => {
    const { line, requestId } = await received('agent');
    const asked = { lineIds: [line.lineId] };
    const first = await post(`/${requestId}/accept`, asked, { token: lin, key: 'accept-once' });
    const again = await post(`/${requestId}/accept`, asked, { token: lin, key: 'accept-once' });
    expect([first.statusCode, again.statusCode]).toEqual([202, 202]);
    expect(again.body).toBe(first.body);
    expect(codeOf(await post(`/${requestId}/accept`, asked, { token: lin }))).toBe('409 approval_open');
    expect(codeOf(await post(`/${requestId}/accept`, asked, { token: other }))).toBe('409 approval_open');
    expect((await pool.query('select 1 from termination where line_id = $1', [line.lineId])).rowCount).toBe(
      0,
    );
  });

  it('is refused with a reason that its receipt shows, and decided once', async () => {
    const { line, requestId, receipt } = await received('agent');
    const reason = '授权书没有签名';
    expect((await post(`/${requestId}/refuse`, { reason }, { token: lin })).statusCode).toBe(204);
    expect((await get('/current', { receipt })).json()).toMatchObject({ state: 'refused', refusal: reason });
    const again = await post(`/${requestId}/refuse`, { reason }, { token: lin });
    expect(codeOf(again)).toBe('409 special_request_decided');
    const accepting = await post(`/${requestId}/accept`, { lineIds: [line.lineId] }, { token: lin });
    expect(codeOf(accepting)).toBe('409 special_request_decided');
    expect(codeOf(await post('/current/withdraw', undefined, { receipt }))).toBe(
      '409 special_request_decided',
    );
  });

  it('is taken back by its receipt, and by no other', async () => {
    const { reference, receipt } = await received('survivor');
    const wrong = `${reference} AAAA-AAAA-AAAA-AAAA-AAAA-AAAA`;
    expect(codeOf(await get('/current', { receipt: wrong }))).toBe('404 special_request_unknown');
    expect(codeOf(await post('/current/withdraw', undefined, { receipt: wrong }))).toBe(
      '404 special_request_unknown',
    );
    for (const _ of [1, 2])
      expect((await post('/current/withdraw', undefined, { receipt })).statusCode).toBe(204);
    expect((await get('/current', { receipt })).json()).toMatchObject({ state: 'withdrawn' });
    expect(codeOf(await get('/current'))).toBe('401 not_signed_in');
    expect(codeOf(await get('/current', { token: lin }))).toMatch(/^40[13] (not_signed_in|forbidden)$/);
  });
});

describe('what a special request says', () => {
  it('looks the same for a number that is known and for one that nobody has', async () => {
    const answers = await Promise.all(
      [aLine().msisdn, NOBODYS].map((number) => post('', formOf('survivor', [number]))),
    );
    const shapes = answers.map(({ statusCode, headers, body }) => [
      statusCode,
      Object.keys(headers).sort(),
      Object.keys(JSON.parse(body)),
      body.length,
    ]);
    expect(shapes[0]![0]).toBe(201);
    expect(shapes[1]).toEqual(shapes[0]);
  });

  it('is checked and not kept where it is only tried', async () => {
    const before = (await pool.query('select count(*) from special_request')).rows[0];
    const tried = await post('?validate=true', formOf('agent', [NOBODYS]));
    expect(tried.statusCode).toBe(204);
    expect((await pool.query('select count(*) from special_request')).rows[0]).toEqual(before);
  });

  it('is answered again to the same key of a token, and told as received to a visitor', async () => {
    const form = formOf('agent', [NOBODYS]);
    const first = await post('', form, { token: crm, key: 'one-form' });
    const again = await post('', form, { token: crm, key: 'one-form' });
    expect(again.body).toBe(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    const changed = await post('', { ...form, note: 'more' }, { token: crm, key: 'one-form' });
    expect(codeOf(changed)).toBe('422 idempotency_key_reused');
    const visitor = { key: 'by-nobody', from: '203.0.113.1' };
    expect((await post('', form, visitor)).statusCode).toBe(201);
    expect(codeOf(await post('', form, visitor))).toBe('409 idempotency_answer_withheld');
    const withoutKey = await instance.call({
      method: 'POST',
      url: '/api/v1/special-requests',
      payload: form,
    });
    expect(codeOf(withoutKey)).toBe('400 idempotency_key_missing');
  });

  it('leaves neither its secret, its people nor its pictures in the clear anywhere', async () => {
    const { receipt } = await received('bereavement', aLine(), { note: 'a note to nobody else' });
    const secret = receipt.split(' ')[1]!;
    const { rows: tables } = await pool.query<{ name: string }>(
      `select quote_ident(table_name) as name from information_schema.tables
       where table_schema = current_schema() and table_type = 'BASE TABLE'`,
    );
    const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
    const secrets = [
      ...[secret, secret.replaceAll('-', ''), 'a note to nobody else', 'E12345678', '王五'],
      ...[secret, 'E12345678', '王五'].map((text) => hex(Buffer.from(text))),
      hex(CARD.jpeg.subarray(400, 440)),
    ];
    for (const { name } of tables) {
      const { rows } = await pool.query<{ text: string }>(`select t::text as text from ${name} t`);
      const all = rows.map(({ text }) => text).join('\n');
      for (const word of secrets) expect(all.includes(word), `${name} ${word}`).toBe(false);
    }
    expect(instance.logged.filter((text) => text.includes(secret) || text.includes('E12345678'))).toEqual([]);
  });

  it.each([
    ['no number', formOf('agent', []), '422 field_missing'],
    ['a number that is none', formOf('agent', ['12']), '422 msisdn_invalid'],
    ['more numbers than its route takes', formOf('agent', numbers(6)), '422 request_invalid'],
    ['no holder', formOf('agent', [NOBODYS], { holder: null }), '422 field_missing'],
    ['a holder too many', formOf('survivor', [NOBODYS], { holder: personOf() }), '422 request_invalid'],
    ['one person as both', formOf('agent', [NOBODYS], { requester: personOf() }), '422 request_invalid'],
    [
      'a wish that its route has not',
      formOf('agent', [NOBODYS], { wish: 'split_off' }),
      '422 request_invalid',
    ],
    ['everything of somebody', formOf('agent', [NOBODYS], { everything: true }), '422 request_invalid'],
    [
      'a document that is none',
      formOf('agent', [NOBODYS], { holder: { ...personOf(), documentNumber: '1' } }),
      '422 document_invalid',
    ],
    ['a contact that is none', formOf('agent', [NOBODYS], { contact: 'nobody@' }), '422 contact_invalid'],
    ['what steers a terminal', formOf('agent', [NOBODYS], { note: '\u001b[2J' }), '422 field_invalid'],
    ['no papers', formOf('agent', [NOBODYS], { photos: [] }), '409 materials_missing'],
    ['no picture', formOf('agent', [NOBODYS], { photos: [photo('aGVsbG8=')] }), '422 photo_invalid'],
    ['no base64', formOf('agent', [NOBODYS], { photos: [photo('/9j/*')] }), '422 request_invalid'],
    ['half of it', formOf('agent', [NOBODYS], { photos: [photo('/9j/4')] }), '422 request_invalid'],
    [
      'a picture that is too large',
      formOf('agent', [NOBODYS], { photos: [photo(Buffer.alloc(MAX_PHOTO_BYTES + 3).toString('base64'))] }),
      '422 photo_invalid',
    ],
    [
      'more pictures than anybody looks at',
      formOf('agent', [NOBODYS], { photos: Array.from({ length: 13 }, () => photo(JPEG)) }),
      '422 photo_invalid',
    ],
    [
      'what only a desk may have seen',
      formOf('agent', [NOBODYS], { seen: ['sim_card'] }),
      '422 request_invalid',
    ],
    ['a way that there is not', { ...formOf('agent', [NOBODYS]), route: 'friend' }, '422 request_invalid'],
  ])('is refused with %s', async (_, form, told) => {
    expect(codeOf(await post('', form, { token: crm }))).toBe(told);
  });

  it('is refused where it is larger than any', async () => {
    const form = formOf('agent', [NOBODYS], { photos: [photo('A'.repeat(33 * 1024 * 1024))] });
    expect(codeOf(await post('', form, { token: crm }))).toBe('413 payload_too_large');
  });

  it('is taken so many times from one client, and no more', async () => {
    const from = '203.0.113.77';
    const told: string[] = [];
    for (let n = 0; n < 11; n++) {
      const answer = await post('', formOf('survivor', [NOBODYS]), { from });
      told.push(answer.statusCode === 201 ? '201' : codeOf(answer));
    }
    expect(told).toEqual([...Array.from({ length: 10 }, () => '201'), '429 too_many_requests']);
  });
});

describe('who may', () => {
  it('see a confidential request is who has the scope; to others there is none', async () => {
    const { line, requestId } = await received('survivor');
    expect((await get(`/${requestId}`, { token: lin })).json()).toMatchObject({ confidential: true });
    expect(codeOf(await get(`/${requestId}`, { token: reader }))).toBe('404 special_request_unknown');
    const seen = (await get('?limit=1000', { token: reader })).json().requests;
    expect(seen.map((one: { requestId: string }) => one.requestId)).not.toContain(requestId);
    const steering = await instance.token('steering', ['cases:steer']);
    for (const [act, body] of [
      ['accept', { lineIds: [line.lineId] }],
      ['refuse', { reason: 'x' }],
    ] as const)
      expect(codeOf(await post(`/${requestId}/${act}`, body, { token: steering }))).toBe(
        '404 special_request_unknown',
      );
  });

  it.each([
    ['GET', ''],
    ['GET', '/0198a3c2-5d10-7c4e-9b1a-3f2e6d8c4b70'],
    ['GET', '/0198a3c2-5d10-7c4e-9b1a-3f2e6d8c4b70/photos/0198a3c2-5d10-7c4e-9b1a-3f2e6d8c4b70?why=x'],
    ['POST', '/0198a3c2-5d10-7c4e-9b1a-3f2e6d8c4b70/accept'],
    ['POST', '/0198a3c2-5d10-7c4e-9b1a-3f2e6d8c4b70/refuse'],
  ] as const)('%s %s is for nobody without the scope', async (method, path) => {
    const call = (token?: string) =>
      method === 'GET'
        ? get(path, token === undefined ? {} : { token })
        : post(path, {}, token === undefined ? {} : { token });
    expect(codeOf(await call())).toBe('401 not_signed_in');
    expect(codeOf(await call(crm))).toBe('403 forbidden');
  });

  it('send one with a token is who has the scope', async () => {
    expect(codeOf(await post('', formOf('agent', [NOBODYS]), { token: reader }))).toBe('403 forbidden');
  });

  it('see its pictures is who says why, and where they are', async () => {
    const [made, another] = [await received('agent'), await received('agent')];
    const { photos } = (await get(`/${made.requestId}`, { token: reader })).json();
    const at = (requestId: string, query: string) =>
      get(`/${requestId}/photos/${photos[0].photoId}${query}`, { token: reader });
    expect(codeOf(await at(made.requestId, ''))).toBe('422 request_invalid');
    expect(codeOf(await at(made.requestId, '?why=%20'))).toBe('422 field_missing');
    expect(codeOf(await at(made.requestId, '?why=%1b'))).toBe('422 field_invalid');
    expect(codeOf(await at(another.requestId, '?why=x'))).toBe('404 photo_unknown');
    const { rows } = await pool.query(
      `select facts from audit where action = 'viewed' and facts->>'photoId' = $1`,
      [photos[0].photoId],
    );
    expect(rows).toEqual([]);
    expect((await at(made.requestId, '?why=x')).statusCode).toBe(200);
  });

  it('choose a line is whoever chooses among those that the papers are for', async () => {
    const { requestId } = await received('agent');
    const accept = (lineIds: readonly string[]) => post(`/${requestId}/accept`, { lineIds }, { token: lin });
    const unfit = await accept([aLine().lineId]);
    expect(unfit.json()).toMatchObject({
      ...{ status: 422, code: 'special_line_unfit', facts: { reason: 'not_asked_for' } },
    });
    expect(codeOf(await accept([]))).toBe('422 request_invalid');
    expect(codeOf(await post(`/${requestId}/refuse`, { reason: ' ' }, { token: lin }))).toBe(
      '422 field_missing',
    );
    expect(codeOf(await post(`/${requestId}/refuse`, { reason: '\u0007' }, { token: lin }))).toBe(
      '422 field_invalid',
    );
    const unknown = '/0198a3c2-5d10-7c4e-9b1a-3f2e6d8c4b70';
    expect(codeOf(await get(unknown, { token: lin }))).toBe('404 special_request_unknown');
    expect(codeOf(await post(`${unknown}/refuse`, { reason: 'x' }, { token: lin }))).toBe(
      '404 special_request_unknown',
    );
  });
});

it('is listed page by page, each once', async () => {
  const all = (await get('?limit=1000', { token: lin })).json().requests;
  const seen: unknown[] = [];
  for (let after = ''; ; ) {
    const page = await get(`?limit=5${after}`, { token: lin });
    seen.push(...page.json().requests);
    const { next } = page.json();
    if (next === null) break;
    expect(page.headers['link']).toContain(`after=${next}`);
    after = `&after=${next}`;
  }
  expect(seen).toEqual(all);
  expect(codeOf(await get('?after=nothing', { token: lin }))).toBe('422 request_invalid');
});

function numbers(count: number): readonly string[] {
  return Array.from({ length: count }, (_, n) => `+861709999${String(n).padStart(4, '0')}`);
}
function personOf() {
  return { name: '张三', documentType: 'cn_resident_id', documentNumber: TEST_DOCUMENT };
}
function photo(file: string) {
  return { material: 'authorisation_letter', file };
}
