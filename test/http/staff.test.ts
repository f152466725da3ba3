import { beforeAll, describe, expect, it } from 'vitest';
import { decideApproval } from '../../src/operations/staff/approvals/decide-approval.ts';
import { signedInPerson } from '../support/actors.ts';
import { auditOf, closedCase, readyToEnd, stuckCase } from '../support/cases.ts';
import { eventually } from '../support/instance.ts';
import { type SeededLine, seedLines } from '../support/seed.ts';
import { apiInstance } from './api-instance.ts';
import { claimsIn } from './claims-in.ts';

const instance = await apiInstance();
const { operations: op, simulator } = instance;
const { pool } = op;
const API = '/api/v1';
let serial = 0;
let staff: string;
let reader: string;

beforeAll(async () => {
  staff = await instance.token('lin', ['cases:read', 'cases:steer']);
  reader = await instance.token('reader', ['cases:read']);
  instance.engine().start();
});

const post = (path: string, token: string, payload: object, key = `k${++serial}`) =>
  instance.call({ method: 'POST', url: `${API}${path}`, token, key, payload });
const get = (path: string, token?: string) =>
  instance.call({ url: `${API}${path}`, ...(token === undefined ? {} : { token }) });
const aLine = async (attachedTo?: string): Promise<SeededLine> => {
  const from = 1_000 + ++serial;
  const [line] = await seedLines(pool, instance.vault, 1, {
    from,
    simulator,
    ...(attachedTo === undefined ? {} : { attachedTo }),
  });
  return line!;
};
/** A second person agrees, at their desk. */
const agreed = async (requestId: string) =>
  decideApproval(op, await signedInPerson(op, `zhou${++serial}`, ['supervisor']), {
    requestId,
    decision: 'approved',
  });
/** A line that has ended, with its case and its certificate. */
async function ended() {
  const line = await aLine();
  const { caseId } = await readyToEnd(op, line);
  const { certificateId } = await closedCase(pool, caseId);
  return { line, caseId, certificateId: certificateId! };
}

describe('a stuck case', () => {
  it('goes on without a stage that staff skip with a reason, and no further than may be skipped', async () => {
    const line = await aLine();
    simulator.inject({
      behaviour: ({ action, imsi }) =>
        imsi === line.imsi &&
        (action === 'delete' || action === 'lookup') &&
        simulator.effects(line.imsi).barred > 0
          ? 'refuse'
          : 'answer',
    });
    const { caseId, reference } = await readyToEnd(op, line);
    await stuckCase(pool, caseId);
    expect((await get('/stuck-cases', reader)).json().cases).toMatchObject([
      { caseId, reference, stage: 'detach', problem: { code: 'osmo-hlr_refused' } },
    ]);
    const skip = (token: string, payload: object, key?: string) =>
      post(`/terminations/${caseId}/skip`, token, payload, key);
    const reason = 'the register is being replaced';
    expect((await skip(reader, { reason })).json()).toMatchObject({ status: 403, code: 'forbidden' });
    for (const payload of [
      {},
      { reason: '' },
      { reason: ' ' },
      { reason, more: 1 },
      { reason: 'x'.repeat(501) },
    ])
      expect((await skip(staff, payload)).json()).toMatchObject({ status: 422, code: 'request_invalid' });
    const asked = await skip(staff, { reason }, 'skip-once');
    expect(asked.statusCode).toBe(202);
    const { requestId } = asked.json();
    expect((await stuckCase(pool, caseId)).stage).toBe('detach');
    // The same request again is the same one; another for the same act is one too many.
    const again = await skip(staff, { reason }, 'skip-once');
    expect([again.json(), again.headers['idempotency-replayed']]).toEqual([asked.json(), 'true']);
    expect((await skip(staff, { reason })).json()).toMatchObject({ status: 409, code: 'approval_open' });
    expect((await get(`/approvals/${requestId}`, staff)).json()).toMatchObject({
      act: 'skip_stage',
      decision: null,
    });
    expect((await get(`/approvals/${requestId}`, reader)).json()).toMatchObject({ code: 'approval_unknown' });
    await agreed(requestId);
    expect((await get(`/approvals/${requestId}`, staff)).json()).toMatchObject({ decision: 'approved' });
    expect((await stuckCase(pool, caseId)).stage).toBe('remove');
    expect((await skip(staff, { reason: 'really' })).json()).toMatchObject({
      status: 409,
      code: 'stage_not_skippable',
      facts: { stage: 'remove' },
    });
    simulator.inject({});
    const retried = await instance.call({
      method: 'POST',
      url: `${API}/terminations/${caseId}/retry`,
      token: staff,
      key: `k${++serial}`,
    });
    expect(retried.statusCode).toBe(204);
    expect(await closedCase(pool, caseId)).toMatchObject({ outcome: 'completed', detach: 'unconfirmed' });
    expect(await auditOf(pool, caseId)).toEqual(expect.arrayContaining(['skipped', 'retried']));
    expect((await get('/stuck-cases', reader)).json().cases).toEqual([]);
  });

  it('waits no longer for a serving node that staff know to be gone', async () => {
    const line = await aLine('vlr-gone');
    const { caseId } = await readyToEnd(op, line);
    await eventually(
      async () => (await get(`/terminations/${caseId}`, reader)).json(),
      (view) => view.stage === 'detach' && view.waitingFor === 'serving_node',
    );
    const roll = (token: string, payload: object) =>
      post(`/terminations/${caseId}/roll-forward`, token, payload);
    expect((await roll(reader, { reason: 'gone' })).json()).toMatchObject({ code: 'forbidden' });
    expect((await roll(staff, {})).json()).toMatchObject({ code: 'request_invalid' });
    expect((await roll(staff, { reason: 'switched off last year' })).statusCode).toBe(204);
    expect(await closedCase(pool, caseId)).toMatchObject({ outcome: 'completed', detach: 'unconfirmed' });
    const claims = claimsIn(await get(`/terminations/${caseId}/certificate`, reader));
    expect(claims.accesses).toMatchObject([{ detach: 'unconfirmed', absentAtEnd: true }]);
    expect((await roll(staff, { reason: 'again' })).json()).toMatchObject({ code: 'stage_conflict' });
  });

  it('is not found by an id that no case has', async () => {
    const nowhere = '00000000-0000-7000-8000-000000000000';
    for (const act of ['skip', 'roll-forward'])
      expect(
        (await post(`/terminations/${nowhere}/${act}`, staff, { reason: 'x' })).json(),
        act,
      ).toMatchObject({ status: 404, code: 'case_unknown' });
  });
});

