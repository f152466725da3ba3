import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { cooledOff } from '../support/cases.ts';
import { eventually } from '../support/instance.ts';
import { type SeededLine, seedLines, TEST_DOCUMENT } from '../support/seed.ts';
import { type ApiInstance, apiInstance } from './api-instance.ts';

let instance: ApiInstance;
let lines: readonly SeededLine[];
let next = 0;
const aLine = (): SeededLine => lines[next++]!;
const soon = (): string => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  instance = await apiInstance();
  lines = await seedLines(instance.operations.pool, instance.vault, 40, { simulator: instance.simulator });
  instance.engine().start();
});

async function declared(
  line: SeededLine,
): Promise<{ token: string; caseId: string; reference: string; receiptSecret: string }> {
  const token = await instance.signedIn(line);
  const answer = await instance.call({
    method: 'POST',
    url: '/api/v1/terminations',
    token,
    key: `d-${line.lineId}`,
    payload: { lineId: line.lineId },
  });
  expect(answer.statusCode, answer.body).toBe(201);
  return { token, ...answer.json() };
}

describe('a line is ended through the API', () => {
  it('goes from the code to a certificate that verifies', async () => {
    const line = aLine();
    const asked = await instance.call({
      method: 'POST',
      url: '/api/v1/codes',
      payload: { number: line.msisdn },
    });
    expect(asked.statusCode).toBe(202);
    const unknown = await instance.call({
      method: 'POST',
      url: '/api/v1/codes',
      payload: { number: '+8617099999999' },
    });
    expect(Object.keys(unknown.json())).toEqual(Object.keys(asked.json()));
    const { token, caseId } = await declared(line);
    const review = await instance.call({
      method: 'GET',
      url: `/api/v1/terminations/${caseId}/review`,
      token,
    });
    expect(review.json()).toMatchObject({
      eligibility: { verdict: 'eligible' },
      bill: { total: { currency: 'CNY' } },
    });
    const dry = await instance.call({
      method: 'POST',
      url: `/api/v1/terminations/${caseId}/confirm?validate=true`,
      token,
      key: 'dry',
      payload: {},
    });
    expect(dry.statusCode, dry.body).toBe(200);
    expect(
      (await instance.call({ method: 'GET', url: `/api/v1/terminations/${caseId}`, token })).json(),
    ).toMatchObject({ stage: 'confirm', confirmedAt: null });
    const confirmed = await instance.call({
      method: 'POST',
      url: `/api/v1/terminations/${caseId}/confirm`,
      token,
      key: 'c',
      payload: { contact: '+8617000009999' },
    });
    expect(confirmed.json(), confirmed.body).toMatchObject({ stage: 'cool_off', withdrawal: 'at_once' });
    await cooledOff(instance.operations.pool, caseId);
    const done = await eventually(
      async () =>
        (await instance.call({ method: 'GET', url: `/api/v1/terminations/${caseId}`, token })).json(),
      (view) => view.closedAt !== null,
    );
    expect(done).toMatchObject({ outcome: 'completed', detach: 'not_attached' });
    expect(done.steps.every((step: { state: string }) => step.state === 'done')).toBe(true);
    const json = await instance.call({
      method: 'GET',
      url: `/api/v1/terminations/${caseId}/certificate`,
      token,
    });
    const pdf = await instance.call({
      method: 'GET',
      url: `/api/v1/terminations/${caseId}/certificate?format=pdf`,
      token,
    });
    for (const [body, type] of [
      [json.rawPayload, 'application/octet-stream'],
      [json.rawPayload, 'application/json'],
      [pdf.rawPayload, 'application/pdf'],
    ] as const) {
      const verdict = await instance.call({
        method: 'POST',
        url: `/api/v1/certificates/verify?number=${encodeURIComponent(line.msisdn)}`,
        headers: { 'content-type': type },
        payload: body,
      });
      expect(verdict.json()).toMatchObject({
        result: 'authentic',
        number: 'match',
        status: { known: true, state: 'valid' },
      });
    }
    const { payload, ...rest } = json.json() as { payload: string };
    const claims = Buffer.from(payload, 'base64url').toString().replace('"withdrawals":0', '"withdrawals":1');
    const changed = { ...rest, payload: Buffer.from(claims).toString('base64url') };
    const altered = Buffer.from(JSON.stringify(changed));
    expect(
      (
        await instance.call({
          method: 'POST',
          url: '/api/v1/certificates/verify',
          headers: { 'content-type': 'application/octet-stream' },
          payload: altered,
        })
      ).json(),
    ).toMatchObject({ result: 'altered' });
    // What a forgiving parser would drop counts too, whatever the file is sent as.
    const twice = Buffer.from(json.body.replace('"payload":', '"payload":"x","payload":'));
    for (const type of ['application/octet-stream', 'application/json']) {
      const verdict = await instance.call({
        method: 'POST',
        url: '/api/v1/certificates/verify',
        headers: { 'content-type': type },
        payload: twice,
      });
      expect(verdict.json(), type).toMatchObject({ result: 'not_a_certificate', reason: 'duplicate_key' });
    }
  });

  it('follows a case by server-sent events', async () => {
    const line = aLine();
    const { token, caseId } = await declared(line);
    const address = await instance.app.listen({ host: '127.0.0.1', port: 0 });
    const abort = new AbortController();
    const stream = await fetch(`${address}/api/v1/terminations/${caseId}/events`, {
      headers: { authorization: `Bearer ${token}` },
      signal: abort.signal,
    });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    expect(stream.headers.get('x-accel-buffering')).toBe('no');
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const until = async (wanted: string): Promise<void> => {
      while (!text.includes(wanted)) text += (await reader.read()).value ?? '';
    };
    await until('"stage":"confirm"');
    await instance.call({ method: 'POST', url: `/api/v1/terminations/${caseId}/withdraw`, token, key: 'w' });
    await until('"outcome":"withdrawn"');
    abort.abort();
  });

  it('opens a case by its receipt, and only that case', async () => {
    const { caseId, reference, receiptSecret } = await declared(aLine());
    const other = await declared(aLine());
    const headers = { 'handback-receipt': `${reference} ${receiptSecret}` };
    expect(
      (await instance.call({ method: 'GET', url: `/api/v1/terminations/${caseId}`, headers })).statusCode,
    ).toBe(200);
    expect(
      (await instance.call({ method: 'GET', url: `/api/v1/terminations/${other.caseId}`, headers })).json(),
    ).toMatchObject({ status: 404, code: 'case_unknown' });
    const wrong = { 'handback-receipt': `${reference} ${other.receiptSecret}` };
    expect(
      (await instance.call({ method: 'GET', url: `/api/v1/terminations/${caseId}`, headers: wrong })).json(),
    ).toMatchObject({ code: 'case_unknown' });
  });

  it('receives a public declaration, the same way for numbers that nobody has', async () => {
    const line = aLine();
    const send = (number: string, key: string) =>
      instance.call({ method: 'POST', url: '/api/v1/declarations', key, payload: { number, name: '张三' } });
    const [known, unknown] = [await send(line.msisdn, 'known'), await send('+8617088888888', 'unknown')];
    for (const answer of [known, unknown]) {
      expect(answer.statusCode, answer.body).toBe(201);
      const { reference, receiptSecret } = answer.json();
      const seen = await instance.call({
        method: 'GET',
        url: '/api/v1/declarations/current',
        headers: { 'handback-receipt': `${reference} ${receiptSecret}` },
      });
      expect(seen.json()).toMatchObject({ state: 'waits_for_proof' });
    }
    expect(Object.keys(known.json())).toEqual(Object.keys(unknown.json()));
  });

  it('never opens the case with the receipt of the public form: who sent it need not be the holder', async () => {
    const line = aLine();
    const form = await instance.call({
      method: 'POST',
      url: '/api/v1/declarations',
      key: 'somebody',
      payload: { number: line.msisdn, name: '李四', endOn: soon() },
    });
    const { reference, receiptSecret } = form.json();
    const headers = { 'handback-receipt': `${reference} ${receiptSecret}` };
    const token = await instance.signedIn(line);
    const at = `/api/v1/lines/${line.lineId}/declarations`;
    const waiting = (await instance.call({ method: 'GET', url: at, token })).json().declarations;
    expect(waiting).toMatchObject([{ reference, wantedEndOn: soon() }]);
    const state = () => instance.call({ method: 'GET', url: '/api/v1/declarations/current', headers });
    const taken = await instance.call({
      method: 'POST',
      url: `${at}/${reference}/take-up`,
      token,
      key: 'i',
      payload: { endOn: soon() },
    });
    expect(taken.json()).toMatchObject({ reference });
    const { caseId } = taken.json();
    const open = () => instance.call({ method: 'GET', url: `/api/v1/terminations/${caseId}`, headers });
    expect((await open()).json()).toMatchObject({ code: 'case_unknown' });
    expect((await state()).json()).toMatchObject({ state: 'taken_up' });
    const own = { 'handback-receipt': `${reference} ${taken.json().receiptSecret}` };
    const seen = await instance.call({ method: 'GET', url: `/api/v1/terminations/${caseId}`, headers: own });
    expect(seen.json()).toMatchObject({ stage: 'confirm' });
    const review = await instance.call({
      method: 'GET',
      url: `/api/v1/terminations/${caseId}/review`,
      token,
    });
    expect(review.json()).toMatchObject({ dates: { serviceEndOn: soon() } });
  });
});

