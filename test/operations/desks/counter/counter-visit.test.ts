import { describe, expect, it } from 'vitest';
import { parseLocalDate } from '../../../../src/domain/values/local-date.ts';
import type { StaffInPerson } from '../../../../src/operations/access/actor.ts';
import { confirm } from '../../../../src/operations/cases/confirm.ts';
import { type Declared, declare } from '../../../../src/operations/cases/declare.ts';
import { viewCase } from '../../../../src/operations/cases/view-case.ts';
import { attend } from '../../../../src/operations/desks/attend.ts';
import { acceptMaterials } from '../../../../src/operations/desks/counter/accept-materials.ts';
import {
  type CheckDocumentRequest,
  checkDocument,
} from '../../../../src/operations/desks/counter/check-document.ts';
import { endCounterVisit } from '../../../../src/operations/desks/counter/end-counter-visit.ts';
import { fillForm } from '../../../../src/operations/desks/counter/fill-form.ts';
import { finishCardStep } from '../../../../src/operations/desks/counter/finish-card-step.ts';
import { listPhotos } from '../../../../src/operations/desks/counter/list-photos.ts';
import { signForm } from '../../../../src/operations/desks/counter/sign-form.ts';
import { takePhoto } from '../../../../src/operations/desks/counter/take-photo.ts';
import { viewCounterVisit } from '../../../../src/operations/desks/counter/view-counter-visit.ts';
import { viewForm } from '../../../../src/operations/desks/counter/view-form.ts';
import { viewPhoto } from '../../../../src/operations/desks/counter/view-photo.ts';
import { endAttendance } from '../../../../src/operations/desks/end-attendance.ts';
import { viewAttendance } from '../../../../src/operations/desks/view-attendance.ts';
import { releaseLegalHold, setLegalHold } from '../../../../src/operations/erasure/legal-holds.ts';
import { viewLine } from '../../../../src/operations/lines/view-line.ts';
import { decideApproval } from '../../../../src/operations/staff/approvals/decide-approval.ts';
import { requestApproval } from '../../../../src/operations/staff/approvals/request-approval.ts';
import { viewApproval } from '../../../../src/operations/staff/approvals/view-approval.ts';
import { forgetPhotos, forgetUnsignedVisits } from '../../../../src/store/retention.ts';
import { signedInPerson, staffNamed } from '../../../support/actors.ts';
import { testInstance } from '../../../support/instance.ts';
import { CARD, loadedJpeg, SECRETS } from '../../../support/photos.ts';
import { type SeededLine, seedLines, TEST_DOCUMENT } from '../../../support/seed.ts';
import { drawnSignature } from '../../../support/signatures.ts';

const { operations: op, vault } = await testInstance();

let used = 0;
async function aLine(): Promise<SeededLine> {
  const [line] = await seedLines(op.pool, vault, 1, { from: used++ });
  return line!;
}

interface AtCounter {
  readonly line: SeededLine;
  readonly clerk: StaffInPerson;
  readonly attendanceId: string;
  /** In whose place the clerk acts, with what is proven by now. */
  customer(): ReturnType<typeof customerOf>;
}

const customerOf = async (clerk: StaffInPerson, attendanceId: string) =>
  (await viewAttendance(op, clerk, { attendanceId })).customer;

async function atCounter(line?: SeededLine, by?: StaffInPerson): Promise<AtCounter> {
  const of = line ?? (await aLine());
  const clerk = by ?? (await signedInPerson(op, `clerk${used++}`, ['clerk']));
  const { attendanceId } = await attend(op, clerk, { channel: 'store', why: 'visit', number: of.msisdn });
  return { line: of, clerk, attendanceId, customer: () => customerOf(clerk, attendanceId) };
}

const LOOKED = {
  type: 'cn_resident_id',
  number: TEST_DOCUMENT,
  looks: ['person', 'original'],
  expiresOn: parseLocalDate('2036-01-01'),
} as const;
const OWNER: CheckDocumentRequest = { capacity: 'owner', holder: LOOKED, comer: null };
const COMER = { ...LOOKED, type: 'passport', country: 'CN', number: 'E12345678', name: '李雷' } as const;