it('are told in their own words what a subscriber is told otherwise', async () => {
  const said = (await get('/lines/NONE', await instance.token('looker', ['lines:read']))).json();
  expect(said).toMatchObject({ code: 'line_unknown', detail: expect.stringContaining('line_id') });
  const none = (await get('/lines/NONE', `hbk_${'x'.repeat(43)}`)).json();
  expect(none).toMatchObject({ code: 'not_signed_in', detail: expect.stringContaining('tokens list') });
});

describe('a certificate that should not stand', () => {
  it('is revoked with a reason that verifiers see, once', async () => {
    const { caseId, certificateId } = await ended();
    const token = await instance.token('revoker', ['certificates:revoke']);
    const revoke = (bearer: string, payload: object, id = certificateId) =>
      post(`/certificates/${id}/revoke`, bearer, payload);
    expect((await revoke(staff, { reason: 'fraud' })).json()).toMatchObject({
      status: 403,
      code: 'forbidden',
    });
    for (const payload of [
      {},
      { reason: 'x' },
      { reason: 'issued to 张三 by mistake' },
      { reason: 'issued_in_error', note: 'n'.repeat(501) },
    ])
      expect((await revoke(token, payload)).json()).toMatchObject({ code: 'request_invalid' });
    expect((await revoke(token, { reason: 'fraud' }, 'nonsense')).json()).toMatchObject({
      status: 422,
      code: 'request_invalid',
    });
    expect(
      (await revoke(token, { reason: 'fraud' }, '00000000-0000-7000-8000-000000000000')).json(),
    ).toMatchObject({ status: 404, code: 'certificate_unknown' });
    expect((await get(`/certificates/${certificateId}`)).json()).toMatchObject({ revoked: null });

    const note = 'found by the audit of 2026-11';
    const asked = await revoke(token, { reason: 'issued_in_error', note });
    expect(asked.statusCode).toBe(202);
    expect((await get(`/certificates/${certificateId}`)).json()).toMatchObject({ revoked: null });
    await agreed(asked.json().requestId);
    expect((await revoke(token, { reason: 'wrong_data' })).statusCode).toBe(204);
    expect((await get(`/certificates/${certificateId}`)).body).not.toContain('audit');
    const { rows } = await instance.operations.pool.query(
      `select facts from audit where case_id = $1 and action = 'certificate_revoked'`,
      [caseId],
    );
    expect(rows).toMatchObject([{ facts: { certificateId, reason: 'issued_in_error', note } }]);
    expect(rows[0].facts.approvedBy).toMatch(/^issuer\.test\/zhou/);
    await expect(
      instance.operations.pool.query(
        `update certificate set revoked_reason = 'issued to somebody else' where certificate_id = $1`,
        [certificateId],
      ),
    ).rejects.toMatchObject({ code: '23514' });
    expect((await get(`/certificates/${certificateId}`)).json()).toMatchObject({
      revoked: { reason: 'issued_in_error' },
    });
    const file = (await get(`/terminations/${caseId}/certificate`, reader)).body;
    const verify = () =>
      instance.call({
        method: 'POST',
        url: `${API}/certificates/verify`,
        headers: { 'content-type': 'application/json' },
        payload: file,
      });
    // Verifiers ask a list that is made anew every few seconds.
    const verdict = await eventually(
      async () => (await verify()).json(),
      ({ status }) => status.state === 'revoked',
    );
    expect(verdict).toMatchObject({
      result: 'authentic',
      status: { known: true, state: 'revoked' },
    });
  });
});