describe('writes are safe to repeat', () => {
  it('answers the same confirm, sent 100 times at once, with one effect', async () => {
    const { token, caseId } = await declared(aLine());
    const send = (key: string) =>
      instance.call({
        method: 'POST',
        url: `/api/v1/terminations/${caseId}/confirm`,
        token,
        key,
        payload: {},
      });
    const answers = await Promise.all([
      ...Array.from({ length: 50 }, () => send('same')),
      ...Array.from({ length: 50 }, (_, i) => send(`other-${i}`)),
    ]);
    const codes = new Set(answers.map((a) => (a.statusCode === 200 ? 'ok' : a.json().code)));
    expect([...codes].filter((code) => code !== 'ok' && code !== 'idempotency_in_progress')).toEqual([]);
    const { rows } = await instance.operations.pool.query(
      `select count(*)::int as n from audit where case_id = $1 and action = 'confirmed'`,
      [caseId],
    );
    expect(rows[0].n).toBe(1);
  });

  it('gives the first answer again for the same key, secrets included, and keeps it encrypted', async () => {
    const line = aLine();
    const token = await instance.signedIn(line);
    const send = () =>
      instance.call({
        method: 'POST',
        url: '/api/v1/terminations',
        token,
        key: 'again',
        payload: { lineId: line.lineId },
      });
    const [first, second] = [await send(), await send()];
    expect(second.json()).toEqual(first.json());
    expect(second.headers['idempotency-replayed']).toBe('true');
    const { rows } = await instance.operations.pool.query(
      'select response_enc from idempotency where response_enc is not null',
    );
    expect(rows.some((row) => row.response_enc.includes(first.json().receiptSecret))).toBe(false);
  });

  it('refuses a key that was used for something else, and a write without one', async () => {
    const [a, b] = [aLine(), aLine()];
    const token = await instance.signedIn(a);
    const send = (lineId: string, key?: string) =>
      instance.call({
        method: 'POST',
        url: '/api/v1/terminations',
        token,
        payload: { lineId },
        ...(key === undefined ? {} : { key }),
      });
    await send(a.lineId, 'k');
    expect((await send(b.lineId, 'k')).json()).toMatchObject({ code: 'idempotency_key_reused' });
    expect((await send(b.lineId)).json()).toMatchObject({ status: 400, code: 'idempotency_key_missing' });
  });
});

