import { describe, expect, it } from 'vitest';
import { putLine } from '../../src/operations/lines/put-line.ts';
import { systemNamed } from '../support/actors.ts';
import { profileIccid, seedProfiles, TestDevice } from '../support/esim.ts';
import { lineFields } from '../support/line-fields.ts';
import { seedLines } from '../support/seed.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const { operations: op, vault } = instance;
const token = await instance.token('crm', ['lines:read', 'lines:write', 'cases:declare']);

const at = (lineId: string, query = '') => `/api/v1/lines/${lineId}${query}`;
const read = async (lineId: string) => instance.call({ url: at(lineId), token });
const write = (lineId: string, payload: object, query = '', headers: Record<string, string> = {}) =>
  instance.call({ method: 'PUT', url: at(lineId, query), token, payload, headers });

describe('a line', () => {
  it('has one shape for reading and writing: what is read is sent back and changes nothing', async () => {
    const { line_id: lineId, ...fields } = lineFields(1);
    const rich = {
      ...fields,
      contract_ends_on: '2099-03-31',
      early_termination_per_month: '20.00',
      ties: [{ kind: 'family', role: 'main', label: '138 **** 1234' }],
      holds: [{ kind: 'fraud', since: '2026-01-15', reference: 'F-1' }],
      port_out_on: '2026-02-01',
      port_out_to: 'Other Mobile',
      last_roamed_on: '2026-01-20',
      range_holder: 'Other Mobile',
    };
    expect((await write(String(lineId), rich)).statusCode).toBe(201);
    const before = await read(String(lineId));
    const stored = await op.pool.query('select * from party');
    const back = await write(String(lineId), before.json(), '', { 'if-match': String(before.headers.etag) });
    expect(back.statusCode, back.body).toBe(200);
    expect((await read(String(lineId))).json()).toEqual(before.json());
    expect(before.json()).toMatchObject({
      plan_name: fields['plan_name'],
      status: 'active',
      open_case: null,
    });
    const { rows } = await op.pool.query('select * from party');
    expect(rows.map(({ name_enc, document_bidx }) => [name_enc, document_bidx])).toEqual(
      stored.rows.map(({ name_enc, document_bidx }) => [name_enc, document_bidx]),
    );
    const after = await read(String(lineId));
    const changed = { ...after.json(), plan_name: '畅享 59' };
    expect((await write(String(lineId), changed)).json()).toMatchObject({ outcome: 'updated' });
    expect((await write(String(lineId), (await read(String(lineId))).json())).json()).toMatchObject({
      outcome: 'unchanged',
    });
  });

  it('keeps its eSIM profiles on the way, and the names of their devices', async () => {
    const [line] = await seedLines(op.pool, vault, 1, { from: 50 });
    const iccid = profileIccid(1);
    await seedProfiles(op.pool, line!, [{ iccid, eid: new TestDevice(1).eid }]);
    const profiles = () =>
      op.pool.query('select iccid, eid, state, label_enc from esim_profile order by iccid');
    const before = (await profiles()).rows;
    const body = (await read(line!.lineId)).json();
    expect(body.profiles).toMatchObject([{ iccid, state: 'installed' }]);
    const back = await write(line!.lineId, body);
    expect(back.statusCode, back.body).toBe(200);
    expect((await profiles()).rows).toEqual(before);
    expect((await read(line!.lineId)).json()).toEqual(body);
  });

  it('is not ended, freed or taken out of its case by writing it', async () => {
    const [line] = await seedLines(op.pool, vault, 1, { from: 60 });
    const body = (await read(line!.lineId)).json();
    expect((await write(line!.lineId, { ...body, status: 'ended' })).json().facts.problems).toEqual([
      'status: field_invalid',
    ]);
    const asserted = { provenBy: ['document_seen'], channel: 'store' };
    await instance.call({
      method: 'POST',
      url: '/api/v1/terminations',
      token,
      key: 'd',
      payload: { lineId: line!.lineId, ...asserted },
    });
    expect((await write(line!.lineId, body)).json().facts.problems).toEqual(['open_case: field_invalid']);
    expect((await write(line!.lineId, (await read(line!.lineId)).json())).statusCode).toBe(200);
  });
});