const check = async (visit: AtCounter, changes: Partial<CheckDocumentRequest> = {}) =>
  checkDocument(op, await visit.customer(), { ...OWNER, ...changes });

const auditOf = async (lineId: string) =>
  (
    await op.pool.query<{ actor: string; action: string; facts: Record<string, unknown> }>(
      'select actor, action, facts from audit where line_id = $1 order by at, audit_id',
      [lineId],
    )
  ).rows;

async function begun(visit: AtCounter): Promise<string> {
  const request = { lineId: visit.line.lineId, reason: null };
  return ((await declare(op, await visit.customer(), request)) as Declared).caseId;
}

/** As far as the form, filled in. */
async function filled(visit: AtCounter): Promise<string> {
  await check(visit);
  await acceptMaterials(op, await visit.customer(), { shown: ['identity_document'] });
  const caseId = await begun(visit);
  await fillForm(op, await visit.customer(), { caseId, typed: { contact: '+8617000000099' } });
  return caseId;
}

describe('the document at the counter', () => {
  it('opens nothing before it was seen, and the line after it', async () => {
    const visit = await atCounter();
    const before = await viewCounterVisit(op, await visit.customer());
    expect(before).toMatchObject({ visit: null, next: 'documents', typed: {}, hasCard: true });
    expect(before.capacities).toEqual(['owner', 'heir', 'guardian', 'agent']);
    await expect(viewLine(op, await visit.customer(), visit.line)).rejects.toMatchObject({
      code: 'line_unknown',
    });
    await check(visit);
    const customer = await visit.customer();
    expect(customer.factors).toEqual(['document_seen']);
    expect(await viewLine(op, customer, visit.line)).toHaveProperty('line');
    expect(await auditOf(visit.line.lineId)).toContainEqual({
      actor: `staff:${visit.clerk.person.subject} for subscriber`,
      action: 'factor_proven',
      facts: { attendanceId: visit.attendanceId, factor: 'document_seen', capacity: 'owner' },
    });
  });

  it.each([
    ['the picture is of somebody else', { looks: ['original'] }, 'document_check_incomplete'],
    ['it is a copy', { looks: ['person'] }, 'document_check_incomplete'],
    ['it has expired', { expiresOn: parseLocalDate('2020-01-01') }, 'document_expired'],
    ['its check digit does not fit', { number: '110105194912310021' }, 'document_invalid'],
  ] as const)('is refused where %s, and that costs no try', async (_, changes, code) => {
    const visit = await atCounter();
    await expect(check(visit, { holder: { ...LOOKED, ...changes } })).rejects.toMatchObject({ code });
    expect((await visit.customer()).factors).toEqual([]);
    const { rows } = await op.pool.query('select failures from attempt_counter where failures > 0');
    expect(rows).toEqual([]);
  });

  it('is good on its last day in the zone of the line, and not on the next', async () => {
    const now = op.clock.now();
    const today = parseLocalDate(new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(now));
    const yesterday = parseLocalDate(
      new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(now.getTime() - 86_400_000),
    );
    const visit = await atCounter();
    await expect(check(visit, { holder: { ...LOOKED, expiresOn: yesterday } })).rejects.toMatchObject({
      code: 'document_expired',
    });
    await check(visit, { holder: { ...LOOKED, expiresOn: today } });
  });

  it('of somebody else proves nothing, and tries are counted over new visits of the same clerk', async () => {
    const line = await aLine();
    const clerk = await signedInPerson(op, `clerk${used++}`, ['clerk']);
    const wrong = { holder: { ...LOOKED, type: 'other', country: 'CN', number: 'ABC123' } } as const;
    const told: unknown[] = [];
    for (let i = 0; i < 6; i++) {
      const visit = await atCounter(line, clerk);
      await check(visit, wrong).catch(({ code, facts }) => told.push([code, facts.triesLeft]));
    }
    expect(told).toEqual([
      ['answer_wrong', 4],
      ['answer_wrong', 3],
      ['answer_wrong', 2],
      ['answer_wrong', 1],
      ['answer_locked', undefined],
      ['answer_locked', undefined],
    ]);
    // Locked for this clerk, also with the right document; the holder is served by a colleague.
    await expect(check(await atCounter(line, clerk))).rejects.toMatchObject({ code: 'answer_locked' });
    const other = await atCounter(line);
    await check(other);
    expect((await other.customer()).factors).toEqual(['document_seen']);
  });

  it('thirty guesses at once are thirty guesses, one after the other', async () => {
    const visit = await atCounter();
    const customer = await visit.customer();
    const guesses = Array.from({ length: 30 }, (_, i) =>
      checkDocument(op, customer, {
        ...OWNER,
        holder: { ...LOOKED, type: 'other', country: 'CN', number: `GUESS${i}` },
      }).catch(({ code }) => code as string),
    );
    const codes = await Promise.all(guesses);
    expect(codes.filter((code) => code === 'answer_wrong')).toHaveLength(4);
    expect(codes.filter((code) => code === 'answer_locked')).toHaveLength(26);
  });

  it("of who comes for the holder is looked at too, and is not the holder's", async () => {
    const visit = await atCounter();
    const agent = { capacity: 'agent', comer: COMER } as const;
    await expect(check(visit, { capacity: 'agent' })).rejects.toMatchObject({ code: 'request_invalid' });
    await expect(check(visit, { comer: COMER })).rejects.toMatchObject({ code: 'request_invalid' });
    await expect(check(visit, { ...agent, comer: { ...COMER, looks: ['original'] } })).rejects.toMatchObject({
      code: 'document_check_incomplete',
      facts: { whose: 'own' },
    });
    await expect(
      check(visit, { ...agent, comer: { ...COMER, expiresOn: parseLocalDate('2019-12-31') } }),
    ).rejects.toMatchObject({ code: 'document_expired', facts: { whose: 'own' } });
    await expect(check(visit, { ...agent, comer: { ...LOOKED, name: '李雷' } })).rejects.toMatchObject({
      code: 'request_invalid',
    });
    await expect(check(visit, { ...agent, comer: { ...COMER, name: ' ' } })).rejects.toMatchObject({
      code: 'field_missing',
    });
    await check(visit, agent);
    expect((await visit.customer()).factors).toEqual(['document_seen']);
  });

  it('lets an heir show a number without a picture, and nobody act for a company that is none', async () => {
    const visit = await atCounter();
    await check(visit, {
      capacity: 'heir',
      holder: { ...LOOKED, looks: ['original'], expiresOn: parseLocalDate('2015-01-01') },
      comer: COMER,
    });
    await expect(check(visit, { capacity: 'company', comer: COMER })).rejects.toMatchObject({
      code: 'request_invalid',
      facts: { field: 'capacity' },
    });
  });

  it('is not checked by telephone', async () => {
    const line = await aLine();
    const supervisor = await signedInPerson(op, `lead${used++}`, ['supervisor']);
    const { attendanceId } = await attend(op, supervisor, {
      channel: 'hotline',
      why: 'call',
      number: line.msisdn,
    });
    const caller = await customerOf(supervisor, attendanceId);
    await expect(checkDocument(op, caller, OWNER)).rejects.toMatchObject({ code: 'visit_unknown' });
  });
});