it('takes no day for the end of a line that is over, or lies beyond any contract', async () => {
  const declare = (endOn: string) =>
    instance.call({
      method: 'POST',
      url: '/api/v1/declarations?validate=true',
      key: endOn,
      payload: { number: '+8617099990000', name: '张三', endOn },
    });
  expect((await declare('9999-12-31')).json()).toMatchObject({ status: 422, code: 'date_invalid' });
  const week = new Date(Date.now() - 7 * 86_400_000).toISOString().slice(0, 10);
  expect((await declare(week)).json()).toMatchObject({
    status: 422,
    code: 'date_invalid',
    facts: { reason: 'past' },
  });
  expect((await declare(soon())).statusCode).toBe(204);
});

describe('an answer to somebody without a credential', () => {
  const form = (number: string) => ({ number, name: '张三' });
  const send = (key: string, payload: object, more: Record<string, string> = {}) =>
    instance.call({ method: 'POST', url: '/api/v1/declarations', key, payload, headers: more });
  const declarations = async () =>
    (await instance.operations.pool.query('select count(*)::int as n from declaration')).rows[0].n as number;

  it('is given once: who repeats the key, from wherever, gets no secret, and nothing is done twice', async () => {
    const { msisdn } = aLine();
    const before = await declarations();
    const first = await send('1', form(msisdn));
    expect(first.json().receiptSecret).toMatch(/./);
    const again = await send('1', form(msisdn));
    expect(again.json()).toMatchObject({ status: 409, code: 'idempotency_answer_withheld' });
    expect(again.body).not.toContain(first.json().receiptSecret);
    expect(again.body).not.toContain(first.json().reference);
    expect((await send('1', form('+8617099990001'))).json()).toMatchObject({
      code: 'idempotency_key_reused',
    });
    expect(await declarations()).toBe(before + 1);
    const { rows } = await instance.operations.pool.query<{ enc: Buffer }>(
      `select response_enc as enc from idempotency where key = '1' and response_enc is not null`,
    );
    for (const { enc } of rows) {
      const { vault } = instance;
      expect(vault.decryptText(vault.operatorKey, 'idempotent response', enc)).not.toContain(
        first.json().receiptSecret,
      );
    }
  });

  it('is given again to a system, which shows its token', async () => {
    const authorization = `Bearer ${await instance.token('website', ['usage:write'])}`;
    const { msisdn } = aLine();
    const first = await send('2', form(msisdn), { authorization });
    expect((await send('2', form(msisdn), { authorization })).json()).toEqual(first.json());
  });
});

