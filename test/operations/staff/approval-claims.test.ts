import { describe, expect, it, vi } from 'vitest';
import type { StaffInPerson } from '../../../src/operations/access/actor.ts';
import { stopCampaign } from '../../../src/operations/campaigns/steer-campaign.ts';
import type { Operations } from '../../../src/operations/context.ts';
import { actsOfCase } from '../../../src/operations/oversight/cases/acts-of-case.ts';
import { listWork } from '../../../src/operations/oversight/queue/list-work.ts';
import { readQueueFilter } from '../../../src/operations/oversight/queue/queue-filter.ts';
import { decideApproval } from '../../../src/operations/staff/approvals/decide-approval.ts';
import { listApprovals } from '../../../src/operations/staff/approvals/list-approvals.ts';
import { requestApproval } from '../../../src/operations/staff/approvals/request-approval.ts';
import { viewApproval } from '../../../src/operations/staff/approvals/view-approval.ts';
import { findCase } from '../../../src/store/cases/cases.ts';
import { makeApiToken, revokeApiToken } from '../../../src/store/people/api-tokens.ts';
import { signedInPerson, staffNamed, tokenNamed } from '../../support/actors.ts';
import { previewed } from '../../support/campaigns.ts';
import { declared } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const { operations: op, vault } = await testInstance();
const { pool } = op;

let used = 0;
/** A case that staff must help: it is stuck while the person is told. */
async function stuckCase(): Promise<{ readonly caseId: string; readonly reference: string }> {
  const [line] = await seedLines(pool, vault, 1, { from: used++ });
  const made = await declared(op, line!);
  await moveTo(made.caseId, 'notify');
  return made;
}
const moveTo = (caseId: string, stage: string) =>
  pool.query(
    `update termination set stage = $2, plan = array['notify','certify','close'], waiting_for = 'staff', due_at = null,
       problem = '{"connector":"hlr","code":"refused","since":"2026-01-01T00:00:00Z"}' where case_id = $1`,
    [caseId, stage],
  );
const stageOf = async (caseId: string): Promise<string> =>
  (await pool.query<{ stage: string }>('select stage from termination where case_id = $1', [caseId])).rows[0]!
    .stage;
const decisionOf = async (requestId: string): Promise<string | null> =>
  (
    await pool.query<{ decision: string | null }>(
      'select decision from approval_request where request_id = $1',
      [requestId],
    )
  ).rows[0]!.decision;

const operations = () => signedInPerson(op, `ops${used++}`, ['operations']);
const supervisor = () => signedInPerson(op, `sup${used++}`, ['supervisor']);
const asked = async (by: Parameters<typeof requestApproval>[1], caseId: string) =>
  (
    await requestApproval(op, by, {
      act: 'skip_stage',
      with: { caseId, stage: null, reason: 'the register is gone' },
    })
  ).requestId;
const approve = (by: StaffInPerson, requestId: string, over: Operations = op) =>
  decideApproval(over, by, { requestId, decision: 'approved' });
const refuse = (by: StaffInPerson, requestId: string) =>
  decideApproval(op, by, { requestId, decision: 'refused', reason: 'no' });
/** As if whoever agreed had begun so long ago, as far as anybody may touch that. */
const aged = (requestId: string) =>
  pool.query(
    `update approval_request set deciding_at = now() - interval '3 minutes' where request_id in (
       select request_id from approval_request where request_id = $1 for update skip locked)`,
    [requestId],
  );

/** The same, with something that happens before each connection is taken for a transaction. */
const connecting = (before: (n: number) => Promise<void>): Operations => {
  let n = 0;
  return {
    ...op,
    pool: new Proxy(pool, {
      get(of, name) {
        if (name === 'connect')
          return async () => {
            await before(++n);
            return of.connect();
          };
        const value: unknown = Reflect.get(of, name);
        return typeof value === 'function' ? value.bind(of) : value;
      },
    }),
  };
};

