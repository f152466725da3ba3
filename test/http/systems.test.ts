import Fastify from 'fastify';
import { beforeEach, describe, expect, test } from 'vitest';
import { asRefusal, callerOf } from '../../src/http/kit/auth.ts';
import { addNamedSchemas } from '../../src/http/kit/named-schema.ts';
import { asHandbackError, toProblem } from '../../src/http/kit/problem.ts';
import { lineRecordRoutes } from '../../src/http/routes/lines/line-records.ts';
import { makeApiToken } from '../../src/store/people/api-tokens.ts';
import { testInstance } from '../support/instance.ts';
import { lineFields } from '../support/line-fields.ts';

const instance = await testInstance();
const { operations, vault } = instance;
const { pool } = operations;
const writer = await makeApiToken(pool, vault, { name: 'crm', scopes: ['lines:write', 'lines:read'] });
const reader = await makeApiToken(pool, vault, { name: 'reports', scopes: ['lines:read'] });

const app = Fastify({
  logger: false,
  ajv: { customOptions: { coerceTypes: 'array', removeAdditional: false } },
});
app.decorateRequest('caller', null as never);
app.addHook('onRequest', async (request) => {
  request.caller = await callerOf(operations, request);
});
const undeclared: string[] = [];
app.setErrorHandler((thrown, request, reply) => {
  const error = asRefusal(asHandbackError(thrown), request.caller);
  if (request.routeOptions.config.errors?.includes(error.code) !== true) undeclared.push(error.code);
  return reply.code(toProblem(error, 'en').status).send(toProblem(error, 'en'));
});
addNamedSchemas(app);
lineRecordRoutes(app, operations);

const { line_id: _, ...body } = lineFields(1);

async function put(
  payload: unknown,
  options: {
    lineId?: string;
    token?: string | null;
    headers?: Record<string, string>;
    validate?: boolean;
  } = {},
) {
  const { lineId = 'L1', token = writer, headers = {}, validate } = options;
  const answer = await app.inject({
    method: 'PUT',
    url: `/lines/${encodeURIComponent(lineId)}${validate === undefined ? '' : `?validate=${validate}`}`,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
      ...headers,
    },
    payload: JSON.stringify(payload),
  });
  return { status: answer.statusCode, etag: answer.headers.etag as string, body: answer.json() };
}

const read = (token = reader) =>
  app.inject({ method: 'GET', url: '/lines/L1', headers: { authorization: `Bearer ${token}` } });

beforeEach(async () => {
  await pool.query(
    'truncate party, account, line, msisdn_assignment, access, contact, number_ledger, billing_account cascade',
  );
  expect(undeclared).toEqual([]);
});