describe('a field that there is not', () => {
  it('is named in a line, with the name that was meant', async () => {
    const { line_id: _, plan_name: name, ...fields } = lineFields(7);
    const told = await write('L7', { ...fields, pan_name: name });
    expect(told.json()).toMatchObject({
      code: 'line_input_invalid',
      detail: expect.stringContaining('There is no field `pan_name`: did you mean `plan_name`?'),
      facts: { unknown: ['/pan_name'], meant: ['plan_name'] },
    });
    const nested = await write('L7', { ...lineFields(7), profiles: [{ iccid: 'x', stat: 'installed' }] });
    expect(nested.json()).toMatchObject({
      detail: expect.stringContaining('There is no field `stat`: did you mean `state`?'),
      facts: {
        problems: ['profiles: field_invalid'],
        unknown: ['/profiles/stat'],
        meant: ['state'],
      },
    });
  });

  it.each([
    ['POST', '/terminations', { lineid: 'L1' }, 'lineId', '/lineid'],
    ['POST', '/declarations', { number: '+8617000000001', name: 'x', resaon: null }, 'reason', '/resaon'],
    [
      'POST',
      '/late-usage',
      { usageId: 'u', lineId: 'L', usedOn: '2026-01-01', amont: {} },
      'amount',
      '/amont',
    ],
    [
      'POST',
      '/late-usage',
      {
        usageId: 'u',
        lineId: 'L',
        usedOn: '2026-01-01',
        amount: { currency: 'CNY', minor: 1, minr: 2 },
      },
      'minor',
      '/amount/minr',
    ],
  ] as const)('is named in a body: %s %s %o', async (method, path, payload, meant, pointer) => {
    const all = await instance.token(`all ${pointer}`, ['cases:declare', 'usage:write']);
    const told = await instance.call({ method, url: `/api/v1${path}`, token: all, key: 'k', payload });
    expect(told.statusCode).toBe(422);
    expect(told.json()).toMatchObject({
      code: 'request_invalid',
      detail: expect.stringContaining(`did you mean \`${meant}\`?`),
      facts: { reason: 'field_unknown', in: 'body', pointer, meant },
    });
  });

  it('is named in a query, also where there is none to be', async () => {
    const query = (url: string) => instance.call({ url: `/api/v1${url}`, token });
    expect((await query('/lines?nmuber=1')).json()).toMatchObject({
      code: 'request_invalid',
      facts: { field: 'nmuber', in: 'query', reason: 'field_unknown', meant: 'number' },
    });
    expect((await query(`/lines/L1?validate=true`)).json()).toMatchObject({
      code: 'request_invalid',
      facts: { field: 'validate', in: 'query' },
    });
    const put = await write('L7', lineFields(7), '?validat=true');
    expect(put.json()).toMatchObject({ code: 'request_invalid', facts: { meant: 'validate' } });
    const zh = await instance.call({
      url: '/api/v1/lines?nmuber=1',
      token,
      headers: { 'accept-language': 'zh-CN' },
    });
    expect(zh.json().detail).toBe('没有字段 `nmuber`，是否为 `number`？');
  });

  it('is told from one that is missing', async () => {
    const told = await instance.call({ method: 'POST', url: '/api/v1/sessions', payload: {} });
    expect(told.json()).toMatchObject({ code: 'request_invalid', facts: { pointer: '/number', in: 'body' } });
  });
});

it('takes what it reads also through the operation itself', async () => {
  const fields = lineFields(9);
  const put = { lineId: 'L9', fields, ifMatch: null, onlyCreate: true, validateOnly: true };
  expect(
    await putLine(op, systemNamed('crm'), { ...put, asRead: { status: 'active', openCase: null } }),
  ).toMatchObject({
    outcome: 'created',
  });
});
