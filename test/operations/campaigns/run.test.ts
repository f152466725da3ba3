import { describe, expect, it } from 'vitest';
import { HandbackError } from '../../../src/domain/errors.ts';
import type { StaffInPerson } from '../../../src/operations/access/actor.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { advanceCampaigns } from '../../../src/operations/campaigns/advance-campaigns.ts';
import { listCampaignRows, reportCampaign } from '../../../src/operations/campaigns/campaign-rows.ts';
import { makeCampaign } from '../../../src/operations/campaigns/make-campaign.ts';
import { previewCampaign } from '../../../src/operations/campaigns/preview-campaign.ts';
import { runCampaign } from '../../../src/operations/campaigns/run-campaign.ts';
import { startCampaign } from '../../../src/operations/campaigns/start-campaign.ts';
import {
  pauseCampaign,
  resumeCampaign,
  stopCampaign,
} from '../../../src/operations/campaigns/steer-campaign.ts';
import { viewCampaign } from '../../../src/operations/campaigns/view-campaign.ts';
import type { Operations } from '../../../src/operations/context.ts';
import { decideApproval } from '../../../src/operations/staff/approvals/decide-approval.ts';
import { listApprovals } from '../../../src/operations/staff/approvals/list-approvals.ts';
import { requestApproval } from '../../../src/operations/staff/approvals/request-approval.ts';
import { viewApproval } from '../../../src/operations/staff/approvals/view-approval.ts';
import { staffOfSession } from '../../../src/operations/staff/staff-of-session.ts';
import { openStaffSession } from '../../../src/store/staff/sessions.ts';
import { signedInPerson, staffNamed, systemNamed, tokenNamed } from '../../support/actors.ts';
import { advanced, agreedTo, previewed, uploaded } from '../../support/campaigns.ts';
import { declared } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, vault } = instance;
const { pool } = op;
const staff = staffNamed('wu');
let from = 0;
const linesOf = async (count: number): Promise<readonly SeededLine[]> => {
  const lines = await seedLines(pool, vault, count, { from });
  from += count;
  return lines;
};
const fileOf = (lines: readonly SeededLine[]): string => lines.map(({ lineId }) => `${lineId}\n`).join('');
const view = (name: string) => viewCampaign(op, staff, { name });
const held = (line: SeededLine, kind: string): Promise<unknown> =>
  pool.query('update line set holds = $2 where line_id = $1', [
    line.lineId,
    JSON.stringify([{ kind, since: '2026-01-01', reference: 'F1' }]),
  ]);
const casesOf = async (lines: readonly SeededLine[]): Promise<number> =>
  (
    await pool.query<{ n: number }>('select count(*) as n from termination where line_id = any($1::text[])', [
      lines.map(({ lineId }) => lineId),
    ])
  ).rows[0]!.n;
let used = 0;
const operations = (): Promise<StaffInPerson> => signedInPerson(op, `ops${used++}`, ['operations']);
const supervisor = (): Promise<StaffInPerson> => signedInPerson(op, `sup${used++}`, ['supervisor']);
const ask = async (by: StaffInPerson, campaignId: string): Promise<string> =>
  (await requestApproval(op, by, { act: 'start_campaign', with: { campaignId } })).requestId;
const approve = (by: StaffInPerson, requestId: string) =>
  decideApproval(op, by, { requestId, decision: 'approved' });

