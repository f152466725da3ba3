import { describe, expect, it } from 'vitest';
import type { Route } from '../../../src/domain/rules/route.ts';
import type { Material } from '../../../src/domain/rules/rulebook.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { caseFor } from '../../../src/operations/cases/case-for.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import { eraseDuePeople } from '../../../src/operations/erasure/erase-due-people.ts';
import { acceptSpecialRequest } from '../../../src/operations/special/accept-request.ts';
import { refuseSpecialRequest } from '../../../src/operations/special/refuse-request.ts';
import {
  viewSpecialReceipt,
  withdrawSpecialRequest,
} from '../../../src/operations/special/request-by-receipt.ts';
import { submitSpecialRequest } from '../../../src/operations/special/submit-request.ts';
import {
  listSpecialRequests,
  viewRequestPhoto,
  viewSpecialRequest,
} from '../../../src/operations/special/view-request.ts';
import { decideApproval } from '../../../src/operations/staff/approvals/decide-approval.ts';
import { doOrAsk } from '../../../src/operations/staff/approvals/do-or-ask.ts';
import { forgetSpecialRequests } from '../../../src/store/retention.ts';
import { receiptOf, signedInPerson, staffNamed, subscriberOf, VISITOR } from '../../support/actors.ts';
import { closedCase, running } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines, TEST_DOCUMENT } from '../../support/seed.ts';
import { PAPERS, specialForm } from '../../support/special-requests.ts';

const instance = await testInstance();
const { operations: op } = instance;
const { pool } = op;
const lines = await seedLines(pool, instance.vault, 40, { simulator: instance.simulator });
let next = 0;
const aLine = (): SeededLine => lines[next++]!;
const machine = staffNamed('lin');
const supervisor = await signedInPerson(op, 'zhao', ['supervisor']);
const second = await signedInPerson(op, 'wu', ['operations']);

const received = async (line: SeededLine, route: Route, changes = {}) => {
  const receipt = (await submitSpecialRequest(
    op,
    { ...VISITOR, client: line.lineId },
    specialForm(route, [line.msisdn], changes),
  ))!;
  const { requests } = await listSpecialRequests(op, machine, { state: 'waiting', after: null, limit: 200 });
  const { requestId } = requests.find(({ reference }) => reference === receipt.reference)!;
  return { ...receipt, requestId };
};