describe('whoever agrees', () => {
  it('has the request to themselves as long as the act lasts, however long that is', async () => {
    const { caseId } = await stuckCase();
    const requestId = await asked(await operations(), caseId);
    const other = await pool.connect();
    await other.query('begin');
    await other.query('select from termination where case_id = $1 for update', [caseId]);
    const agreed = approve(await supervisor(), requestId);
    agreed.catch(() => undefined);
    // The act waits for the case in its own transaction.
    await vi.waitFor(async () => {
      const { rowCount } = await pool.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
      );
      expect(rowCount).toBe(1);
    }, 10_000);
    await aged(requestId);
    await expect(refuse(await supervisor(), requestId)).rejects.toMatchObject({ code: 'approval_over' });
    await expect(approve(await supervisor(), requestId)).rejects.toMatchObject({ code: 'approval_over' });
    await other.query('rollback');
    other.release();
    await agreed;
    expect([await stageOf(caseId), await decisionOf(requestId)]).toEqual(['certify', 'approved']);
  });

  it('does nothing any more where they were away for so long that somebody refused', async () => {
    const { caseId } = await stuckCase();
    const requestId = await asked(await operations(), caseId);
    const away = connecting(async () => {
      await aged(requestId);
      await refuse(await supervisor(), requestId);
    });
    await expect(approve(await supervisor(), requestId, away)).rejects.toMatchObject({
      code: 'approval_over',
    });
    expect([await stageOf(caseId), await decisionOf(requestId)]).toEqual(['notify', 'refused']);
  });

  it('is kept with the act, though the process dies right after it', async () => {
    const { caseId } = await stuckCase();
    const requestId = await asked(await operations(), caseId);
    const dying = connecting(async (n) => {
      if (n > 1) throw new Error('killed');
    });
    await approve(await supervisor(), requestId, dying).catch(() => undefined);
    expect([await stageOf(caseId), await decisionOf(requestId)]).toEqual(['certify', 'approved']);
    const { rows } = await pool.query(
      `select count(*)::int as n from audit where case_id = $1 and action = 'approval_approved'`,
      [caseId],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('must still have the role, and the session', async () => {
    const { caseId } = await stuckCase();
    const requestId = await asked(await operations(), caseId);
    const before = await signedInPerson(op, 'gao', ['supervisor']);
    await signedInPerson(op, 'gao', ['auditor']);
    for (const act of [approve, refuse])
      await expect(act(before, requestId)).rejects.toMatchObject({ code: 'role_needed' });
    const out = await supervisor();
    await pool.query(`update staff_session set ended_at = now(), ended_by = 'issuer' where session_id = $1`, [
      out.person.sessionId,
    ]);
    await expect(approve(out, requestId)).rejects.toMatchObject({ code: 'sign_in_again' });
    expect([await stageOf(caseId), await decisionOf(requestId)]).toEqual(['notify', null]);
  });
});

describe('what was asked for', () => {
  it('is not carried out once its token is revoked', async () => {
    const { caseId } = await stuckCase();
    await makeApiToken(pool, vault, { name: 'steering', scopes: ['cases:steer'] });
    const requestId = await asked(tokenNamed('steering', ['cases:steer']), caseId);
    const zhou = await supervisor();
    expect((await viewApproval(op, zhou, { requestId })).obstacle).toBeNull();
    await revokeApiToken(pool, 'steering');
    expect((await viewApproval(op, zhou, { requestId })).obstacle).toMatchObject({
      code: 'approval_asker_gone',
    });
    await expect(approve(zhou, requestId)).rejects.toMatchObject({ code: 'approval_asker_gone' });
    expect([await stageOf(caseId), await decisionOf(requestId)]).toEqual(['notify', null]);
    await refuse(zhou, requestId);
  });

  it('is not carried out once whoever asked lost the role, and is where they have another that may', async () => {
    const { caseId } = await stuckCase();
    const requestId = await asked(await signedInPerson(op, 'moved', ['operations']), caseId);
    await signedInPerson(op, 'moved', ['clerk']);
    const zhou = await supervisor();
    await expect(approve(zhou, requestId)).rejects.toMatchObject({ code: 'approval_asker_gone' });
    expect(await stageOf(caseId)).toBe('notify');
    await signedInPerson(op, 'moved', ['supervisor']);
    await approve(zhou, requestId);
    expect(await stageOf(caseId)).toBe('certify');
  });

  it('waits for nobody once its case has moved on, and keeps nothing new from being asked', async () => {
    const { caseId, reference } = await stuckCase();
    const wu = await operations();
    const requestId = await asked(wu, caseId);
    const zhou = await supervisor();
    const waits = async (id: string) => ({
      listed: (await listApprovals(op, zhou)).waiting.some((one) => one.requestId === id),
      queued: (await listWork(op, zhou, readQueueFilter(new Map()).filter)).work.some(
        ({ item }) => item === id,
      ),
    });
    expect(await waits(requestId)).toEqual({ listed: true, queued: true });
    await moveTo(caseId, 'certify');
    expect(await waits(requestId)).toEqual({ listed: false, queued: false });
    const settled = (await listApprovals(op, zhou)).decided.find((one) => one.requestId === requestId);
    expect(settled).toMatchObject({ moot: true, decision: null, reference });
    expect((await viewApproval(op, zhou, { requestId })).moot).toBe(true);
    await moveTo(caseId, 'notify');
    expect(await waits(requestId)).toEqual({ listed: true, queued: true });
    // On the page of the case nobody is told of a request that waits for nobody.
    await pool.query(`update approval_request set stage = 'bar' where request_id = $1`, [requestId]);
    const record = (await findCase(pool, { caseId }))!;
    const acts = await actsOfCase(op, wu, { record, devices: null, messages: [] });
    expect(acts.find(({ act }) => act === 'skip')!.not).toBeNull();
    expect(await asked(wu, caseId)).not.toBe(requestId);
  });

  it('waits for nobody once its campaign is stopped', async () => {
    const lines = await seedLines(pool, vault, 1, { from: used++ });
    const { campaignId } = await previewed(op, 'stopped', `${lines[0]!.lineId}\n`);
    const { requestId } = await requestApproval(op, await operations(), {
      act: 'start_campaign',
      with: { campaignId },
    });
    const zhou = await supervisor();
    const waiting = async () =>
      (await listApprovals(op, zhou)).waiting.find((one) => one.requestId === requestId);
    expect(await waiting()).toMatchObject({ reference: 'stopped' });
    await stopCampaign(op, staffNamed('wu'), { name: 'stopped' });
    expect(await waiting()).toBeUndefined();
  });

  it('says in the queue what it is about and who asked', async () => {
    const { caseId, reference } = await stuckCase();
    const wu = await signedInPerson(op, 'Wu Ling', ['operations']);
    const skip = await asked(wu, caseId);
    const lines = await seedLines(pool, vault, 1, { from: used++ });
    const { campaignId } = await previewed(op, 'switch-off', `${lines[0]!.lineId}\n`);
    const start = (await requestApproval(op, wu, { act: 'start_campaign', with: { campaignId } })).requestId;
    const { work } = await listWork(op, await supervisor(), readQueueFilter(new Map()).filter);
    const told = (id: string) => work.find(({ item }) => item === id);
    expect(told(skip)).toMatchObject({ reference, label: 'skip_stage', askedBy: 'Wu Ling' });
    expect(told(start)).toMatchObject({
      reference: 'switch-off',
      label: 'start_campaign',
      askedBy: 'Wu Ling',
    });
  });
});