describe('a preview', () => {
  it('decides every valid row by the rulebook as of now, and starts none', async () => {
    const lines = await linesOf(1_203);
    await held(lines[1]!, 'fraud');
    await held(lines[2]!, 'legal');
    const { name } = await previewed(op, 'preview', `${fileOf(lines)}NOBODY\n`);
    // What changed since the upload is found by the preview.
    await declared(op, lines[3]!);
    await pool.query(`update line set status = 'ended' where line_id = $1`, [lines[4]!.lineId]);
    const before = await view(name);
    expect(before).toMatchObject({
      previewState: 'done',
      previewedRows: 1_203,
      outcomes: { would_start: 1_201, blocked: 2 },
      blockers: { fraud_hold: 1, legal_hold: 1 },
    });
    expect(before.previewedAt).toBeInstanceOf(Date);
    await previewCampaign(op, staff, { name });
    expect(await view(name)).toMatchObject({ previewState: 'running', outcomes: {} });
    await advanced(op);
    expect((await view(name)).outcomes).toEqual({
      would_start: 1_199,
      blocked: 2,
      open_already: 1,
      ended_already: 1,
    });
    const blocked = await listCampaignRows(op, staff, { name, after: 0, limit: 10, outcome: 'blocked' });
    expect(blocked.rows.map(({ rowNumber, checks }) => [rowNumber, checks])).toEqual([
      [2, ['fraud_hold']],
      [3, ['legal_hold']],
    ]);
    const legal = { name, after: 0, limit: 10, check: 'legal_hold' } as const;
    expect((await listCampaignRows(op, staff, legal)).rows.map(({ rowNumber }) => rowNumber)).toEqual([3]);
    const none = { ...legal, check: 'arrears' } as const;
    expect((await listCampaignRows(op, staff, none)).rows).toEqual([]);
    await expect(listCampaignRows(op, staff, { ...legal, outcome: 'blocked' })).rejects.toMatchObject({
      code: 'request_invalid',
    });
    // The second one left nothing of the first behind.
    const would = await listCampaignRows(op, staff, { name, after: 0, limit: 3, outcome: 'would_start' });
    expect(would.rows.map(({ rowNumber }) => rowNumber)).toEqual([1, 6, 7]);
    expect(await casesOf(lines)).toBe(1);
  });

  it('is made by two workers at once without counting a row twice, and goes on where one died', async () => {
    const lines = await linesOf(1_600);
    await uploaded(op, 'two previews', fileOf(lines));
    await previewCampaign(op, staff, { name: 'two previews' });
    // A worker that died holds it for a while: it is looked at again afterwards.
    await pool.query(
      `update campaign set leased_until = now() + interval '1 hour' where name = 'two previews'`,
    );
    expect(await advanceCampaigns(op, ENGINE)).toBe(0);
    await pool.query(
      `update campaign set leased_until = now() - interval '1 second' where name = 'two previews'`,
    );
    await Promise.all([advanced(op), advanced(op), advanced(op)]);
    await advanced(op);
    expect(await view('two previews')).toMatchObject({
      previewState: 'done',
      previewedRows: 1_600,
      outcomes: { would_start: 1_600 },
    });
  });

  it('needs rows that could be started', async () => {
    await uploaded(op, 'no row', 'NOBODY\n');
    await expect(previewCampaign(op, staff, { name: 'no row' })).rejects.toMatchObject({
      code: 'campaign_conflict',
      facts: { reason: 'no_valid_rows' },
    });
    await makeCampaign(op, staff, { name: 'no file' });
    await expect(previewCampaign(op, staff, { name: 'no file' })).rejects.toMatchObject({
      facts: { reason: 'state', state: 'draft' },
    });
  });
});