describe('an answer that was kept', () => {
  const withdrawal = (caseId: string, receipt: string, key: string) =>
    instance.call({
      method: 'POST',
      url: `/api/v1/terminations/${caseId}/withdraw`,
      key,
      headers: { 'handback-receipt': receipt },
    });

  it('is given to nobody who has the same key, but not the same receipt', async () => {
    const { caseId, reference, receiptSecret } = await declared(aLine());
    expect((await withdrawal(caseId, `${reference} ${receiptSecret}`, 'mine')).statusCode).toBe(200);
    const stranger = await withdrawal(caseId, `${reference} WRONGSECRET`, 'mine');
    expect(stranger.json()).toMatchObject({ status: 404, code: 'case_unknown' });
  });

  it('is never a refusal: what was missing may be there the next time', async () => {
    const { caseId, reference, receiptSecret } = await declared(aLine());
    expect((await withdrawal(caseId, `${reference} WRONGSECRET`, 'k')).statusCode).toBe(404);
    const owner = await withdrawal(caseId, `${reference} ${receiptSecret}`, 'k');
    expect(owner.json(), owner.body).toMatchObject({ outcome: 'withdrawn' });
    const refused = await withdrawal(caseId, `${reference} ${receiptSecret}`, 'again');
    expect(refused.statusCode).toBeGreaterThanOrEqual(200);
    const { rows } = await instance.operations.pool.query(
      'select scope from idempotency where status >= 400 or scope like $1',
      [`%${reference}%`],
    );
    expect(rows).toEqual([]);
  });
});