describe('PUT /lines/:lineId', () => {
  test('makes a line, changes it, and leaves it when it is the same', async () => {
    expect(await put(body)).toMatchObject({
      status: 201,
      body: { lineId: 'L1', outcome: 'created', validatedOnly: false },
    });
    expect(await put(body)).toMatchObject({ status: 200, body: { outcome: 'unchanged' } });
    expect(await put({ ...body, plan_name: '畅享 59' })).toMatchObject({
      status: 200,
      body: { outcome: 'updated' },
    });
    const { rows } = await pool.query(
      `select action, actor from audit where line_id = 'L1' order by audit_id`,
    );
    expect(rows).toEqual([
      { action: 'line_created', actor: 'system:crm' },
      { action: 'line_updated', actor: 'system:crm' },
    ]);
  });

  test('names every problem at once', async () => {
    const answer = await put({
      ...body,
      imsi: '1',
      payment: 'barter',
      holds: [{ kind: 'fraud', since: 'x', reference: 'y' }],
      colour: 'red',
      plan_name: undefined,
    });
    expect(answer).toMatchObject({ status: 422, body: { code: 'line_input_invalid' } });
    expect(answer.body.facts.problems).toEqual([
      'colour: field_invalid',
      'imsi: imsi_invalid',
      'payment: field_invalid',
      'plan_name: field_missing',
      'holds: date_invalid',
    ]);
  });

  test('refuses an ICCID sent as a number: its digits are rounded already', async () => {
    const text = JSON.stringify({ ...body, iccid: 'X' }).replace('"X"', '89860900000000000014');
    const answer = await app.inject({
      method: 'PUT',
      url: '/lines/L1',
      headers: { authorization: `Bearer ${writer}`, 'content-type': 'application/json' },
      payload: text,
    });
    expect(answer.json().facts.problems).toEqual(['iccid: field_invalid']);
  });

  test('takes a body with a byte order mark', async () => {
    const answer = await app.inject({
      method: 'PUT',
      url: '/lines/L1',
      headers: { authorization: `Bearer ${writer}`, 'content-type': 'application/json' },
      payload: Buffer.from(`\uFEFF${JSON.stringify(body)}`),
    });
    expect(answer.statusCode).toBe(201);
  });

  test.each([
    [{ imsi: '46099000000302.0' }, 'imsi: imsi_invalid'],
    [{ msisdn: '+86 1709000020' }, 'msisdn: msisdn_invalid'],
    [{ holder_id: '1,1010519E+17' }, 'holder_id: field_invalid'],
    [{ document_number: '110105209912310029' }, 'document_number: document_invalid'],
  ])('refuses what an import refuses: %o', async (change, problem) => {
    expect((await put({ ...body, ...change })).body.facts.problems).toEqual([problem]);
  });

  test('takes what an import takes: a trunk zero behind the country code, a padded ICCID', async () => {
    const odd = { ...body, msisdn: '+86 0170 0000 0001', iccid: '898609900000000501ff' };
    expect(await put(odd)).toMatchObject({ status: 201 });
    expect((await read()).json()).toMatchObject({ msisdn: '+8617000000001' });
  });

  test('refuses another line than that of the address, and rules that are not there', async () => {
    expect((await put({ ...body, line_id: 'L2' })).body.facts.problems).toEqual(['line_id: field_invalid']);
    expect((await put({ ...body, line_id: 'L1' })).status).toBe(201);
    expect((await put({ ...body, jurisdiction: 'xx', province: null })).body.facts.problems).toEqual([
      'jurisdiction: field_invalid',
    ]);
    expect((await put(body, { lineId: 'a b' })).body.facts.problems).toEqual(['line_id: field_invalid']);
  });

  test('with validate=true changes nothing', async () => {
    expect(await put(body, { validate: true })).toMatchObject({
      status: 200,
      body: { outcome: 'created', validatedOnly: true },
    });
    expect((await pool.query('select count(*) from party')).rows[0].count).toBe(0);
    await put(body);
    expect(
      await put({ ...lineFields(2), msisdn: body['msisdn'] }, { lineId: 'L2', validate: true }),
    ).toMatchObject({ status: 409, body: { code: 'msisdn_taken' } });
  });

  test('overwrites only what the caller has seen', async () => {
    expect((await put(body, { headers: { 'if-match': '*' } })).status).toBe(412);
    const first = await put(body, { headers: { 'if-none-match': '*' } });
    expect(first.status).toBe(201);
    expect((await put(body, { headers: { 'if-none-match': '*' } })).status).toBe(412);
    const second = await put(
      { ...body, plan_name: 'x' },
      { headers: { 'if-match': `"other", ${first.etag}` } },
    );
    expect(second.status).toBe(200);
    expect((await put({ ...body, plan_name: 'y' }, { headers: { 'if-match': first.etag } })).body.code).toBe(
      'precondition_failed',
    );
    expect((await put({ ...body, plan_name: 'y' }, { headers: { 'if-match': second.etag } })).status).toBe(
      200,
    );
    const answer = await read();
    expect(
      (await put({ ...body, plan_name: 'z' }, { headers: { 'if-match': answer.headers.etag as string } }))
        .status,
    ).toBe(200);
  });

  test.each([
    ['a number', { msisdn: '+8617000000001' }, 'msisdn_taken'],
    ['a card', { imsi: '001010000000001' }, 'imsi_taken'],
  ])('refuses %s of another line', async (_name, change, code) => {
    await put(body);
    expect(await put({ ...lineFields(2), ...change }, { lineId: 'L2' })).toMatchObject({
      status: 409,
      body: { code },
    });
  });

  test('refuses a line that has ended, a number in quarantine, an erased person', async () => {
    await put(body);
    await pool.query(`update line set status = 'ended'`);
    expect((await put(body)).body.code).toBe('line_conflict');
    await pool.query(
      `insert into number_ledger (msisdn, state, release_on) values ('+8617000000002', 'quarantined', '2999-01-01')`,
    );
    expect((await put(lineFields(2), { lineId: 'L2' })).body).toMatchObject({
      code: 'msisdn_quarantined',
      facts: { releaseOn: '2999-01-01' },
    });
    await pool.query('update party set data_key_wrapped = null');
    expect((await put({ ...lineFields(3), holder_id: 'P1' }, { lineId: 'L3' })).body.code).toBe(
      'holder_erased',
    );
  });

  test('is for systems with lines:write only', async () => {
    expect((await put(body, { token: null })).status).toBe(401);
    expect((await put(body, { token: reader })).body.code).toBe('forbidden');
    expect((await put(['no object'])).body.code).toBe('request_invalid');
    expect((await put({ ...body, holder_name: 'a\u0000b' })).body.facts.problems).toEqual([
      'holder_name: field_invalid',
    ]);
  });
});

test('GET /lines/:lineId tells systems what a line is, and nothing of the person', async () => {
  expect((await read()).json().code).toBe('line_unknown');
  await put({ ...body, ties: 'family:main:138 **** 1234' });
  const answer = (await read()).json();
  expect(answer).toMatchObject({
    line_id: 'L1',
    msisdn: '+8617000000001',
    holder_id: 'P1',
    monthly_fee: '39.00',
    ties: [{ kind: 'family' }],
    range_holder: null,
    open_case: null,
  });
  expect(JSON.stringify(answer)).not.toContain('张三');
});