describe('a campaign asks for a second person', () => {
  it('whoever starts it, and both see its name, rows, outcomes and check value', async () => {
    const lines = await linesOf(3);
    await held(lines[2]!, 'fraud');
    const { campaignId, name, digest } = await previewed(op, 'both see', `${fileOf(lines)}NOBODY\n`);
    const wu = await operations();
    for (const alone of [wu, tokenNamed('ops'), systemNamed('crm')])
      await expect(runCampaign(op, alone, { name })).rejects.toMatchObject({
        code: 'approval_needed',
        facts: { act: 'start_campaign' },
      });
    const requestId = await ask(wu, campaignId);
    expect(await view(name)).toMatchObject({
      state: 'validated',
      shown: 'awaiting_approval',
      approval: { requestId },
    });
    const zhou = await supervisor();
    const seen = await viewApproval(op, zhou, { requestId });
    expect(seen.factsNow).toBeNull();
    expect(Object.fromEntries(seen.facts.map(({ name: fact, values }) => [fact, values]))).toEqual({
      campaign: ['both see'],
      rows: ['2/4'],
      outcomes: ['would_start: 2', 'blocked: 1'],
      previewed_at: [expect.any(String)],
      digest: [digest],
    });
    expect(
      (await listApprovals(op, zhou)).waiting.find((one) => one.requestId === requestId)?.reference,
    ).toBe(name);
    expect(await casesOf(lines)).toBe(0);
    await approve(zhou, requestId);
    expect(await view(name)).toMatchObject({ state: 'running', approvedBy: zhou.person.subject });
    await advanced(op);
    expect(await view(name)).toMatchObject({ state: 'finished', results: { started: 2, blocked: 1 } });
    const { rows } = await pool.query(
      `select distinct a.actor, a.facts from audit a join termination t using (case_id)
       where a.action = 'declared' and t.line_id = any($1::text[])`,
      [lines.map(({ lineId }) => lineId)],
    );
    expect(rows).toEqual([
      { actor: `staff:${wu.person.subject}`, facts: { campaign: name, approvedBy: zhou.person.subject } },
    ]);
  });

  it('also by the way that starts a list at once; the machine itself needs none', async () => {
    const lines = await linesOf(1);
    const { name } = await previewed(op, 'machine', fileOf(lines));
    const rules = op.rulebooks.current('cn', null, new Date());
    expect(rules.settings.two_person.value.approvers.start_campaign.length).toBeGreaterThan(0);
    await runCampaign(op, staff, { name });
    await advanced(op);
    expect(await view(name)).toMatchObject({ state: 'finished', results: { started: 1 } });
    // The way that starts at once is no way around it.
    async function* ids() {
      yield lines[0]!.lineId;
    }
    expect(() =>
      startCampaign(op, tokenNamed('ops'), { name: 'around', lineIds: ids(), dryRun: false }),
    ).toThrow(expect.objectContaining({ code: 'approval_needed' }));
    await expect(
      startCampaign(op, staff, { name, lineIds: ids(), dryRun: false }).next(),
    ).rejects.toMatchObject({ code: 'campaign_conflict' });
  });

  it('which is void when its rows change, or its preview', async () => {
    const [a, b] = await linesOf(2);
    const { campaignId, name } = await previewed(op, 'void', fileOf([a!]));
    const zhou = await supervisor();
    const requestId = await ask(await operations(), campaignId);
    await uploaded(op, name, fileOf([a!]));
    expect((await viewApproval(op, zhou, { requestId })).factsNow).toBeNull();
    await previewed(op, name, fileOf([a!, b!]));
    expect((await viewApproval(op, zhou, { requestId })).factsNow).not.toBeNull();
    await expect(approve(zhou, requestId)).rejects.toMatchObject({ code: 'approval_outdated' });
    await uploaded(op, name, fileOf([b!]));
    await expect(approve(zhou, requestId)).rejects.toMatchObject({ facts: { reason: 'no_preview' } });
    await stopCampaign(op, staff, { name });
    await expect(approve(zhou, requestId)).rejects.toMatchObject({ facts: { state: 'stopped' } });
    expect(await casesOf([a!, b!])).toBe(0);
  });

  it('to what was seen, also where rows and preview change while the second one agrees', async () => {
    const [a, b] = await linesOf(2);
    const { campaignId, name } = await previewed(op, 'bound', fileOf([a!]));
    const requestId = await ask(await operations(), campaignId);
    /** Lets it be done just after the facts were read, and before it begins to run. */
    const then = (act: () => Promise<unknown>): Operations => {
      let done = false;
      const query = async (...asked: readonly unknown[]): Promise<unknown> => {
        const found = await (pool.query as (...given: readonly unknown[]) => Promise<unknown>)(...asked);
        if (!done && String(asked[0]).includes('from campaign where campaign_id')) {
          done = true;
          await act();
        }
        return found;
      };
      return {
        ...op,
        pool: new Proxy(pool, {
          get(of, key) {
            if (key === 'query') return query;
            const value: unknown = Reflect.get(of, key);
            return typeof value === 'function' ? value.bind(of) : value;
          },
        }),
      };
    };
    const approved = async (act: () => Promise<unknown>) =>
      decideApproval(then(act), await supervisor(), { requestId, decision: 'approved' });
    await expect(approved(() => previewed(op, name, fileOf([a!, b!])))).rejects.toMatchObject({
      code: 'approval_outdated',
    });
    expect(await view(name)).toMatchObject({ state: 'validated', rows: 2, previewState: 'done' });
    // The same rows, looked at anew.
    const other = await previewed(op, 'bound, anew', fileOf([a!]));
    const anew = await ask(await operations(), other.campaignId);
    const again = then(async () => {
      await previewCampaign(op, staff, { name: other.name });
      await advanced(op);
    });
    await expect(
      decideApproval(again, await supervisor(), { requestId: anew, decision: 'approved' }),
    ).rejects.toMatchObject({ code: 'approval_outdated' });
    await advanced(op);
    expect(await casesOf([a!, b!])).toBe(0);
  });

  it('of whom two agree at once: one does, and it begins once', async () => {
    const lines = await linesOf(2);
    const { campaignId, name } = await previewed(op, 'two approvers', fileOf(lines));
    const requestId = await ask(await operations(), campaignId);
    const both = await Promise.allSettled([
      approve(await supervisor(), requestId),
      approve(await supervisor(), requestId),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'approval_over' },
    });
    await advanced(op);
    expect(await view(name)).toMatchObject({ state: 'finished', results: { started: 2 } });
    const { rows } = await pool.query(
      `select count(*) as n from audit where action = 'campaign_started' and facts->>'campaign' = $1`,
      [name],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('who has the role when they agree, and not only when they signed in', async () => {
    const { campaignId } = await previewed(op, 'lost role', fileOf(await linesOf(1)));
    const wu = await operations();
    const requestId = await ask(wu, campaignId);
    const { token } = await openStaffSession(pool, vault, {
      ...{ subject: 'issuer.test/zheng', name: 'zheng', roles: ['supervisor'], shop: null },
      ...{
        authenticatedAt: new Date(),
        strong: true,
        issuer: 'https://issuer.test',
        sid: 's',
        idToken: 'none',
      },
      absoluteMinutes: 480,
    });
    await pool.query(
      `update staff_session set roles = '{agent}' where token_hash is not null and subject = 'issuer.test/zheng'`,
    );
    const now = await staffOfSession({ ...op, staff: { rules: { idleMinutes: 30 } } as never }, token);
    expect(now.state).toBe('open');
    if (now.state === 'open')
      await expect(approve(now.actor, requestId)).rejects.toMatchObject({ code: 'role_needed' });
    await expect(approve(wu, requestId)).rejects.toMatchObject({ code: 'approval_own' });
    await expect(approve(await signedInPerson(op, 'he', ['fraud']), requestId)).rejects.toMatchObject({
      code: 'role_needed',
    });
    await approve(await supervisor(), requestId);
  });
});

describe('a campaign that runs', () => {
  /** Portions under which somebody does something just before they are kept. */
  const meanwhile = (act: () => Promise<unknown>): Operations => ({
    ...op,
    billing: {
      ...op.billing,
      standing: async (accounts) => {
        await act();
        return op.billing.standing(accounts);
      },
    },
  });
  const runningOf = async (name: string, count: number) => {
    const lines = await linesOf(count);
    const { campaignId } = await previewed(op, name, fileOf(lines));
    await agreedTo(op, campaignId);
    return { lines, campaignId };
  };

  it('is done by several workers at once with nothing twice, and reports every row', async () => {
    const lines = await linesOf(1_700);
    await held(lines[9]!, 'fraud');
    const { campaignId, name } = await previewed(
      op,
      'several',
      `line_id\n${fileOf(lines)}=NOBODY\n${lines[0]!.lineId}\n`,
    );
    await agreedTo(op, campaignId);
    await Promise.all([advanced(op), advanced(op), advanced(op)]);
    await advanced(op);
    expect(await view(name)).toMatchObject({
      state: 'finished',
      runRows: 1_700,
      results: { started: 1_699, blocked: 1 },
    });
    expect(await casesOf(lines)).toBe(1_699);
    const report = await reportCampaign(op, staff, { name });
    const rows = (await Array.fromAsync(report.rows)).flat();
    expect(rows.map(({ rowNumber }) => rowNumber)).toEqual(Array.from({ length: 1_702 }, (_, i) => i + 2));
    expect(rows[0]).toMatchObject({
      lineId: lines[0]!.lineId,
      result: 'started',
      caseStage: 'cool_off',
      caseOutcome: null,
    });
    expect(rows[9]).toMatchObject({ result: 'blocked', checks: ['fraud_hold'], reference: null });
    expect(rows.at(-2)).toMatchObject({ given: '=NOBODY', fault: 'unknown_line', result: null });
    expect(rows.at(-1)).toMatchObject({ fault: 'duplicate', detail: '2', result: null, reference: null });
    expect(new Set(rows.flatMap(({ reference }) => reference ?? [])).size).toBe(1_699);
  });

  it('begins nothing any more once the answer to a pause is there, and goes on where it was', async () => {
    const { lines } = await runningOf('paused', 1_200);
    expect(await advanceCampaigns(op, ENGINE)).toBe(500);
    await advanceCampaigns(
      meanwhile(() => pauseCampaign(op, staff, { name: 'paused' })),
      ENGINE,
    );
    expect(await view('paused')).toMatchObject({ state: 'paused', runRows: 500 });
    expect(await casesOf(lines)).toBe(500);
    await pauseCampaign(op, staff, { name: 'paused' });
    await advanced(op);
    expect(await casesOf(lines)).toBe(500);
    await resumeCampaign(op, staff, { name: 'paused' });
    await resumeCampaign(op, staff, { name: 'paused' });
    await advanced(op);
    expect(await view('paused')).toMatchObject({ state: 'finished', results: { started: 1_200 } });
    await expect(pauseCampaign(op, staff, { name: 'paused' })).rejects.toMatchObject({
      facts: { state: 'finished' },
    });
    await expect(stopCampaign(op, staff, { name: 'paused' })).rejects.toMatchObject({
      facts: { state: 'finished' },
    });
  });

  it('is stopped for good where pause and stop come at once, and the other is told', async () => {
    for (let round = 0; round < 8; round++) {
      const name = `at once ${round}`;
      const { lines } = await runningOf(name, 3);
      const acts = [pauseCampaign, stopCampaign];
      const [one, other] = await Promise.allSettled(
        (round % 2 === 0 ? acts : acts.toReversed()).map((act) => act(op, staff, { name })),
      );
      for (const answer of [one!, other!])
        if (answer.status === 'rejected')
          expect(answer.reason).toMatchObject({ code: 'campaign_conflict', facts: { state: 'stopped' } });
      expect(await view(name)).toMatchObject({ state: 'stopped' });
      await expect(resumeCampaign(op, staff, { name })).rejects.toMatchObject({
        facts: { state: 'stopped' },
      });
      await stopCampaign(op, staff, { name });
      await advanced(op);
      expect(await casesOf(lines)).toBe(0);
    }
  });

  it('says why it does not get on, and no more once it does', async () => {
    const { lines } = await runningOf('away', 2);
    const away = meanwhile(async () => {
      throw new HandbackError('unavailable');
    });
    await expect(advanceCampaigns(away, ENGINE)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await view('away')).toMatchObject({ state: 'running', runRows: 0, portionFault: 'unavailable' });
    await advanced(op);
    expect(await view('away')).toMatchObject({ state: 'finished', portionFault: null });
    expect(await casesOf(lines)).toBe(2);
  });

  it('lets the cases that it began go on when it is stopped', async () => {
    const { lines } = await runningOf('stopped', 700);
    await advanceCampaigns(op, ENGINE);
    await advanceCampaigns(
      meanwhile(() => stopCampaign(op, staff, { name: 'stopped' })),
      ENGINE,
    );
    await advanced(op);
    expect(await casesOf(lines)).toBe(500);
    expect(await view('stopped')).toMatchObject({ state: 'stopped', runRows: 500 });
    const rows = (await Array.fromAsync((await reportCampaign(op, staff, { name: 'stopped' })).rows)).flat();
    expect(rows[500]).toMatchObject({ result: null, outcome: 'would_start' });
  });

  it('begins no case of a line whose number moved on since it was meant by it', async () => {
    const [a, b] = await linesOf(2);
    const { campaignId, name } = await previewed(op, 'moved', `number\n${a!.msisdn}\n${b!.msisdn}\n`);
    await agreedTo(op, campaignId);
    await pool.query('update msisdn_assignment set to_at = now() where line_id = $1', [a!.lineId]);
    await pool.query(
      `insert into msisdn_assignment (line_id, msisdn, from_at) values ($1, '+8613800000001', now())`,
      [a!.lineId],
    );
    await advanced(op);
    expect((await view(name)).results).toEqual({ unknown: 1, started: 1 });
    expect(await casesOf([a!])).toBe(0);
  });

  it('takes turns with others', async () => {
    const one = await runningOf('turn 1', 1_100);
    const other = await runningOf('turn 2', 600);
    for (let i = 0; i < 3; i++) await advanceCampaigns(op, ENGINE);
    expect((await casesOf(other.lines)) >= 500).toBe(true);
    expect((await casesOf(one.lines)) >= 500).toBe(true);
    await advanced(op);
    expect([await casesOf(one.lines), await casesOf(other.lines)]).toEqual([1_100, 600]);
  });

  it('tells nobody of a confidential case: not the upload, not the preview, not the report', async () => {
    const [open, ended, free] = await linesOf(3);
    const { caseId } = await declared(op, open!);
    await pool.query(
      `update termination set confidential = true, requester_id = holder_id where case_id = $1`,
      [caseId],
    );
    const { campaignId, name } = await previewed(op, 'confidential', fileOf([open!, free!]));
    const crm = systemNamed('crm', ['cases:read']);
    const page = await listCampaignRows(op, crm, { name, after: 0, limit: 10 });
    expect(
      page.rows.map(({ outcome, checks, fault, reference }) => [outcome, checks, fault, reference]),
    ).toEqual([
      ['cannot_tell', ['arrears', 'unbilled_usage'], null, null],
      ['would_start', [], null, null],
    ]);
    // Just what is said of a line whose billing does not answer.
    const silent: Operations = {
      ...op,
      billing: {
        ...op.billing,
        standing: async (accounts) => accounts.map(() => ({ known: false, system: 'billing' })),
      },
    };
    await previewCampaign(op, staff, { name });
    await advanced(silent);
    const unanswered = await listCampaignRows(op, crm, { name, after: 0, limit: 10 });
    const said = unanswered.rows.map(({ outcome, checks }) => ({ outcome, checks }));
    expect(said[0]).toEqual(said[1]);
    await previewCampaign(op, staff, { name });
    await advanced(op);
    await agreedTo(op, campaignId);
    await advanced(op);
    // A case that the campaign began, and that became confidential afterwards.
    await pool.query(
      `update termination set confidential = true, requester_id = holder_id where line_id = $1`,
      [free!.lineId],
    );
    const told = async (who: typeof crm | typeof staff) =>
      (await Array.fromAsync((await reportCampaign(op, who, { name })).rows)).flat();
    expect((await told(crm))[1]).toMatchObject({ reference: null, caseStage: null });
    expect((await told(staff))[1]).toMatchObject({ caseStage: 'cool_off' });
    expect((await told(crm))[0]).toMatchObject({
      result: 'cannot_tell',
      checks: ['arrears', 'unbilled_usage'],
    });
    expect(ended).toBeDefined();
  });
});