describe('errors are problem details', () => {
  it('in the language of the reader, with a stable code', async () => {
    const ask = (language: string) =>
      instance.call({
        method: 'POST',
        url: '/api/v1/codes',
        headers: { 'accept-language': language },
        payload: { number: 'not a number' },
      });
    const [zh, en] = [await ask('zh-CN,zh;q=0.9'), await ask('en-GB')];
    expect(zh.headers['content-type']).toContain('application/problem+json');
    expect([zh.json().code, en.json().code]).toEqual(['msisdn_invalid', 'msisdn_invalid']);
    expect(zh.json().title).toMatch(/[\u4e00-\u9fff]/);
    expect(en.json().title).toMatch(/^[\x20-\x7e]+$/);
  });

  it.each([
    [
      'no body',
      { method: 'POST', url: '/api/v1/codes', headers: { 'content-type': 'application/json' }, payload: '' },
      422,
    ],
    [
      'a broken body',
      {
        method: 'POST',
        url: '/api/v1/codes',
        headers: { 'content-type': 'application/json' },
        payload: '{"number":',
      },
      422,
    ],
    [
      'an unknown member',
      { method: 'POST', url: '/api/v1/codes', payload: { number: '+8617000000001', admin: true } },
      422,
    ],
    [
      'a body of another kind',
      { method: 'POST', url: '/api/v1/codes', headers: { 'content-type': 'text/csv' }, payload: 'a,b' },
      415,
    ],
    [
      'a body that is too large',
      { method: 'POST', url: '/api/v1/codes', payload: { number: '1'.repeat(300_000) } },
      413,
    ],
    ['an address that is none', { method: 'GET', url: '/api/v1/nothing' }, 404],
    [
      'a case that is none',
      { method: 'GET', url: '/api/v1/terminations/00000000-0000-0000-0000-000000000000' },
      404,
    ],
    [
      'a case id that is none',
      {
        method: 'GET',
        url: "/api/v1/terminations/1'--",
        headers: { 'handback-receipt': 'HB-00000000 X' },
      },
      422,
    ],
    // Who may follow no case learns nothing of what a case is called.
    ['a case id that is none, from a visitor', { method: 'GET', url: "/api/v1/terminations/1'--" }, 404],
    [
      'a token that is none',
      {
        method: 'GET',
        url: '/api/v1/lines',
        headers: { authorization: 'Bearer aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' },
      },
      401,
    ],
    ['no token', { method: 'GET', url: '/api/v1/lines' }, 401],
  ] as const)('for %s', async (_, options, status) => {
    const answer = await instance.call(options as Parameters<ApiInstance['call']>[0]);
    expect(answer.statusCode, answer.body).toBe(status);
    expect(answer.json()).toMatchObject({ status, type: `urn:handback:error:${answer.json().code}` });
  });

  it('says nothing of what went wrong inside', async () => {
    const { token, caseId } = await declared(aLine());
    await instance.operations.pool.query(
      `update termination set rulebook_version = 'gone' where case_id = $1`,
      [caseId],
    );
    const answer = await instance.call({ method: 'GET', url: `/api/v1/terminations/${caseId}`, token });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('select');
    await instance.operations.pool.query(`delete from termination where case_id = $1`, [caseId]);
  });
});

describe('who may', () => {
  it('not see or steer the case of somebody else', async () => {
    const { caseId } = await declared(aLine());
    const stranger = await instance.signedIn(aLine());
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/review'],
      ['GET', '/certificate'],
      ['GET', '/events'],
      ['POST', '/confirm'],
      ['POST', '/withdraw'],
    ] as const) {
      const answer = await instance.call({
        method,
        url: `/api/v1/terminations/${caseId}${path}`,
        token: stranger,
        key: `s${path}`,
        ...(method === 'POST' ? { payload: {} } : {}),
      });
      expect(answer.json(), path).toMatchObject({ status: 404, code: 'case_unknown' });
    }
  });

  it('steer stuck cases: only a token with that scope', async () => {
    const { caseId, token } = await declared(aLine());
    const reader = await instance.token('reader', ['cases:read']);
    const staff = await instance.token('staff', ['cases:read', 'cases:steer']);
    const retry = (bearer: string, key: string) =>
      instance.call({ method: 'POST', url: `/api/v1/terminations/${caseId}/retry`, token: bearer, key });
    expect((await retry(token, '1')).json()).toMatchObject({ code: 'forbidden' });
    expect((await retry(reader, '2')).json()).toMatchObject({ code: 'forbidden' });
    expect((await retry(staff, '3')).json()).toMatchObject({ code: 'stage_conflict' });
    expect(
      (await instance.call({ method: 'GET', url: '/api/v1/stuck-cases', token: reader })).json(),
    ).toMatchObject({
      cases: [],
    });
  });

  it('answers a read that has not changed with 304', async () => {
    const { token, caseId } = await declared(aLine());
    const url = `/api/v1/terminations/${caseId}`;
    const first = await instance.call({ method: 'GET', url, token });
    const again = await instance.call({
      method: 'GET',
      url,
      token,
      headers: { 'if-none-match': first.headers['etag'] as string },
    });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });
});