describe('usage that comes late', () => {
  it('is billed once, and a certificate supersedes the first', async () => {
    const { line, caseId, certificateId } = await ended();
    const token = await instance.token('billing', ['usage:write']);
    const usage = {
      usageId: 'roam-1',
      lineId: line.lineId,
      usedOn: '2026-02-13',
      amount: { currency: 'CNY', minor: 250 },
    };
    const book = (payload: object, bearer = token) => post('/late-usage', bearer, payload);
    expect((await book(usage, staff)).json()).toMatchObject({ status: 403, code: 'forbidden' });
    const before = claimsIn(await get(`/terminations/${caseId}/certificate`, reader));

    const booked = await book(usage);
    expect(booked.statusCode, booked.body).toBe(201);
    // Under another key it is another request, and still the same usage.
    expect((await book(usage)).json()).toEqual(booked.json());
    const after = claimsIn(await get(`/terminations/${caseId}/certificate`, reader));
    expect(after).toMatchObject({
      jti: booked.json().certificateId,
      supersedes: certificateId,
      bill: {
        invoiceId: booked.json().invoiceId,
        total: { currency: 'CNY', minor: before.bill.total.minor + 250 },
      },
    });
    expect((await get(`/certificates/${certificateId}`)).json()).toMatchObject({
      supersededBy: booked.json().certificateId,
      revoked: null,
    });
  });

  it('is refused by name where it cannot be booked', async () => {
    const { line } = await ended();
    const open = await aLine();
    const token = await instance.token('billing-2', ['usage:write']);
    const usage = {
      usageId: 'roam-2',
      lineId: line.lineId,
      usedOn: '2026-02-13',
      amount: { currency: 'CNY', minor: 250 },
    };
    const wrong: readonly (readonly [object, number, string])[] = [
      [{ lineId: open.lineId }, 404, 'line_unknown'],
      [{ lineId: 'NOBODY' }, 404, 'line_unknown'],
      [{ usedOn: '2026-02-30' }, 422, 'request_invalid'],
      [{ usedOn: 'yesterday' }, 422, 'request_invalid'],
      [{ amount: { currency: 'USD', minor: 250 } }, 422, 'money_invalid'],
      [{ amount: { currency: 'CNY', minor: 0 } }, 422, 'money_invalid'],
      [{ amount: { currency: 'CNY', minor: 2.5 } }, 422, 'request_invalid'],
      [{ usageId: '' }, 422, 'request_invalid'],
      [{ tip: 1 }, 422, 'request_invalid'],
    ];
    for (const [change, status, code] of wrong) {
      const answer = await post('/late-usage', token, { ...usage, ...change });
      expect(answer.json(), JSON.stringify(change)).toMatchObject({ status, code });
    }
    const { rows } = await pool.query(
      `select 1 from billing_invoice where line_id = $1 and kind = 'supplementary'`,
      [line.lineId],
    );
    expect(rows).toEqual([]);
  });
});

it('answers nothing that the contract of its operation does not list', async () => {
  const metrics = await instance.metrics.registry.metrics();
  expect(metrics.split('\n').filter((line) => line.includes('undeclared_error'))).toEqual([]);
});