describe('materials, form and signature', () => {
  it('come in their order', async () => {
    const visit = await atCounter();
    const early = { code: 'visit_step_open' };
    await expect(acceptMaterials(op, await visit.customer(), { shown: [] })).rejects.toMatchObject(early);
    await expect(
      takePhoto(op, await visit.customer(), { kind: 'material', file: CARD.jpeg }),
    ).rejects.toMatchObject(early);
    await check(visit);
    await expect(acceptMaterials(op, await visit.customer(), { shown: [] })).rejects.toMatchObject({
      code: 'materials_missing',
      facts: { materials: ['identity_document'] },
    });
    const caseId = await begun(visit);
    await expect(fillForm(op, await visit.customer(), { caseId, typed: {} })).rejects.toMatchObject({
      ...early,
      facts: { step: 'documents' },
    });
    await acceptMaterials(op, await visit.customer(), { shown: ['identity_document', 'death_certificate'] });
    await expect(
      signForm(op, await visit.customer(), { how: 'pen', drawing: drawnSignature() }),
    ).rejects.toMatchObject({ ...early, facts: { step: 'form' } });
    await fillForm(op, await visit.customer(), { caseId, typed: {} });
    await expect(finishCardStep(op, await visit.customer(), { how: 'taken_in' })).rejects.toMatchObject({
      ...early,
      facts: { step: 'signature' },
    });
    await signForm(op, await visit.customer(), { how: 'pen', drawing: drawnSignature() });
    await confirm(op, await visit.customer(), { caseId });
    expect((await viewCounterVisit(op, await visit.customer())).next).toBe('card');
    await finishCardStep(op, await visit.customer(), { how: 'taken_in' });
    const { visit: done, next } = await viewCounterVisit(op, await visit.customer());
    expect(next).toBe('hand_over');
    expect(done).toMatchObject({ materials: ['identity_document'], signedHow: 'pen', caseId });
  });

  it('shows the form with names whole and documents masked, and says who looked', async () => {
    const visit = await atCounter();
    await filled(visit);
    const form = await viewForm(op, await visit.customer());
    expect(form).toMatchObject({
      reference: expect.stringMatching(/^HB-/),
      capacity: 'owner',
      holder: { name: '张三' },
      comer: null,
      materials: ['identity_document'],
      signature: null,
      clerk: visit.clerk.person.name,
    });
    expect(JSON.stringify(form)).not.toContain(TEST_DOCUMENT);
    await signForm(op, await visit.customer(), { how: 'pen', drawing: drawnSignature() });
    expect((await viewForm(op, await visit.customer())).signature?.strokes).toHaveLength(2);
    const audit = await auditOf(visit.line.lineId);
    expect(audit.filter(({ action }) => action === 'viewed')).toHaveLength(2);
    expect(JSON.stringify(audit)).not.toMatch(/张三|17000000099|110105/);
  });

  it('is signed once, by whoever came first, however often it is sent', async () => {
    const visit = await atCounter();
    await filled(visit);
    const customer = await visit.customer();
    const sent = Array.from({ length: 8 }, () =>
      signForm(op, customer, { how: 'pen', drawing: drawnSignature() }),
    );
    await Promise.all([...sent, signForm(op, customer, { how: 'paper', picture: CARD.png })]);
    const audit = await auditOf(visit.line.lineId);
    expect(audit.filter(({ action }) => action === 'form_signed')).toHaveLength(1);
    const { visit: signed } = await viewCounterVisit(op, customer);
    expect((await listPhotos(op, customer, {})).length).toBe(signed!.signedHow === 'paper' ? 1 : 0);
  });

  it('is not changed after it was signed', async () => {
    const visit = await atCounter();
    const caseId = await filled(visit);
    const customer = await visit.customer();
    await signForm(op, customer, { how: 'paper', picture: CARD.webp });
    for (const late of [
      () => fillForm(op, customer, { caseId, typed: { contact: 'x' } }),
      () => acceptMaterials(op, customer, { shown: ['identity_document'] }),
      () => check(visit),
    ])
      await expect(late()).rejects.toMatchObject({ code: 'stage_conflict' });
    expect((await viewForm(op, customer)).signature).toBeNull();
    expect((await listPhotos(op, customer, {})).map(({ kind }) => kind)).toEqual(['signed_form']);
  });

  it('refuses a dot, an empty pad and a form of another case', async () => {
    const visit = await atCounter();
    await filled(visit);
    const customer = await visit.customer();
    const pad = (strokes: unknown) =>
      signForm(op, customer, {
        how: 'pen',
        drawing: Buffer.from(JSON.stringify({ width: 500, height: 200, strokes })),
      });
    await expect(pad([[[9, 9]]])).rejects.toMatchObject({ code: 'signature_too_short' });
    await expect(pad([])).rejects.toMatchObject({ code: 'signature_missing' });
    const other = await atCounter();
    const otherCase = await filled(other);
    await expect(fillForm(op, customer, { caseId: otherCase, typed: {} })).rejects.toMatchObject({
      code: 'case_unknown',
    });
  });

  it('keeps what was typed for the next visit, and shows it once the document was seen again', async () => {
    const visit = await atCounter();
    await filled(visit);
    await endAttendance(op, visit.clerk, { attendanceId: visit.attendanceId });
    await expect(visit.customer()).rejects.toMatchObject({ code: 'attendance_over' });
    const again = await atCounter(visit.line, visit.clerk);
    expect((await viewCounterVisit(op, await again.customer())).typed).toEqual({});
    await check(again);
    expect((await viewCounterVisit(op, await again.customer())).typed).toEqual({ contact: '+8617000000099' });
    // What one clerk typed waits for that clerk, and for nobody else.
    for (const stranger of [await atCounter(), await atCounter(visit.line)]) {
      await check(stranger);
      expect((await viewCounterVisit(op, await stranger.customer())).typed).toEqual({});
    }
  });

  it('asks a second person where somebody comes for the holder', async () => {
    const visit = await atCounter();
    const caseId = await filled(visit);
    await op.pool.query(`update counter_visit set capacity = 'heir' where attendance_id = $1`, [
      visit.attendanceId,
    ]);
    const heir = await visit.customer();
    await expect(confirm(op, heir, { caseId })).rejects.toMatchObject({ code: 'approval_needed' });
    const { requestId } = await requestApproval(op, heir, {
      act: 'end_risky_line',
      with: { caseId, contact: '' },
    });
    const zhou = await signedInPerson(op, 'zhou', ['supervisor']);
    const { facts } = await viewApproval(op, zhou, { requestId });
    expect(facts).toContainEqual({ name: 'capacity', values: ['heir'] });
    await decideApproval(op, zhou, { requestId, decision: 'approved' });
    expect((await viewCase(op, heir, { caseId })).record.confirmedAt).not.toBeNull();
  });

  it('is over once the customer left', async () => {
    const visit = await atCounter();
    await filled(visit);
    const customer = await visit.customer();
    await Promise.all([endCounterVisit(op, customer), endCounterVisit(op, customer)]);
    for (const late of [
      () => viewCounterVisit(op, customer),
      () => viewForm(op, customer),
      () => signForm(op, customer, { how: 'pen', drawing: drawnSignature() }),
    ])
      await expect(late()).rejects.toMatchObject({ code: 'visit_unknown' });
    const ended = (await auditOf(visit.line.lineId)).filter(({ action }) => action === 'visit_ended');
    expect(ended).toHaveLength(1);
  });

  it('forgets what was typed and never signed', async () => {
    const visit = await atCounter();
    await filled(visit);
    const at = [visit.attendanceId];
    await op.pool.query(
      `update counter_visit set touched_at = now() - interval '25 hours' where attendance_id = $1`,
      at,
    );
    const state = async () =>
      (
        await op.pool.query(
          'select details_enc is not null as kept, ended_at is not null as ended from counter_visit where attendance_id = $1',
          at,
        )
      ).rows[0];
    // A legal hold keeps what was typed, and the visit is over all the same.
    const { holdId } = await setLegalHold(op, staffNamed('dpo'), {
      ...{ subject: `party:${visit.line.partyId}`, reason: 'court', until: null },
    });
    await forgetUnsignedVisits(op.pool);
    expect(await state()).toEqual({ kept: true, ended: true });
    await releaseLegalHold(op, staffNamed('dpo'), { holdId });
    await forgetUnsignedVisits(op.pool);
    expect(await state()).toEqual({ kept: false, ended: true });
  });
});

