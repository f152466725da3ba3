import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { viewCampaign } from '../../src/operations/campaigns/view-campaign.ts';
import { decideApproval } from '../../src/operations/staff/approvals/decide-approval.ts';
import { signedInPerson, staffNamed } from '../support/actors.ts';
import { advanced } from '../support/campaigns.ts';
import { eventually } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const { operations: op } = instance;
const token = await instance.token('ops', ['cases:steer', 'cases:read']);
let serial = 0;
const post = (url: string, payload?: object) =>
  instance.call({
    method: 'POST',
    url: `/api/v1${url}`,
    token,
    key: `k${++serial}`,
    ...(payload ? { payload } : {}),
  });
const get = (url: string, as = token) => instance.call({ method: 'GET', url: `/api/v1${url}`, token: as });
const put = (name: string, rows: string | Buffer, query = '', type = 'text/csv') =>
  instance.call({
    method: 'PUT',
    url: `/api/v1/campaigns/${encodeURIComponent(name)}/rows${query}`,
    token,
    payload: rows,
    headers: { 'content-type': type },
  });
let from = 0;
const linesOf = async (count: number) => {
  const lines = await seedLines(op.pool, instance.vault, count, { from });
  from += count;
  return lines;
};

describe('campaigns by API', () => {
  it('are made, uploaded, previewed, agreed to, steered and reported', async () => {
    const lines = await linesOf(3);
    const name = '3G / Beijing';
    const at = `/campaigns/${encodeURIComponent(name)}`;
    expect((await post('/campaigns', { name })).statusCode).toBe(201);
    expect((await post('/campaigns', { name })).statusCode).toBe(200);
    const file = `number\n${lines.map(({ msisdn }) => msisdn).join('\n')}\n=1+1\n`;
    const sent = await put(name, file);
    expect(sent.json()).toMatchObject({
      unchanged: false,
      campaign: {
        state: 'validated',
        upload: { complete: true, rows: 4, validRows: 3, faults: { number_invalid: 1 } },
      },
    });
    expect((await put(name, file)).json()).toMatchObject({ unchanged: true });
    expect((await post(`${at}/approval`)).json()).toMatchObject({ code: 'campaign_conflict', status: 409 });
    expect((await post(`${at}/preview`)).statusCode).toBe(204);
    await advanced(op);
    expect((await get(at)).json()).toMatchObject({
      preview: { state: 'done', rows: 3, outcomes: { would_start: 3 } },
    });
    const asked = await post(`${at}/approval`);
    expect(asked.statusCode).toBe(202);
    const { requestId } = asked.json();
    expect((await get(at)).json()).toMatchObject({ state: 'awaiting_approval', approval: { requestId } });
    expect((await post(`${at}/approval`)).json()).toMatchObject({ code: 'approval_open' });
    // The same file again: nothing changed, and what was asked for still waits.
    expect((await put(name, file)).json()).toMatchObject({
      unchanged: true,
      campaign: { state: 'awaiting_approval', approval: { requestId } },
    });
    expect((await get(`/approvals/${requestId}`)).json()).toMatchObject({
      act: 'start_campaign',
      decision: null,
    });
    const zhou = await signedInPerson(op, 'zhou', ['supervisor']);
    await decideApproval(op, zhou, { requestId, decision: 'approved' });
    for (const [act, state] of [
      ['pause', 'paused'],
      ['pause', 'paused'],
      ['resume', 'running'],
    ] as const) {
      expect((await post(`${at}/${act}`)).statusCode).toBe(204);
      expect((await get(at)).json().state).toBe(state);
    }
    await advanced(op);
    expect((await get(at)).json()).toMatchObject({
      state: 'finished',
      run: { rows: 3, results: { started: 3 } },
    });
    expect((await post(`${at}/stop`)).json()).toMatchObject({
      code: 'campaign_conflict',
      facts: { state: 'finished' },
    });
    const page = await get(`${at}/rows?limit=2`);
    expect(page.json()).toMatchObject({
      rows: [{ row: 2, result: 'started', case: 'cool_off' }, { row: 3 }],
      next: '3',
    });
    const rest = await get(`${at}/rows?limit=2&after=3`);
    expect(rest.json()).toMatchObject({
      rows: [{ row: 4 }, { row: 5, fault: 'number_invalid' }],
      next: null,
    });
    expect((await get(`${at}/rows?fault=any`)).json().rows).toHaveLength(1);
    const report = await get(`${at}/report.csv`);
    expect(report.headers['content-type']).toBe('text/csv; charset=utf-8');
    const cells = report.body.trimEnd().split('\r\n');
    expect(cells[0]).toBe('row,given,line_id,result,code,message,reference,case,certificate_id');
    // What a spreadsheet would take for a formula is none.
    expect(cells[1]).toMatch(/^2,'\+8617000000000,L0000000,started,,Started,HB-\w+,cool_off,$/);
    expect(cells[4]).toMatch(/^5,'=1\+1,,wrong,number_invalid,/);
    const listed = await get('/campaigns?limit=1');
    expect(listed.json()).toMatchObject({ campaigns: [{ name }], next: null });
  });

  it('are refused to who may not, and where there is none', async () => {
    const reader = await instance.token('reader', ['cases:read']);
    const other = await instance.token('other', ['lines:read']);
    expect((await get('/campaigns', other)).statusCode).toBe(403);
    expect((await get('/campaigns/none', reader)).json().code).toBe('campaign_unknown');
    const refused = await instance.call({
      method: 'PUT',
      url: '/api/v1/campaigns/none/rows',
      token: reader,
      payload: 'L1\n',
      headers: { 'content-type': 'text/csv' },
    });
    expect(refused.json().code).toBe('forbidden');
    expect((await put('none', 'L1\n')).json().code).toBe('campaign_unknown');
    await post('/campaigns', { name: 'bad' });
    expect((await put('bad', '')).json().code).toBe('import_file_invalid');
    expect((await put('bad', 'a,b\n', '?encoding=klingon')).json()).toMatchObject({
      code: 'import_file_invalid',
      facts: { reason: 'unknown_encoding' },
    });
    expect((await put('bad', '{}', '', 'application/json')).json().code).toBe('media_type_unsupported');
    expect((await get('/campaigns/bad/rows?after=x')).json().code).toBe('request_invalid');
    expect((await get('/campaigns/bad/rows?fault=any&result=started')).json().code).toBe('request_invalid');
  });

  it('keep as a draft what breaks off in the middle, and refuse what is too large before it is read', async () => {
    const lines = await linesOf(2_500);
    await post('/campaigns', { name: 'cut' });
    await instance.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = instance.app.server.address() as AddressInfo;
    const sending = httpRequest({
      ...{ port, host: '127.0.0.1', method: 'PUT', path: '/api/v1/campaigns/cut/rows' },
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    });
    sending.on('error', () => undefined);
    sending.write(lines.map(({ lineId }) => `${lineId}\n`).join(''));
    const view = () => viewCampaign(op, staffNamed('wu'), { name: 'cut' });
    await eventually(view, ({ receivedRows }) => receivedRows >= 1_000);
    expect((await get('/campaigns/cut')).json()).toMatchObject({
      state: 'draft',
      upload: { complete: false },
    });
    sending.destroy();
    await eventually(view, ({ receiveFault }) => receiveFault !== null);
    expect((await put('cut', lines.map(({ lineId }) => `${lineId}\n`).join(''))).json()).toMatchObject({
      campaign: { state: 'validated', upload: { rows: 2_500 } },
    });
    const large = await instance.call({
      method: 'PUT',
      url: '/api/v1/campaigns/cut/rows',
      token,
      headers: { 'content-type': 'text/csv', 'content-length': String(300 * 1024 * 1024) },
    });
    expect(large.json()).toMatchObject({ code: 'payload_too_large', facts: { megabytes: 256 } });
    expect((await view()).state).toBe('validated');
  });
});
