import { describe, expect, it } from 'vitest';
import { CHART_NAMES } from '../../../src/domain/statistics/charts.ts';
import { type Actor, ENGINE, type StaffInPerson } from '../../../src/operations/access/actor.ts';
import { startCampaign } from '../../../src/operations/campaigns/start-campaign.ts';
import { takeInCard } from '../../../src/operations/cards/take-in-card.ts';
import { declare } from '../../../src/operations/cases/declare.ts';
import { endCaseOfFormerHolder } from '../../../src/operations/cases/end-case-of-former-holder.ts';
import { listNotices } from '../../../src/operations/cases/notices/list-notices.ts';
import { viewCase } from '../../../src/operations/cases/view-case.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import { attend } from '../../../src/operations/desks/attend.ts';
import { checkDocument } from '../../../src/operations/desks/counter/check-document.ts';
import { viewCounterVisit } from '../../../src/operations/desks/counter/view-counter-visit.ts';
import { openCall } from '../../../src/operations/desks/hotline/calls/open-call.ts';
import { viewVerification } from '../../../src/operations/desks/hotline/view-verification.ts';
import { viewAttendance } from '../../../src/operations/desks/view-attendance.ts';
import { checkEligibility } from '../../../src/operations/lines/check-eligibility.ts';
import { myLines } from '../../../src/operations/lines/my-lines.ts';
import { putLine } from '../../../src/operations/lines/put-line.ts';
import { readLine } from '../../../src/operations/lines/read-line.ts';
import { viewLine } from '../../../src/operations/lines/view-line.ts';
import { acceptSpecialRequest } from '../../../src/operations/special/accept-request.ts';
import { refuseSpecialRequest } from '../../../src/operations/special/refuse-request.ts';
import { viewSpecialReceipt } from '../../../src/operations/special/request-by-receipt.ts';
import {
  type SpecialRequestForm,
  submitSpecialRequest,
} from '../../../src/operations/special/submit-request.ts';
import { viewSpecialRequest } from '../../../src/operations/special/view-request.ts';
import { listApprovals } from '../../../src/operations/staff/approvals/list-approvals.ts';
import { requestApproval } from '../../../src/operations/staff/approvals/request-approval.ts';
import { viewApproval } from '../../../src/operations/staff/approvals/view-approval.ts';
import { listBehindBar } from '../../../src/operations/statistics/list-behind-bar.ts';
import { viewStatistics } from '../../../src/operations/statistics/view-statistics.ts';
import { FORMER_HOLDER_TASK } from '../../../src/store/cases/former-holders.ts';
import {
  receiptOf,
  signedInPerson,
  staffNamed,
  subscriberOf,
  systemNamed,
  tokenNamed,
  VISITOR,
} from '../../support/actors.ts';
import { cardOf } from '../../support/cards.ts';
import { closedCase, running } from '../../support/cases.ts';
import { accepted, type Household, household, safeRequest } from '../../support/confidential.ts';
import { testInstance } from '../../support/instance.ts';
import { TEST_DOCUMENT } from '../../support/seed.ts';
import { specialForm } from '../../support/special-requests.ts';

const instance = await testInstance();
const { operations: op } = instance;
let from = 0;
const aHousehold = () => {
  from += 10;
  return household(instance, from);
};
const agent = await signedInPerson(op, 'chen', ['agent']);
const clerk = await signedInPerson(op, 'lin', ['clerk']);

/** What people at the desks are shown of a line, of whose holder they believe that they speak to them. */
async function shown({ used }: Household): Promise<unknown> {
  const popped = await openCall(op, agent, { caller: used.msisdn });
  const atHotline = await customer(agent, 'hotline', 'call', used.msisdn);
  const atCounter = await customer(clerk, 'store', 'visit', used.msisdn);
  const looked = { looks: ['person', 'original'], expiresOn: null } as const;
  await checkDocument(op, atCounter, {
    capacity: 'owner',
    holder: { type: 'cn_resident_id', number: TEST_DOCUMENT, ...looked },
    comer: null,
  });
  const seen = await customer(clerk, 'store', 'visit', used.msisdn);
  const { hint, openCase } = await viewVerification(op, atHotline);
  const holder = subscriberOf(used, ['sms_code', 'document_number']);
  const { eligibility } = await checkEligibility(op, holder, { lineId: used.lineId });
  return JSON.parse(
    JSON.stringify({
      ...{
        popped: popped.line,
        hint,
        openCase,
        verdict: eligibility.verdict,
        findings: eligibility.findings,
      },
      visit: { ...(await viewCounterVisit(op, seen)), visit: null },
      line: await viewLine(op, holder, { lineId: used.lineId }),
      lines: (await myLines(op, holder)).map(({ line, openCase: open }) => [line.lineId, line.status, open]),
    }),
  );
}

