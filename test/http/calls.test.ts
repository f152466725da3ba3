import { describe, expect, it } from 'vitest';
import { viewCalls } from '../../src/operations/desks/hotline/calls/view-calls.ts';
import { signedInPerson } from '../support/actors.ts';
import { seedLines } from '../support/seed.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const { operations: op, vault } = instance;
const pbx = await instance.token('pbx', ['calls:write']);
const agent = await signedInPerson(op, 'chen', ['agent']);
const [line] = await seedLines(op.pool, vault, 1, { from: 0 });

let keys = 0;
const report = (payload: object, options: { token?: string; key?: string } = {}) =>
  instance.call({
    method: 'POST',
    url: '/api/v1/calls',
    token: options.token ?? pbx,
    key: options.key ?? `k${++keys}`,
    payload,
  });
const call = { callId: 'c1', agent: agent.person.subject, caller: `tel:${line!.msisdn}`, event: 'ring' };

describe('the webhook of the telephony', () => {
  it('brings a call to the desk of its agent; the same key answers the same', async () => {
    const first = await report(call, { key: 'once' });
    expect(first.statusCode, first.body).toBe(200);
    expect(first.json()).toEqual({ news: true });
    const again = await report(call, { key: 'once' });
    expect(again.json()).toEqual({ news: true });
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect((await report(call)).json()).toEqual({ news: false });
    expect((await viewCalls(op, agent)).calls).toMatchObject([{ callId: 'c1', event: 'ring' }]);
  });

  it('logs and audits no telephone number', async () => {
    await report({ ...call, callId: 'c2' });
    const { rows } = await op.pool.query(`select string_agg(facts::text, ' ') as facts from audit`);
    expect(`${rows[0].facts} ${instance.logged.join(' ')}`).not.toContain(line!.msisdn.slice(3));
  });

  it.each([
    [{ ...call, agent: '9999' }, 422, 'agent_unknown'],
    [{ ...call, event: 'gone' }, 422, 'request_invalid'],
    [{ ...call, callId: '' }, 422, 'request_invalid'],
    [{ ...call, extra: 1 }, 422, 'request_invalid'],
    [{ callId: 'c1' }, 422, 'request_invalid'],
  ])('refuses %j', async (payload, status, code) => {
    const answer = await report(payload);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  it('is for a system with the scope, and for nobody else', async () => {
    const other = await instance.token('crm', ['lines:read']);
    expect((await report(call, { token: other })).json()).toMatchObject({ code: 'forbidden' });
    const session = await instance.signedIn(line!);
    expect((await report(call, { token: session })).statusCode).toBe(403);
  });
});
