import { expect, it } from 'vitest';
import { ENGINE } from '../../src/operations/access/actor.ts';
import { carryOutGroupRetries } from '../../src/operations/oversight/stuck/carry-out-group-retries.ts';
import { declared } from '../support/cases.ts';
import { seedLines } from '../support/seed.ts';
import { apiInstance } from './api-instance.ts';

const instance = await apiInstance();
const { operations: op } = instance;
const steering = await instance.token('ops', ['cases:read', 'cases:steer']);
const reading = await instance.token('eyes', ['cases:read']);
const cause = { stage: 'bar', code: 'hlr_refused', element: 'hlr' };
let serial = 0;
const retry = (token: string, payload: Record<string, unknown>) =>
  instance.call({ method: 'POST', url: '/api/v1/stuck-groups/retries', token, key: `k${++serial}`, payload });
const get = async (path: string) =>
  (await instance.call({ method: 'GET', url: `/api/v1/stuck-groups${path}`, token: reading })).json();

it('stuck groups are listed, tried again after a dry run, and followed', async () => {
  for (const line of await seedLines(op.pool, instance.vault, 2)) await declared(op, line);
  await op.pool.query(
    `update termination set stage = 'bar', waiting_for = 'staff', due_at = null, problem = '{"code":"hlr_refused"}'`,
  );
  expect((await get('')).groups).toMatchObject([{ ...cause, count: 2 }]);
  expect((await retry(reading, cause)).statusCode).toBe(403);
  expect((await retry(steering, { ...cause, dryRun: true })).json()).toEqual({
    ...{ would: 2, not: [], more: false },
  });
  const begun = await retry(steering, cause);
  expect([begun.statusCode, begun.json().cases]).toEqual([202, 2]);
  expect((await retry(steering, cause)).json()).toMatchObject({ code: 'group_retry_running' });
  await carryOutGroupRetries(op, ENGINE);
  await op.pool.query(`update termination set stage = 'detach'`);
  await carryOutGroupRetries(op, ENGINE);
  const report = await get(`/retries/${begun.json().retryId}`);
  expect(report).toMatchObject({
    ...cause,
    causeStillThere: false,
    counts: { all: 2, wentOn: 2 },
    next: null,
  });
  expect(report.finishedAt).not.toBeNull();
  expect((await retry(steering, cause)).json()).toMatchObject({ code: 'nothing_stuck' });
  expect((await retry(steering, { ...cause, stage: 'nowhere' })).json()).toMatchObject({
    code: 'request_invalid',
  });
});