describe('pictures of documents', () => {
  it('are kept encrypted, without place and camera, for as long as the rulebook says', async () => {
    const visit = await atCounter();
    await check(visit);
    const customer = await visit.customer();
    const photoId = await takePhoto(op, customer, { kind: 'holder_document', file: loadedJpeg() });
    const { rows } = await op.pool.query<{ bytes_enc: Buffer; days: number }>(
      'select bytes_enc, extract(epoch from keep_until - taken_at)::int / 86400 as days from document_photo where photo_id = $1',
      [photoId],
    );
    expect(rows[0]!.days).toBe(30);
    expect(rows[0]!.bytes_enc.includes(Buffer.from([0xff, 0xd8, 0xff]))).toBe(false);
    const shown = await viewPhoto(op, customer, { photoId });
    expect(shown.type).toBe('image/jpeg');
    for (const secret of SECRETS) expect(Buffer.from(shown.bytes).includes(secret)).toBe(false);
  });

  it('are shown to the clerk of the visit, and to roles that may with a reason; each look is audited', async () => {
    const visit = await atCounter();
    await check(visit);
    const photoId = await takePhoto(op, await visit.customer(), { kind: 'material', file: CARD.png });
    const other = await atCounter(visit.line);
    await check(other);
    await expect(viewPhoto(op, await other.customer(), { photoId })).rejects.toMatchObject({
      code: 'photo_unknown',
    });
    const clerk = await signedInPerson(op, `clerk${used++}`, ['clerk', 'operations']);
    await expect(viewPhoto(op, clerk, { photoId, why: 'x' })).rejects.toMatchObject({ code: 'role_needed' });
    const auditor = await signedInPerson(op, `auditor${used++}`, ['auditor']);
    await expect(viewPhoto(op, auditor, { photoId })).rejects.toMatchObject({ code: 'field_missing' });
    await viewPhoto(op, auditor, { photoId, why: 'complaint 7' });
    const looks = (await auditOf(visit.line.lineId)).filter(({ action }) => action === 'viewed');
    expect(looks).toEqual([
      expect.objectContaining({
        actor: expect.stringContaining('auditor'),
        facts: { what: 'document_photo', photoId, kind: 'material', why: 'complaint 7' },
      }),
    ]);
  });

  it('are listed by case for roles that may', async () => {
    const visit = await atCounter();
    const caseId = await filled(visit);
    await takePhoto(op, await visit.customer(), { kind: 'holder_document', file: CARD.jpeg });
    const fraud = await signedInPerson(op, `fraud${used++}`, ['fraud']);
    expect(await listPhotos(op, fraud, { caseId })).toMatchObject([{ kind: 'holder_document', caseId }]);
    await expect(listPhotos(op, fraud, {})).rejects.toMatchObject({ code: 'case_unknown' });
  });

  it('are at most twelve a visit', async () => {
    const visit = await atCounter();
    await check(visit);
    const customer = await visit.customer();
    const file = CARD.webp;
    const taken = await Promise.allSettled(
      Array.from({ length: 15 }, () => takePhoto(op, customer, { kind: 'material', file })),
    );
    expect(taken.filter(({ status }) => status === 'fulfilled')).toHaveLength(12);
  });

  it('are deleted when their time is over, and that is audited', async () => {
    const visit = await atCounter();
    await check(visit);
    const customer = await visit.customer();
    const over = await takePhoto(op, customer, { kind: 'holder_document', file: CARD.jpeg });
    const young = await takePhoto(op, customer, { kind: 'holder_document', file: CARD.jpeg });
    await op.pool.query(
      `update document_photo set keep_until = now() - interval '1 second' where photo_id = $1`,
      [over],
    );
    await expect(viewPhoto(op, customer, { photoId: over })).rejects.toMatchObject({ code: 'photo_unknown' });
    await Promise.all([forgetPhotos(op.pool), forgetPhotos(op.pool)]);
    const { rows } = await op.pool.query<{ photo_id: string }>(
      'select photo_id from document_photo where line_id = $1',
      [visit.line.lineId],
    );
    expect(rows.map(({ photo_id }) => photo_id)).toEqual([young]);
    const deleted = (await auditOf(visit.line.lineId)).filter(({ action }) => action === 'photo_deleted');
    expect(deleted).toEqual([
      { actor: 'engine', action: 'photo_deleted', facts: { photoId: over, kind: 'holder_document' } },
    ]);
  });
});