async function customer(
  person: StaffInPerson,
  channel: 'hotline' | 'store',
  why: 'call' | 'visit',
  number: string,
) {
  const { attendanceId } = await attend(op, person, { channel, why, number });
  return (await viewAttendance(op, person, { attendanceId })).customer as Parameters<typeof checkDocument>[1];
}

describe('a confidential case', () => {
  it('is not counted and not listed in the charts of who may not know of it', async () => {
    const crm = tokenNamed('crm', ['cases:read']);
    const auditor = await signedInPerson(op, 'li', ['auditor']);
    const range = { from: null, to: null };
    const chartsOf = async (actor: Actor) => ({
      ...(await viewStatistics(op, actor, { ...range, charts: CHART_NAMES })),
      behind: (await listBehindBar(op, actor, { ...range, chart: 'reasons', bar: 'not_said', after: null }))
        .rows,
    });
    const home = await aHousehold();
    const [before, known] = [await chartsOf(crm), await chartsOf(auditor)];
    const made = (await accepted(instance, home, await safeRequest(instance, home, 'end')))!;
    // Late as well: its request and its clock.
    await op.pool.query(
      `update special_request set decide_by = now() - interval '1 hour', decided_at = now()`,
    );
    expect(await chartsOf(crm)).toEqual(before);
    const now = await chartsOf(auditor);
    expect(now).not.toEqual(known);
    expect(now.behind.map(({ reference }) => reference)).toContain(made.reference);
  });

  it('changes nothing of what the desks see, where the holder calls or comes', async () => {
    const home = await aHousehold();
    const before = await shown(home);
    await accepted(instance, home, await safeRequest(instance, home, 'end'));
    expect(await shown(home)).toEqual(before);
  });

  it('is not begun again beside itself, and not reported over: the holder is told that it cannot be told now', async () => {
    const home = await aHousehold();
    await accepted(instance, home, await safeRequest(instance, home, 'end'));
    const holder = subscriberOf(home.used, ['sms_code', 'document_number', 'contact_code']);
    for (const reason of [null, 'stolen'] as const)
      await expect(declare(op, holder, { lineId: home.used.lineId, reason })).rejects.toMatchObject({
        code: 'cannot_tell',
        // As where billing is away: nobody is told that there is another reason.
        facts: { checks: ['arrears', 'unbilled_usage'] },
      });
  });

  it('has no card at a counter for who may not know of it', async () => {
    const home = await aHousehold();
    await accepted(instance, home, await safeRequest(instance, home, 'end'));
    const iccid = cardOf(home.used);
    const taken = takeInCard(op, clerk, { iccid, condition: 'whole' });
    await expect(taken).rejects.toMatchObject({ code: 'card_case_missing' });
  });

  it('is withdrawn by its receipt, and by nobody who holds the line', async () => {
    const home = await aHousehold();
    const made = await safeRequest(instance, home, 'end');
    const { caseId, reference } = (await accepted(instance, home, made))!;
    const holder = subscriberOf(home.used, ['sms_code', 'document_seen']);
    await expect(withdraw(op, holder, { caseId })).rejects.toMatchObject({ code: 'case_unknown' });
    await withdraw(op, receiptOf({ ...made, reference }), { caseId });
    const { rows } = await op.pool.query(
      'select from outbox where to_msisdn_enc is not null and case_id = $1',
      [caseId],
    );
    expect(rows).toEqual([]);
  });

  it('is not told by a request of the holder’s own, accepted by who may not know of it', async () => {
    const home = await aHousehold();
    await accepted(instance, home, await safeRequest(instance, home, 'end'));
    const own = specialForm('not_mine', [home.used.msisdn]);
    const client = { ...VISITOR, client: home.holder.lineId };
    const receipt = (await submitSpecialRequest(op, client, own))!;
    const fraud = await signedInPerson(op, 'he', ['fraud']);
    const { candidates } = await viewSpecialRequest(op, fraud, { requestId: receipt.requestId });
    expect(candidates).toMatchObject([{ status: 'active', openCase: false, fault: null }]);
    const asked = { requestId: receipt.requestId, lineIds: [home.used.lineId] };
    expect(await acceptSpecialRequest(op, staffNamed('lin'), asked)).toMatchObject({
      state: 'received',
      lines: [{ outcome: 'cannot_tell', checks: [] }],
    });
    const told = JSON.stringify(await viewSpecialReceipt(op, receiptOf(receipt)));
    expect(told).not.toContain('open_already');
  });

  it('reaches no contact that is the holder’s, and none that names the number to who reads over a shoulder', async () => {
    const home = await aHousehold();
    const send = async (contact: string) => {
      const client = { ...VISITOR, client: contact };
      const form = specialForm('survivor', [home.used.msisdn], { wish: 'end', contact });
      const { requestId } = (await submitSpecialRequest(op, client, form))!;
      await refuseSpecialRequest(op, staffNamed('lin'), { requestId, reason: 'x' });
      const { rows } = await op.pool.query(
        `select from outbox o join special_request r on r.requester_id = o.party_id where r.request_id = $1`,
        [requestId],
      );
      return rows.length;
    };
    expect(await send(home.used.msisdn)).toBe(0);
    expect(await send(home.holder.msisdn)).toBe(0);
    expect(await send('+8613999990001')).toBe(1);
  });

  it('is for nobody who holds the line, and not a second time against who has it now', async () => {
    const home = await aHousehold();
    const ask = async (changes: Partial<SpecialRequestForm>) => {
      const client = { ...VISITOR, client: JSON.stringify(changes) };
      const form = specialForm('survivor', [home.used.msisdn], { wish: 'split_off', ...changes });
      const { requestId } = (await submitSpecialRequest(op, client, form))!;
      const asked = { requestId, lineIds: [home.used.lineId] };
      return acceptSpecialRequest(op, staffNamed('lin'), asked);
    };
    const holder = { name: '张三', documentType: 'cn_resident_id', documentNumber: TEST_DOCUMENT } as const;
    await expect(ask({ requester: holder })).rejects.toMatchObject({
      code: 'special_line_unfit',
      facts: { reason: 'own_line' },
    });
    expect(await ask({})).toMatchObject({ state: 'accepted' });
    await expect(ask({ requester: holder })).rejects.toMatchObject({
      code: 'special_line_unfit',
      facts: { reason: 'split_before' },
    });
  });

  it('stops in no approval that somebody sees who may not know of it', async () => {
    const home = await aHousehold();
    const { caseId } = (await accepted(instance, home, await safeRequest(instance, home, 'end')))!;
    await op.pool.query(
      `update termination set stage = 'notify', plan = array['notify','close'], waiting_for = 'staff', due_at = null,
         problem = '{"connector":"hlr","code":"refused","since":"2026-01-01T00:00:00Z"}' where case_id = $1`,
      [caseId],
    );
    const wu = await signedInPerson(op, 'wu', ['operations']);
    const asked = { caseId, stage: 'notify', reason: 'x' };
    const { requestId } = await requestApproval(op, wu, { act: 'skip_stage', with: asked });
    const fraud = await signedInPerson(op, 'he', ['fraud']);
    await expect(viewApproval(op, fraud, { requestId })).rejects.toMatchObject({ code: 'approval_unknown' });
    const listed = JSON.stringify(await listApprovals(op, fraud));
    expect(listed).not.toContain(requestId);
    expect(
      JSON.stringify(await listApprovals(op, await signedInPerson(op, 'zhou', ['supervisor']))),
    ).toContain(requestId);
  });

  it('is in no report of a campaign, and in no list of messages', async () => {
    const home = await aHousehold();
    const made = await safeRequest(instance, home, 'end');
    await accepted(instance, home, made);
    const system = systemNamed('crm', ['cases:steer', 'cases:read']);
    const machine = staffNamed('cli', ['cases:steer', 'cases:read']);
    async function* ids() {
      yield home.used.lineId;
    }
    for (const dryRun of [true, false])
      for await (const rows of startCampaign(op, machine, { name: 'sunset', lineIds: ids(), dryRun }))
        expect(rows).toMatchObject([
          { result: 'cannot_tell', checks: ['arrears', 'unbilled_usage'], reference: null },
        ]);
    const page = { state: 'waiting', kind: 'request_decided', after: null, limit: 1_000 } as const;
    expect((await listNotices(op, system, page)).notices).toEqual([]);
    expect((await listNotices(op, staffNamed('lin'), page)).notices.length).toBeGreaterThan(0);
  });

  it('that has removed the line, and waits there, leaves its holder no line without a number', async () => {
    const home = await aHousehold();
    const { caseId } = (await accepted(instance, home, await safeRequest(instance, home, 'end')))!;
    await op.pool.query(`update line set status = 'ended' where line_id = $1`, [home.used.lineId]);
    await op.pool.query(`update termination set stage = 'prove_absent', due_at = null where case_id = $1`, [
      caseId,
    ]);
    const holder = subscriberOf(home.holder, ['sms_code', 'document_number']);
    expect((await myLines(op, holder)).map(({ line }) => line.lineId)).toEqual([home.holder.lineId]);
    await expect(viewLine(op, holder, { lineId: home.used.lineId })).rejects.toMatchObject({
      code: 'line_unknown',
    });
  });

  it('that split a line off is not undone by a list that still names the holder of before', async () => {
    const home = await aHousehold();
    const { lineId } = home.used;
    const system = systemNamed('inventory', ['lines:read', 'lines:write']);
    const { fields } = await readLine(op, system, { lineId });
    await accepted(instance, home, await safeRequest(instance, home, 'split_off'));
    const put = { lineId, fields: { ...fields, plan_name: 'another' }, ifMatch: null, onlyCreate: false };
    await expect(putLine(op, system, { ...put, validateOnly: false })).rejects.toMatchObject({
      code: 'line_conflict',
      facts: { reason: 'holder_differs' },
    });
    // The same row as before is no news, and changes nothing either.
    const same = { ...put, fields };
    await expect(putLine(op, system, { ...same, validateOnly: false })).rejects.toMatchObject({
      code: 'line_conflict',
    });
    const { fields: now } = await readLine(op, system, { lineId });
    expect(now.holder_id).not.toBe(fields.holder_id);
  });

  it('ends the case that its holder had begun, without a word, where the line is split off', async () => {
    const home = await aHousehold();
    const { lineId } = home.used;
    const own = await declare(op, subscriberOf(home.used), { lineId, reason: null });
    if (!('caseId' in own)) throw new Error('not begun');
    await op.pool.query('delete from outbox');
    await accepted(instance, home, await safeRequest(instance, home, 'split_off'));
    const orders = await op.pool.query('select from graphile_worker.jobs where key like $1', [
      `${FORMER_HOLDER_TASK}:%${own.caseId}`,
    ]);
    expect(orders.rowCount).toBe(1);
    await endCaseOfFormerHolder(op, ENGINE, { caseId: own.caseId });
    const closed = await running(instance.engine(), () => closedCase(op.pool, own.caseId));
    expect(closed.outcome).toBe('holder_changed');
    // Neither by their session nor by their receipt: how it ended would tell.
    const { caseId } = own;
    for (const before of [subscriberOf(home.used, ['sms_code', 'document_number']), receiptOf(own)])
      await expect(viewCase(op, before, { caseId })).rejects.toMatchObject({ code: 'case_unknown' });
    const { rows } = await op.pool.query<{ kind: string }>(
      'select kind from outbox where to_msisdn_enc is not null or party_id = $1',
      [home.used.partyId],
    );
    expect(rows).toEqual([]);
  });
});