describe('a special request', () => {
  it.each(['bereavement', 'guardian', 'agent', 'not_mine', 'company', 'survivor'] as const)(
    'on the route %s is received at once, decided by two people, and ends the line',
    async (route) => {
      const line = aLine();
      const made = await received(line, route);
      expect(made.reference).toMatch(/^SR-[0-9A-Z]{8}$/);
      const before = await viewSpecialReceipt(op, receiptOf(made));
      expect(before).toMatchObject({ state: 'received', route, lines: [] });
      const asked = { requestId: made.requestId, lineIds: [line.lineId] };
      await expect(acceptSpecialRequest(op, supervisor, asked)).rejects.toMatchObject({
        code: 'approval_needed',
      });
      const outcome = await doOrAsk(op, supervisor, { act: 'accept_special_request', with: asked }, () =>
        acceptSpecialRequest(op, supervisor, asked),
      );
      if (!('asked' in outcome)) throw new Error('nobody was asked');
      const { requestId } = outcome.asked;
      await expect(decideApproval(op, supervisor, { requestId, decision: 'approved' })).rejects.toMatchObject(
        { code: 'approval_own' },
      );
      await decideApproval(op, second, { requestId, decision: 'approved' });
      const after = await viewSpecialReceipt(op, receiptOf(made));
      expect(after).toMatchObject({ state: 'accepted', lines: [{ outcome: 'started' }] });
      const reference = after.lines[0]!.caseReference!;
      const holder = { kind: 'receipt', reference, secret: made.receiptSecret, channel: 'online' } as const;
      const begun = await caseFor(pool, holder, { reference });
      expect(begun).toMatchObject({ route, confidential: route === 'survivor', stage: 'cool_off' });
      await pool.query('update termination set due_at = now() where case_id = $1', [begun.caseId]);
      await running(instance.engine(), () => closedCase(pool, begun.caseId));
      expect(await caseFor(pool, holder, { reference })).toMatchObject({ outcome: 'completed' });
    },
  );

  it('tells nobody whether there is such a number', async () => {
    const known = await submitSpecialRequest(op, VISITOR, specialForm('survivor', [aLine().msisdn]));
    const unknown = await submitSpecialRequest(op, VISITOR, specialForm('survivor', ['+8617099999999']));
    expect(Object.keys(unknown!)).toEqual(Object.keys(known!));
  });

  it('asks for the papers of its route, and names them', async () => {
    const form = specialForm('bereavement', [aLine().msisdn]);
    const photos = form.photos.filter(({ material }) => material !== 'proof_of_kinship');
    await expect(submitSpecialRequest(op, VISITOR, { ...form, photos })).rejects.toMatchObject({
      code: 'materials_missing',
      facts: { materials: ['proof_of_kinship'] satisfies Material[] },
    });
    const none = { ...specialForm('survivor', [aLine().msisdn]), photos: [] };
    await expect(submitSpecialRequest(op, VISITOR, none)).rejects.toMatchObject({
      facts: {
        materials: [
          'requester_identity_document',
          'police_report',
          'court_order',
          'support_service_letter',
          'sworn_statement',
        ],
      },
    });
  });

  it('for the line of somebody else than the papers name is not for anybody to accept', async () => {
    const line = aLine();
    const made = await received(line, 'bereavement', {
      holder: {
        name: '李四',
        documentType: 'passport',
        documentNumber: 'E99999999',
        documentCountry: 'CN',
      },
    });
    const { candidates } = await viewSpecialRequest(op, machine, made);
    expect(candidates).toMatchObject([{ holderMatches: false, fault: 'other_holder' }]);
    await expect(
      acceptSpecialRequest(op, machine, { requestId: made.requestId, lineIds: [line.lineId] }),
    ).rejects.toMatchObject({ code: 'special_line_unfit', facts: { reason: 'other_holder' } });
    await expect(
      acceptSpecialRequest(op, machine, { requestId: made.requestId, lineIds: [aLine().lineId] }),
    ).rejects.toMatchObject({ code: 'special_line_unfit', facts: { reason: 'not_asked_for' } });
  });

  it('tells heirs what is owed, and demands it of nobody', async () => {
    const [heirs, guardians] = [aLine(), aLine()];
    for (const { lineId } of [heirs, guardians])
      await pool.query('update billing_account set balance = -5000 where account_id = $1', [`A${lineId}`]);
    const made = await received(heirs, 'bereavement');
    const { candidates } = await viewSpecialRequest(op, machine, made);
    expect(candidates[0]!.findings).toContainEqual(
      expect.objectContaining({ check: 'arrears', effect: 'warns' }),
    );
    const done = await acceptSpecialRequest(op, machine, {
      requestId: made.requestId,
      lineIds: [heirs.lineId],
    });
    expect(done.lines).toMatchObject([{ outcome: 'started' }]);
    const other = await received(guardians, 'guardian');
    const tried = { requestId: other.requestId, lineIds: [guardians.lineId] };
    expect(await acceptSpecialRequest(op, machine, tried)).toMatchObject({
      state: 'received',
      lines: [{ outcome: 'blocked', checks: ['arrears'] }],
    });
    // Once it is paid the same request goes through.
    await pool.query('update billing_account set balance = 0 where account_id = $1', [
      `A${guardians.lineId}`,
    ]);
    expect(await acceptSpecialRequest(op, machine, tried)).toMatchObject({
      state: 'accepted',
      lines: [{ outcome: 'started' }],
    });
  });

  it('tells the holder who may live, and lets them stop it with as much proof', async () => {
    const line = aLine();
    const made = await received(line, 'bereavement', { contact: '+8613900000001' });
    await acceptSpecialRequest(op, machine, { requestId: made.requestId, lineIds: [line.lineId] });
    const { rows } = await pool.query<{ kind: string }>(
      `select kind from outbox o join termination t using (case_id) where t.line_id = $1`,
      [line.lineId],
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['asked_for_you']);
    const { caseId } = (
      await pool.query<{ caseId: string }>('select case_id as "caseId" from termination where line_id = $1', [
        line.lineId,
      ])
    ).rows[0]!;
    await expect(withdraw(op, subscriberOf(line, ['sms_code']), { caseId })).rejects.toMatchObject({
      code: 'factor_needed',
    });
    await withdraw(op, subscriberOf(line, ['sms_code', 'contact_code']), { caseId });
  });

  it('is refused with a reason that its requester reads', async () => {
    const made = await received(aLine(), 'agent');
    await expect(
      refuseSpecialRequest(op, supervisor, { requestId: made.requestId, reason: ' ' }),
    ).rejects.toMatchObject({ code: 'field_missing' });
    await refuseSpecialRequest(op, supervisor, { requestId: made.requestId, reason: '授权书没有签名' });
    expect(await viewSpecialReceipt(op, receiptOf(made))).toMatchObject({
      state: 'refused',
      refusal: '授权书没有签名',
    });
    await expect(
      refuseSpecialRequest(op, supervisor, { requestId: made.requestId, reason: 'x' }),
    ).rejects.toMatchObject({ code: 'special_request_decided' });
  });

  it('can be taken back until it is decided, and by its receipt alone', async () => {
    const made = await received(aLine(), 'survivor');
    await expect(
      withdrawSpecialRequest(op, receiptOf({ ...made, receiptSecret: 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA' })),
    ).rejects.toMatchObject({ code: 'special_request_unknown' });
    await withdrawSpecialRequest(op, receiptOf(made));
    await withdrawSpecialRequest(op, receiptOf(made));
    expect(await viewSpecialReceipt(op, receiptOf(made))).toMatchObject({ state: 'withdrawn' });
  });

  it('finds every line under one document, without those that are named as one’s own', async () => {
    const own = aLine();
    const made = await received(own, 'not_mine', {
      everything: true,
      requester: { name: '张三', documentType: 'cn_resident_id', documentNumber: TEST_DOCUMENT },
    });
    const { candidates } = await viewSpecialRequest(op, machine, made);
    expect(candidates.length).toBeGreaterThan(20);
    expect(candidates.map(({ lineId }) => lineId)).not.toContain(own.lineId);
    expect(candidates.every(({ holderMatches }) => holderMatches === true)).toBe(true);
  });

  it('keeps its pictures under the requester’s key, and shows them for a reason', async () => {
    const made = await received(aLine(), 'agent');
    const { photos } = await viewSpecialRequest(op, supervisor, made);
    const { photoId } = photos[0]!;
    await expect(viewRequestPhoto(op, supervisor, { photoId, why: '' })).rejects.toMatchObject({
      code: 'field_missing',
    });
    const { bytes } = await viewRequestPhoto(op, supervisor, { photoId, why: 'review' });
    expect(Buffer.from(bytes).subarray(0, 2).toString('hex')).toBe('ffd8');
    const agent = await signedInPerson(op, 'chen', ['agent']);
    await expect(viewRequestPhoto(op, agent, { photoId, why: 'review' })).rejects.toMatchObject({
      code: 'special_request_unknown',
    });
  });

  it('is taken in by one person at a desk so often a day, who sees which lines it is about and no more of them', async () => {
    const clerk = await signedInPerson(op, 'ma', ['clerk']);
    const line = aLine();
    const seen = PAPERS.not_mine;
    const form = { ...specialForm('not_mine', [line.msisdn]), photos: [], seen };
    const { requestId } = (await submitSpecialRequest(op, clerk, form))!;
    const { candidates } = await viewSpecialRequest(op, clerk, { requestId });
    expect(candidates).toMatchObject([
      { lineId: line.lineId, status: null, openCase: false, findings: [], choosable: true },
    ]);
    for (let n = 1; n < 40; n++) await submitSpecialRequest(op, clerk, form);
    await expect(submitSpecialRequest(op, clerk, form)).rejects.toMatchObject({ code: 'too_many_requests' });
  });

  it('tells its requester of a case that ends, also where another line of it must wait', async () => {
    const [free, owing] = [aLine(), aLine()];
    await pool.query('update billing_account set balance = -5000 where account_id = $1', [
      `A${owing.lineId}`,
    ]);
    const client = { ...VISITOR, client: free.lineId };
    const form = specialForm('guardian', [free.msisdn, owing.msisdn], { contact: '+8613900000009' });
    const { requestId } = (await submitSpecialRequest(op, client, form))!;
    const { lines: done } = await acceptSpecialRequest(op, machine, {
      ...{ requestId, lineIds: [free.lineId, owing.lineId] },
    });
    expect(done.map(({ outcome }) => outcome)).toEqual(['started', 'blocked']);
    const caseId = done[0]!.caseId!;
    await pool.query('update termination set due_at = now() where case_id = $1', [caseId]);
    await running(instance.engine(), () => closedCase(pool, caseId));
    const { rows } = await pool.query(
      `select kind, contact_id is not null as "toContact" from outbox where case_id = $1 and kind = 'completed'`,
      [caseId],
    );
    expect(rows).toEqual([{ kind: 'completed', toContact: true }]);
  });

  it('is about the line that had the number when it came, and not about whoever gets it next', async () => {
    const [mine, next] = [aLine(), aLine()];
    const made = await received(mine, 'survivor');
    await pool.query('update msisdn_assignment set to_at = now() where line_id = any($1)', [
      [mine.lineId, next.lineId],
    ]);
    await pool.query(`insert into msisdn_assignment (line_id, msisdn, from_at) values ($1, $2, now())`, [
      next.lineId,
      mine.msisdn,
    ]);
    const { candidates } = await viewSpecialRequest(op, machine, made);
    expect(candidates.map(({ lineId }) => lineId)).toEqual([mine.lineId]);
  });

  it('is forgotten with its pictures and its requester, some time after it came to nothing', async () => {
    const line = aLine();
    const made = await received(line, 'agent', { contact: '+8613900000010' });
    const left = async () =>
      (
        await pool.query<{ body: boolean; erased: boolean; photos: number }>(
          `select r.body_enc is not null as body, p.erased_at is not null as erased,
             (select count(*)::int from special_request_photo f where f.request_id = r.request_id) as photos
           from special_request r join party p on p.party_id = r.requester_id where r.request_id = $1`,
          [made.requestId],
        )
      ).rows[0];
    await pool.query(`update special_request_photo set keep_until = now() - interval '1 day'`);
    await forgetSpecialRequests(pool);
    // What waits keeps all that is needed to decide it, and shows it.
    expect(await left()).toEqual({ body: true, erased: false, photos: 3 });
    expect((await viewSpecialRequest(op, machine, made)).photos).toHaveLength(3);
    await refuseSpecialRequest(op, supervisor, { requestId: made.requestId, reason: 'x' });
    await pool.query(
      `update special_request_photo set keep_until = now() - interval '1 day' where request_id = $1`,
      [made.requestId],
    );
    await forgetSpecialRequests(pool);
    expect(await left()).toEqual({ body: true, erased: false, photos: 0 });
    await pool.query(
      `update special_request set decided_at = now() - interval '31 days' where request_id = $1`,
      [made.requestId],
    );
    await forgetSpecialRequests(pool);
    const { rows } = await pool.query<{ id: string }>(
      'select requester_id as id from special_request where request_id = $1',
      [made.requestId],
    );
    await eraseDuePeople(op, ENGINE);
    expect(await left()).toEqual({ body: false, erased: true, photos: 0 });
    expect((await pool.query('select why from erasure where party_id = $1', [rows[0]!.id])).rows).toEqual([
      { why: 'period' },
    ]);
    expect(await viewSpecialReceipt(op, receiptOf(made))).toMatchObject({ state: 'refused', refusal: null });
    expect((await viewSpecialRequest(op, machine, made)).body).toBeNull();
  });

  it('is taken ten times a day from one client', async () => {
    const client = { ...VISITOR, client: '198.51.100.7' };
    const form = specialForm('survivor', ['+8617099999998']);
    for (let n = 0; n < 10; n++) await submitSpecialRequest(op, client, form);
    await expect(submitSpecialRequest(op, client, form)).rejects.toMatchObject({ code: 'too_many_requests' });
  });
});
