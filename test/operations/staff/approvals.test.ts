import { describe, expect, it } from 'vitest';
import type { StaffInPerson } from '../../../src/operations/access/actor.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { type Declared, declare } from '../../../src/operations/cases/declare.ts';
import { skipStage } from '../../../src/operations/cases/steering/skip-stage.ts';
import { decideApproval } from '../../../src/operations/staff/approvals/decide-approval.ts';
import { listApprovals } from '../../../src/operations/staff/approvals/list-approvals.ts';
import { requestApproval } from '../../../src/operations/staff/approvals/request-approval.ts';
import { viewApproval } from '../../../src/operations/staff/approvals/view-approval.ts';
import { attendedBy, signedInPerson, staffNamed, systemNamed, tokenNamed } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const { operations: op, vault } = await testInstance();

let used = 0;
/** A case that staff must help: it is stuck while the person is told. */
async function stuckCase(): Promise<string> {
  const [line] = await seedLines(op.pool, vault, 1, { from: used++ });
  const { caseId } = await declared(op, line!);
  await op.pool.query(
    `update termination set stage = 'notify', plan = array['notify','close'], waiting_for = 'staff', due_at = null,
       problem = '{"connector":"hlr","code":"refused","since":"2026-01-01T00:00:00Z"}' where case_id = $1`,
    [caseId],
  );
  return caseId;
}

const stageOf = async (caseId: string): Promise<string> =>
  (await op.pool.query<{ stage: string }>('select stage from termination where case_id = $1', [caseId]))
    .rows[0]!.stage;

const asked = async (by: StaffInPerson, caseId: string) =>
  (
    await requestApproval(op, by, {
      act: 'skip_stage',
      with: { caseId, stage: 'notify', reason: 'the register is gone' },
    })
  ).requestId;

const operations = () => signedInPerson(op, `ops${used++}`, ['operations']);
const supervisor = () => signedInPerson(op, `sup${used++}`, ['supervisor']);
const approve = (by: StaffInPerson, requestId: string) =>
  decideApproval(op, by, { requestId, decision: 'approved' });

