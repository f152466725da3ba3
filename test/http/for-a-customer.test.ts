import { describe, expect, it } from 'vitest';
import { type SeededLine, seedLines } from '../support/seed.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const { operations: op, vault, simulator } = instance;
const crm = await instance.token('crm', ['cases:declare']);
let from = 0;
let keys = 0;
const aLine = async (): Promise<SeededLine> =>
  (await seedLines(op.pool, vault, 1, { from: from++, simulator }))[0]!;

const post = (url: string, payload: object, options: { token?: string; key?: string } = {}) =>
  instance.call({
    method: 'POST',
    url: `/api/v1/terminations${url}`,
    token: options.token ?? crm,
    key: options.key ?? `k${++keys}`,
    payload,
  });
const SEEN = { provenBy: ['document_number', 'opening_date'], channel: 'hotline' };

const audited = async (caseId: string) =>
  (
    await op.pool.query<{ actor: string; action: string; facts: Record<string, unknown> }>(
      'select actor, action, facts from audit where case_id = $1 order by audit_id',
      [caseId],
    )
  ).rows;

describe('a system of the operator, for a customer whom it identified', () => {
  it('declares by number, reviews and confirms; who asserted what is kept, and the customer has the receipt', async () => {
    const line = await aLine();
    const made = await post('', { number: line.msisdn, reason: 'cost', ...SEEN });
    expect(made.statusCode, made.body).toBe(201);
    const { caseId, reference, receiptSecret } = made.json();
    const looked = await instance.call({
      url: `/api/v1/terminations/${caseId}/review?provenBy=opening_date&channel=hotline`,
      token: crm,
    });
    expect(looked.json()).toMatchObject({ eligibility: { verdict: 'eligible' }, missing: { count: 1 } });
    const confirmed = await post(`/${caseId}/confirm`, SEEN);
    expect(confirmed.json()).toMatchObject({ stage: 'cool_off', lineId: line.lineId });
    expect(confirmed.json().receiptSecret).toBeUndefined();
    expect(await audited(caseId)).toMatchObject([
      { actor: 'system:crm', action: 'declared', facts: { asserted: SEEN.provenBy, channel: 'hotline' } },
      { actor: 'system:crm', action: 'confirmed', facts: { asserted: SEEN.provenBy, channel: 'hotline' } },
    ]);
    const { rows } = await op.pool.query(
      'select channel, receipt_factors from termination where case_id = $1',
      [caseId],
    );
    expect(rows).toEqual([{ channel: 'hotline', receipt_factors: SEEN.provenBy }]);
    const followed = await instance.call({
      url: `/api/v1/terminations/${caseId}`,
      headers: { 'handback-receipt': `${reference} ${receiptSecret}` },
    });
    expect(followed.statusCode).toBe(200);
  });

  it('bars at once only with the factors of an urgent bar', async () => {
    const line = await aLine();
    const stolen = { lineId: line.lineId, reason: 'stolen' };
    const less = await post('', { ...stolen, provenBy: ['opening_date'], channel: 'hotline' });
    expect(less.json()).toMatchObject({ status: 403, code: 'factor_needed', facts: { missing: 1 } });
    expect((await post('', { ...stolen, ...SEEN })).statusCode).toBe(201);
  });

  it('confirms nothing with less than the rule of the customer\u2019s channel asks', async () => {
    const line = await aLine();
    const { caseId } = (await post('', { lineId: line.lineId, ...SEEN, provenBy: ['opening_date'] })).json();
    const less = await post(`/${caseId}/confirm`, { provenBy: ['opening_date'], channel: 'hotline' });
    expect(less.json()).toMatchObject({ status: 403, code: 'factor_needed' });
    // What was asserted once is not remembered for it: each step says anew what it stands on.
    expect((await post(`/${caseId}/confirm`, {})).json()).toMatchObject({
      code: 'request_invalid',
      facts: { field: 'provenBy' },
    });
    const { receiptSecret } = (await post(`/${caseId}/confirm`, SEEN)).json();
    expect(receiptSecret).toMatch(/^[0-9A-Z-]{29}$/);
  });

  it('is told of the open case when it repeats itself, and gets the first answer under the same key', async () => {
    const line = await aLine();
    const asked = { lineId: line.lineId, ...SEEN };
    const first = await post('', asked, { key: 'once' });
    const { caseId } = first.json();
    expect((await post('', asked, { key: 'once' })).body).toBe(first.body);
    expect((await post('', asked)).json()).toMatchObject({ code: 'case_open', facts: { caseId } });
    expect(await audited(caseId)).toHaveLength(1);
  });

  it('must say how the customer was identified and where, and name a line that is one', async () => {
    const line = await aLine();
    const { lineId, msisdn } = line;
    const other = await aLine();
    const refusals = [
      [{ lineId }, { code: 'request_invalid', facts: { field: 'provenBy' } }],
      [
        { lineId, provenBy: ['sms_code'] },
        { code: 'request_invalid', facts: { field: 'channel' } },
      ],
      [{ lineId, ...SEEN, provenBy: [] }, { code: 'request_invalid' }],
      [{ lineId, ...SEEN, provenBy: ['astrology'] }, { code: 'request_invalid' }],
      [{ ...SEEN }, { code: 'request_invalid', facts: { field: 'lineId' } }],
      [{ number: '+8617099999999', ...SEEN }, { code: 'line_unknown' }],
      [{ lineId: other.lineId, number: msisdn, ...SEEN }, { code: 'line_unknown' }],
    ] as const;
    for (const [asked, told] of refusals) expect((await post('', asked)).json()).toMatchObject(told);
    expect((await post('', { lineId, number: msisdn, ...SEEN })).statusCode).toBe(201);
  });

  it('needs the scope, and nobody else can assert anything', async () => {
    const line = await aLine();
    const { lineId } = line;
    const reader = await instance.token('reader', ['cases:read', 'lines:write']);
    expect((await post('', { lineId, ...SEEN }, { token: reader })).json()).toMatchObject({
      code: 'forbidden',
      facts: { scope: 'cases:declare' },
    });
    const session = await instance.signedIn(line, ['sms_code']);
    const boast = await post('', { lineId, reason: 'stolen', ...SEEN }, { token: session });
    expect(boast.json()).toMatchObject({ code: 'request_invalid', facts: { field: 'provenBy' } });
    const { caseId } = (await post('', { lineId }, { token: session })).json();
    const again = await post(`/${caseId}/confirm`, SEEN, { token: session });
    expect(again.json()).toMatchObject({ code: 'request_invalid', facts: { field: 'provenBy' } });
    const stranger = await instance.call({
      method: 'POST',
      url: '/api/v1/terminations',
      key: 'k',
      payload: { lineId, ...SEEN },
    });
    expect(stranger.json()).toMatchObject({ code: 'not_signed_in' });
  });

  it('cannot keep the holder from undoing it by claiming more than it needed to', async () => {
    const line = await aLine();
    const boast = {
      provenBy: ['document_number', 'opening_date', 'contact_code', 'sms_code', 'document_seen'],
      channel: 'hotline',
    };
    const { caseId } = (await post('', { lineId: line.lineId, ...boast })).json();
    expect((await post(`/${caseId}/confirm`, boast)).json()).toMatchObject({ stage: 'cool_off' });
    const session = await instance.signedIn(line, ['sms_code', 'document_number']);
    const back = await post(`/${caseId}/withdraw`, {}, { token: session });
    expect(back.json()).toMatchObject({ outcome: 'withdrawn' });
    expect((await audited(caseId))[0]!.facts).toMatchObject({ asserted: boast.provenBy });
  });

  it('changes nothing when it only tries', async () => {
    const line = await aLine();
    const tried = await post('?validate=true', { lineId: line.lineId, ...SEEN });
    expect(tried.json()).toMatchObject({ eligibility: { verdict: 'eligible' } });
    expect((await post('', { lineId: line.lineId, ...SEEN })).statusCode).toBe(201);
  });
});
