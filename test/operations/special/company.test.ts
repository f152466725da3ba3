import { expect, it } from 'vitest';
import { acceptSpecialRequest } from '../../../src/operations/special/accept-request.ts';
import { viewSpecialReceipt } from '../../../src/operations/special/request-by-receipt.ts';
import { submitSpecialRequest } from '../../../src/operations/special/submit-request.ts';
import { listSpecialRequests, viewSpecialRequest } from '../../../src/operations/special/view-request.ts';
import { receiptOf, staffNamed, VISITOR } from '../../support/actors.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';
import { specialForm } from '../../support/special-requests.ts';

const instance = await testInstance();
const { operations: op } = instance;
const { pool } = op;
const machine = staffNamed('lin');
const lines = await seedLines(pool, instance.vault, 500);

/** Of one company: that is what its request is about. */
await pool.query(`update line set holder_id = 'P0000000'`);
const [owing, ended] = lines;
await pool.query('update billing_account set balance = -5000 where account_id = $1', [`A${owing!.lineId}`]);
await pool.query(`update line set status = 'ended' where line_id = $1`, [ended!.lineId]);

it('ends five hundred lines of a company by one request, each decided on, kept and told of', async () => {
  const numbers = lines.map(({ msisdn }) => msisdn);
  const receipt = (await submitSpecialRequest(op, VISITOR, specialForm('company', numbers)))!;
  const { requests } = await listSpecialRequests(op, machine, { state: 'waiting', after: null, limit: 1 });
  const { requestId } = requests[0]!;
  const view = await viewSpecialRequest(op, machine, { requestId });
  expect(view.candidates.map(({ lineId }) => lineId)).toEqual(lines.map(({ lineId }) => lineId));
  expect(view.candidates.every(({ holderMatches }) => holderMatches === true)).toBe(true);
  expect(view.candidates.flatMap(({ findings }) => findings.map(({ check }) => check))).toEqual(['arrears']);

  const asked = { requestId, lineIds: lines.map(({ lineId }) => lineId) };
  const first = await acceptSpecialRequest(op, machine, asked);
  expect(first.state).toBe('received');
  expect(first.lines.map(({ lineId }) => lineId)).toEqual(asked.lineIds);
  expect(first.lines.filter(({ outcome }) => outcome !== 'started')).toEqual([
    { lineId: owing!.lineId, outcome: 'blocked', checks: ['arrears'], caseId: null },
    { lineId: ended!.lineId, outcome: 'ended_already', checks: [], caseId: null },
  ]);
  expect(first.lines.filter(({ outcome }) => outcome === 'started')).toHaveLength(498);

  const count = async (sql: string): Promise<number> => (await pool.query(sql)).rows[0].count;
  expect(
    await count(`select count(*)::int from termination where route = 'company' and stage = 'cool_off'
      and confirmed_at is not null and requester_id is not null`),
  ).toBe(498);
  expect(await count('select count(distinct reference)::int from termination')).toBe(498);
  expect(await count('select count(distinct line_id)::int from decision')).toBe(499);
  expect(await count('select count(*)::int from decision d join termination using (case_id, line_id)')).toBe(
    498,
  );
  expect(await count(`select count(distinct case_id)::int from outbox where kind = 'asked_for_you'`)).toBe(
    498,
  );
  expect(await count(`select count(distinct case_id)::int from audit where action = 'declared'`)).toBe(498);

  // The one that owed has paid: what was started before is not started again.
  await pool.query('update billing_account set balance = 0 where account_id = $1', [`A${owing!.lineId}`]);
  const rest = await acceptSpecialRequest(op, machine, asked);
  expect(rest.state).toBe('accepted');
  expect(rest.lines.slice(2)).toEqual(first.lines.slice(2));
  expect(rest.lines[0]).toMatchObject({ lineId: owing!.lineId, outcome: 'started', checks: [] });
  expect(await count('select count(*)::int from termination')).toBe(499);
  expect(await count(`select count(*)::int from outbox where kind = 'asked_for_you'`)).toBe(499);
  const seen = await viewSpecialReceipt(op, receiptOf(receipt));
  expect(seen.lines).toHaveLength(500);
  expect(seen.lines.filter(({ caseReference }) => caseReference !== null)).toHaveLength(499);
});