describe('an act that asks for a second person', () => {
  it('is done once, however often who agrees clicks, and holds up nobody else', async () => {
    const caseId = await stuckCase();
    const requestId = await asked(await operations(), caseId);
    const zhou = await supervisor();
    const clicks = await Promise.allSettled(Array.from({ length: 40 }, () => approve(zhou, requestId)));
    expect(clicks.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const click of clicks)
      if (click.status === 'rejected') expect(click.reason).toMatchObject({ code: 'approval_over' });
    expect(await stageOf(caseId)).toBe('close');
  });

  it('waits again where it could not be carried out, and also where the process died over it', async () => {
    const caseId = await stuckCase();
    const requestId = await asked(await operations(), caseId);
    await op.pool.query(`update termination set stage = 'certify' where case_id = $1`, [caseId]);
    await expect(approve(await supervisor(), requestId)).rejects.toMatchObject({ code: 'stage_conflict' });
    await op.pool.query(`update termination set stage = 'notify' where case_id = $1`, [caseId]);
    const dead = 'update approval_request set deciding_at = now() - $2::interval where request_id = $1';
    await op.pool.query(dead, [requestId, '1 second']);
    await expect(approve(await supervisor(), requestId)).rejects.toMatchObject({ code: 'approval_over' });
    await op.pool.query(dead, [requestId, '3 minutes']);
    await approve(await supervisor(), requestId);
    expect(await stageOf(caseId)).toBe('close');
  });

  it('is done when another person agrees, in the name of whoever asked', async () => {
    const caseId = await stuckCase();
    const wu = await operations();
    for (const alone of [wu, tokenNamed('ops'), systemNamed('crm')])
      await expect(skipStage(op, alone, { caseId, reason: 'x' })).rejects.toMatchObject({
        code: 'approval_needed',
        facts: { act: 'skip_stage' },
      });
    const requestId = await asked(wu, caseId);
    expect(await stageOf(caseId)).toBe('notify');
    const zhou = await supervisor();
    const { facts, mine, factsNow } = await viewApproval(op, zhou, { requestId });
    expect({ mine, factsNow }).toEqual({ mine: false, factsNow: null });
    expect(facts.map(({ name }) => name)).toEqual(['number', 'reference', 'stage', 'problem', 'reason']);
    await approve(zhou, requestId);
    expect(await stageOf(caseId)).toBe('close');
    const { rows } = await op.pool.query(
      `select actor, action, facts->>'approvedBy' as by from audit where case_id = $1 and action <> 'declared' order by audit_id`,
      [caseId],
    );
    expect(rows).toEqual([
      { actor: `staff:${wu.person.subject}`, action: 'approval_asked', by: null },
      { actor: `staff:${zhou.person.subject}`, action: 'viewed', by: null },
      { actor: `staff:${wu.person.subject}`, action: 'skipped', by: zhou.person.subject },
      { actor: `staff:${zhou.person.subject}`, action: 'approval_approved', by: null },
    ]);
  });

  it('may be done alone at the machine itself', async () => {
    const caseId = await stuckCase();
    await skipStage(op, staffNamed('cli:root'), { caseId, reason: 'x' });
    expect(await stageOf(caseId)).toBe('close');
  });

  it('is not agreed to by the same person in another session, nor by another in the same', async () => {
    const caseId = await stuckCase();
    const zhou = await signedInPerson(op, 'zhou', ['supervisor']);
    const requestId = await asked(zhou, caseId);
    const again = await signedInPerson(op, 'zhou', ['supervisor']);
    expect(again.person.sessionId).not.toBe(zhou.person.sessionId);
    const other = await supervisor();
    const taken = { ...other, person: { ...other.person, sessionId: zhou.person.sessionId } };
    for (const who of [zhou, again, taken])
      await expect(approve(who, requestId)).rejects.toMatchObject({ code: 'approval_own' });
    expect(await stageOf(caseId)).toBe('notify');
    await expect(
      op.pool.query(
        `update approval_request set decision = 'approved', decided_at = now(), decided_by = requested_by where request_id = $1`,
        [requestId],
      ),
    ).rejects.toThrow(/check/);
  });

  it('is agreed to by the roles of the rulebook only, just signed in, with a second factor', async () => {
    const caseId = await stuckCase();
    const requestId = await asked(await operations(), caseId);
    const fraud = await signedInPerson(op, 'he', ['fraud']);
    await expect(approve(fraud, requestId)).rejects.toMatchObject({ code: 'role_needed' });
    const zhou = await supervisor();
    for (const worse of [
      { strong: false },
      { authenticatedAt: new Date(Date.now() - 6 * 60_000) },
      { authenticatedAt: new Date(0) },
    ])
      await expect(
        approve({ ...zhou, person: { ...zhou.person, ...worse } }, requestId),
      ).rejects.toMatchObject({ code: 'sign_in_again' });
    await approve(zhou, requestId);
  });

  it('cannot be asked for by whoever may not do it, nor twice at once', async () => {
    const caseId = await stuckCase();
    const agent = await signedInPerson(op, 'lin', ['agent']);
    await expect(asked(agent, caseId)).rejects.toMatchObject({ code: 'role_needed' });
    const wu = await operations();
    const both = await Promise.allSettled([asked(wu, caseId), asked(wu, caseId)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(asked(await operations(), caseId)).rejects.toMatchObject({ code: 'approval_open' });
  });

  it('is done once, however many agree at once', async () => {
    const caseId = await stuckCase();
    const requestId = await asked(await operations(), caseId);
    const [a, b] = [await supervisor(), await supervisor()];
    const both = await Promise.allSettled([approve(a, requestId), approve(b, requestId)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'approval_over' },
    });
    expect(await stageOf(caseId)).toBe('close');
  });

  it('is over after its time, and may be asked for anew', async () => {
    const caseId = await stuckCase();
    const requestId = await asked(await operations(), caseId);
    await op.pool.query(`update approval_request set expires_at = now() where request_id = $1`, [requestId]);
    await expect(approve(await supervisor(), requestId)).rejects.toMatchObject({ code: 'approval_over' });
    expect(await asked(await operations(), caseId)).not.toBe(requestId);
  });

  it('is not agreed to when things stand otherwise than when it was asked for', async () => {
    const caseId = await stuckCase();
    const requestId = await asked(await operations(), caseId);
    await op.pool.query(
      `update termination set problem = jsonb_set(problem, '{code}', '"other"') where case_id = $1`,
      [caseId],
    );
    const zhou = await supervisor();
    expect((await viewApproval(op, zhou, { requestId })).factsNow).not.toBeNull();
    await expect(approve(zhou, requestId)).rejects.toMatchObject({ code: 'approval_outdated' });
    await op.pool.query(`update termination set stage = 'close' where case_id = $1`, [caseId]);
    expect((await viewApproval(op, zhou, { requestId })).obstacle).toMatchObject({ code: 'stage_conflict' });
    await expect(approve(zhou, requestId)).rejects.toMatchObject({ code: 'stage_conflict' });
    await expect(decideApproval(op, zhou, { requestId, decision: 'refused' })).rejects.toMatchObject({
      code: 'request_invalid',
    });
    // Who only looks decides nothing, not even a refusal.
    const sun = await signedInPerson(op, 'sun', ['auditor']);
    await expect(
      decideApproval(op, sun, { requestId, decision: 'refused', reason: 'no' }),
    ).rejects.toMatchObject({ code: 'role_needed' });
    await decideApproval(op, zhou, { requestId, decision: 'refused', reason: 'it has moved on' });
  });

  it('is seen by whoever decides, and by whoever asked', async () => {
    const wu = await operations();
    const requestId = await asked(wu, await stuckCase());
    const lin = await signedInPerson(op, 'lin', ['agent']);
    await expect(viewApproval(op, lin, { requestId })).rejects.toMatchObject({ code: 'approval_unknown' });
    expect((await listApprovals(op, lin)).waiting).toEqual([]);
    const ids = async (who: StaffInPerson) =>
      (await listApprovals(op, who)).waiting.map((one) => one.requestId);
    expect(await ids(await signedInPerson(op, 'sun', ['auditor']))).toContain(requestId);
    await decideApproval(op, wu, { requestId, decision: 'withdrawn' });
    expect(await ids(wu)).not.toContain(requestId);
    expect((await listApprovals(op, wu)).decided.map((one) => one.requestId)).toContain(requestId);
  });
});

describe('an ending at a desk of a line on which something changed lately', () => {
  /** A customer at the hotline whose case waits for its confirmation. */
  async function atTheDesk(contactChanged: boolean) {
    const [line] = await seedLines(op.pool, vault, 1, { from: used++ });
    const agent = await signedInPerson(op, `lin${used++}`, ['agent']);
    const customer = attendedBy(agent.person, line!, ['document_number', 'opening_date']);
    const { caseId } = (await declare(op, customer, { lineId: line!.lineId, reason: null })) as Declared;
    await op.pool.query(`update party set known_since = now() - interval '2 years' where party_id = $1`, [
      line!.partyId,
    ]);
    await op.pool.query(
      `insert into contact (party_id, channel, value_enc, value_bidx, changed_at) values ($1, 'sms', '\\x00', '\\x00', $2)`,
      [line!.partyId, contactChanged ? new Date() : new Date(Date.now() - 400 * 86_400_000)],
    );
    return { agent, customer, caseId };
  }
  const confirmedAt = async (caseId: string): Promise<Date | null> =>
    (await op.pool.query('select confirmed_at from termination where case_id = $1', [caseId])).rows[0]
      .confirmed_at;

  it('waits for a second person, and is confirmed by the proof of the customer when they agree', async () => {
    const { customer, caseId } = await atTheDesk(true);
    await expect(confirm(op, customer, { caseId })).rejects.toMatchObject({
      code: 'approval_needed',
      facts: { act: 'end_risky_line' },
    });
    const { requestId } = await requestApproval(op, customer, {
      act: 'end_risky_line',
      with: { caseId, contact: '13911112222', refund: { kind: 'as_paid' } },
    });
    expect(await confirmedAt(caseId)).toBeNull();
    const he = await signedInPerson(op, 'he', ['fraud']);
    const { facts } = await viewApproval(op, he, { requestId });
    expect(facts.find(({ name }) => name === 'risks')?.values).toEqual(['contact_changed']);
    expect(facts.find(({ name }) => name === 'contact')?.values).toEqual(['139 **** 2222']);
    expect(facts.find(({ name }) => name === 'refund_to')?.values).toEqual(['as_paid']);
    await approve(he, requestId);
    expect(await confirmedAt(caseId)).not.toBeNull();
    // What the customer said at the desk of their money is kept, though they have gone.
    const money = await op.pool.query('select from refund_destination where case_id = $1', [caseId]);
    expect(money.rowCount).toBe(1);
    const { rows } = await op.pool.query(
      `select actor, facts->>'approvedBy' as by, facts->'factors' as factors from audit where case_id = $1 and action = 'confirmed'`,
      [caseId],
    );
    expect(rows).toEqual([
      {
        actor: `staff:${customer.attended!.person.subject} for subscriber`,
        by: he.person.subject,
        factors: ['document_number', 'opening_date'],
      },
    ]);
  });

  it('is confirmed by one person where nothing changed, and by the subscriber alone in the portal', async () => {
    const ordinary = await atTheDesk(false);
    await confirm(op, ordinary.customer, { caseId: ordinary.caseId });
    expect(await confirmedAt(ordinary.caseId)).not.toBeNull();
    const risky = await atTheDesk(true);
    const { attended: _, ...alone } = risky.customer;
    await confirm(op, { ...alone, channel: 'online', factors: ['sms_code', 'document_number'] }, risky);
    expect(await confirmedAt(risky.caseId)).not.toBeNull();
  });
});