describe('the contract', () => {
  it('matches what the server publishes, and names the errors of each operation', async () => {
    const published = (await instance.call({ method: 'GET', url: '/api/v1/openapi.json' })).json();
    const kept = JSON.parse(
      readFileSync(join(import.meta.dirname, '..', '..', 'openapi', 'handback-v1.json'), 'utf8'),
    );
    expect(published).toEqual(kept);
    for (const [path, methods] of Object.entries<
      Record<string, { operationId?: string; 'x-error-codes'?: string[] }>
    >(published.paths)) {
      for (const [method, spec] of Object.entries(methods))
        expect(spec['x-error-codes']?.length, `${method} ${path}`).toBeGreaterThan(0);
    }
  });

  it('describes the case that the server really answers', async () => {
    const { token, caseId } = await declared(aLine());
    const published = (await instance.call({ method: 'GET', url: '/api/v1/openapi.json' })).json();
    const schema =
      published.paths['/api/v1/terminations/{caseId}'].get.responses['200'].content['application/json']
        .schema;
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    ajv.addSchema(published, 'openapi');
    const validate = ajv.compile({ ...schema, ...(schema.$ref ? { $ref: `openapi${schema.$ref}` } : {}) });
    const body = (
      await instance.call({ method: 'GET', url: `/api/v1/terminations/${caseId}`, token })
    ).json();
    expect(validate(body), JSON.stringify(validate.errors)).toBe(true);
  });

  it('was kept: no operation of this run answered an error that it does not list', async () => {
    const metrics = await instance.metrics.registry.metrics();
    expect(metrics.split('\n').filter((line) => line.includes('undeclared_error'))).toEqual([]);
  });
});

describe('for those who run it', () => {
  it('tells health, readiness and metrics', async () => {
    expect((await instance.call({ method: 'GET', url: '/healthz' })).json()).toEqual({ status: 'ok' });
    expect((await instance.call({ method: 'GET', url: '/readyz' })).json()).toEqual({ status: 'ready' });
    const metrics = await instance.metrics.registry.metrics();
    expect(metrics).toMatch(
      /handback_http_request_seconds_count\{route="\/api\/v1\/codes",method="POST",status="202"\} \d+/,
    );
    expect(metrics).toContain('handback_open_cases');
  });

  it('logs no numbers, documents, names, secrets or tokens', () => {
    const text = instance.logged.join('');
    expect(text.length).toBeGreaterThan(1_000);
    for (const line of lines) expect(text).not.toContain(line.msisdn.slice(1));
    expect(text).not.toContain(TEST_DOCUMENT);
    expect(text).not.toContain('张三');
    expect(text).not.toMatch(/Bearer|hbk_|receiptSecret/);
  });
});

describe('whoever asks too often', () => {
  it('gets no more messages sent, whichever numbers they go through', async () => {
    const answers = [];
    for (let i = 0; i < 40; i++) {
      const number = `+8617077${String(i).padStart(6, '0')}`;
      answers.push(
        await instance.call({
          method: 'POST',
          url: '/api/v1/codes',
          payload: { number },
          remoteAddress: '127.0.0.9',
        }),
      );
    }
    expect(answers.slice(0, 30).every((answer) => answer.statusCode === 202)).toBe(true);
    expect(answers.at(-1)?.json()).toMatchObject({ status: 429, code: 'too_many_requests', retryable: true });
  });
});
