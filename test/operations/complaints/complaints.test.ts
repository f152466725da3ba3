import { beforeEach, describe, expect, it } from 'vitest';
import {
  addDays,
  type LocalDate,
  localDateAt,
  parseLocalDate,
  startOfDay,
} from '../../../src/domain/values/local-date.ts';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import {
  answerComplaint,
  listComplaints,
  noteRegulator,
  viewComplaint,
} from '../../../src/operations/complaints/answer-complaint.ts';
import { gatherEvidencePack } from '../../../src/operations/complaints/case-evidence-pack.ts';
import { complaintOfLink, complaintToken } from '../../../src/operations/complaints/complaint-link.ts';
import { complaintDueOn, fileComplaint } from '../../../src/operations/complaints/file-complaint.ts';
import { watchComplaints } from '../../../src/operations/complaints/watch-complaints.ts';
import type { Operations } from '../../../src/operations/context.ts';
import { inTransaction } from '../../../src/store/database/database.ts';
import { erasePeople } from '../../../src/store/erasure/erase.ts';
import { factsOf, lockPeople } from '../../../src/store/erasure/facts.ts';
import { receiptOf, staffPerson, subscriberOf, VISITOR } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';
import { waitFor } from '../../support/wait-for.ts';

const instance = await testInstance();
const { operations: op, vault } = instance;
const ZONE = 'Asia/Shanghai';
const boss = staffPerson('boss');
let used = 0;

async function scene() {
  const [line] = await seedLines(op.pool, vault, 1, { from: used++ });
  const made = await declared(op, line!);
  await op.pool.query('delete from outbox');
  return { line: line!, made, holder: subscriberOf(line!) };
}
const about = (caseId: string) => ({
  caseId,
  topic: 'charged_after_end' as const,
  text: 'I was charged.\nTwice.',
});
const linkOf = (reference: string) => ({ reference, token: complaintToken(op, reference) });
const inDays = (days: number): LocalDate => addDays(localDateAt(new Date(), ZONE), days);
const later = (at: Date): Operations => ({ ...op, clock: { now: () => at } });
const told = async (): Promise<readonly string[]> =>
  (await op.pool.query<{ kind: string }>('select kind from outbox order by message_id')).rows.map(
    (row) => row.kind,
  );

beforeEach(async () => {
  await op.pool.query('delete from complaint');
});

describe('a complaint', () => {
  it('is kept under the key of its person, with the day that they are told, and answered once', async () => {
    const { made, holder } = await scene();
    const { dueOn } = await complaintDueOn(op, holder, { caseId: made.caseId });
    expect(dueOn).toBe(addDays(localDateAt(new Date(), ZONE), 15));
    const { reference } = await fileComplaint(op, holder, about(made.caseId));
    expect(await told()).toEqual(['complaint_received']);
    const { rows } = await op.pool.query<{ all: string }>('select complaint::text as all from complaint');
    expect(rows[0]!.all).not.toContain('charged.');
    expect(await complaintOfLink(op, VISITOR, linkOf(reference))).toMatchObject({
      state: 'open',
      text: 'I was charged.\nTwice.',
      answer: null,
      complaint: { dueOn, via: 'api' },
    });
    await answerComplaint(op, boss, { complaint: reference, outcome: 'upheld', text: 'You get it back.' });
    expect(await told()).toEqual(['complaint_received', 'complaint_answered']);
    expect(await complaintOfLink(op, VISITOR, linkOf(reference))).toMatchObject({
      state: 'answered',
      answer: 'You get it back.',
      complaint: { outcome: 'upheld' },
    });
    await expect(
      answerComplaint(op, boss, { complaint: reference, outcome: 'not_upheld', text: 'No.' }),
    ).rejects.toMatchObject({ code: 'complaint_answered' });
    const pack = await gatherEvidencePack(op, boss, { caseId: made.caseId });
    expect(pack.complaints).toMatchObject([
      { reference, text: 'I was charged.\nTwice.', answer: 'You get it back.' },
    ]);
  });

  it('is answered once, however many answer at once', async () => {
    const { made, holder } = await scene();
    const { reference } = await fileComplaint(op, holder, about(made.caseId));
    const all = await Promise.all(
      Array.from({ length: 5 }, (_, n) =>
        answerComplaint(op, boss, { complaint: reference, outcome: 'upheld', text: `${n}` }).then(
          () => 'done',
          (error) => error.code,
        ),
      ),
    );
    expect(all.toSorted()).toEqual([...Array(4).fill('complaint_answered'), 'done']);
  });

  it('is made by the receipt too, and by nobody for a case of others', async () => {
    const { made, holder } = await scene();
    const other = await scene();
    expect(await fileComplaint(op, receiptOf(made), about(made.caseId))).toMatchObject({
      caseId: made.caseId,
    });
    await expect(fileComplaint(op, holder, about(other.made.caseId))).rejects.toMatchObject({
      code: 'case_unknown',
    });
    await expect(fileComplaint(op, VISITOR, about(made.caseId))).rejects.toMatchObject({
      code: 'case_unknown',
    });
    for (const token of ['', 'AAAAAAAAAAAAAAAA'])
      await expect(complaintOfLink(op, VISITOR, { reference: 'CP-00000000', token })).rejects.toMatchObject({
        code: 'complaint_unknown',
      });
  });

  it('says something, and not too much; and five wait at the most, whoever sends them at once', async () => {
    const { made, holder } = await scene();
    await expect(fileComplaint(op, holder, { ...about(made.caseId), text: ' \n ' })).rejects.toMatchObject({
      code: 'text_missing',
    });
    await expect(
      fileComplaint(op, holder, { ...about(made.caseId), text: 'x'.repeat(2_001) }),
    ).rejects.toMatchObject({ code: 'text_too_long' });
    const all = await Promise.all(
      Array.from({ length: 8 }, () =>
        fileComplaint(op, holder, about(made.caseId)).then(
          () => 'kept',
          (error) => error.code,
        ),
      ),
    );
    expect(all.filter((one) => one === 'kept')).toHaveLength(5);
    expect(all.filter((one) => one === 'complaints_exhausted')).toHaveLength(3);
  });

  it('is kept in its own words, without what shows another text than was written', async () => {
    const { made, holder } = await scene();
    const hidden = { ...about(made.caseId), text: '\u200b\u202e\u0000' };
    await expect(fileComplaint(op, holder, hidden)).rejects.toMatchObject({ code: 'text_missing' });
    const text = ' 我被收费，\u202e两次\u2066！\u0000\r\n<b>5 月</b>\ud800 👍';
    const { reference } = await fileComplaint(op, holder, { ...about(made.caseId), text });
    await answerComplaint(op, boss, { complaint: reference, outcome: 'upheld', text: 'Yes.\u001b[31m' });
    expect(await complaintOfLink(op, VISITOR, linkOf(reference))).toMatchObject({
      text: '我被收费，两次！\n<b>5 月</b>\ufffd 👍',
      answer: 'Yes.[31m',
    });
    for (const name of ['a\u0000b', 'a\nb', 'a\ufffd'])
      await expect(
        noteRegulator(op, boss, { complaint: reference, name, reference: '', dueOn: inDays(2) }),
      ).rejects.toMatchObject({ code: 'field_invalid' });
  });

  it('is reminded of, then late, each once; its person is told of the second, and where to turn', async () => {
    const { made, holder } = await scene();
    const { reference, dueBy, dueOn } = await fileComplaint(op, holder, about(made.caseId));
    expect(await watchComplaints(op, ENGINE)).toBe(0);
    const soon = startOfDay(addDays(dueOn, -1), ZONE);
    expect(await watchComplaints(later(soon), ENGINE)).toBe(1);
    expect(await watchComplaints(later(soon), ENGINE)).toBe(0);
    expect(await told()).toEqual(['complaint_received']);
    const looks = await Promise.all([
      watchComplaints(later(dueBy), ENGINE),
      watchComplaints(later(dueBy), ENGINE),
    ]);
    expect(looks.toSorted()).toEqual([0, 1]);
    expect(await told()).toEqual(['complaint_received', 'complaint_late']);
    expect(await complaintOfLink(op, VISITOR, linkOf(reference))).toMatchObject({
      state: 'late',
      regulator: expect.stringContaining('12300'),
    });
    const { rows } = await op.pool.query(
      `select action from audit where case_id = $1 and action like 'complaint%' order by audit_id`,
      [made.caseId],
    );
    expect(rows.map((row) => row.action)).toEqual([
      'complaint_received',
      'complaint_due_soon',
      'complaint_late',
    ]);
  });

  it('comes from an authority with its own day, and opens again where an authority takes it up', async () => {
    const { made } = await scene();
    const authority = { name: '12300', reference: 'A-17', dueOn: inDays(4) };
    const taken = await fileComplaint(op, boss, { ...about(made.caseId), via: 'regulator', authority });
    expect(taken).toMatchObject({ dueOn: inDays(4), authority: '12300', authorityReference: 'A-17' });
    // A day that is further off than the rule's gives no more time.
    const far = await fileComplaint(op, boss, {
      ...about(made.caseId),
      ...{ via: 'regulator', authority: { ...authority, dueOn: inDays(90) } },
    });
    expect(far.dueOn).toBe(inDays(15));
    for (const wrong of [
      { ...authority, dueOn: parseLocalDate('2020-01-01') },
      { ...authority, name: ' ' },
      undefined,
    ])
      await expect(
        fileComplaint(op, boss, {
          ...about(made.caseId),
          via: 'regulator',
          ...(wrong ? { authority: wrong } : {}),
        }),
      ).rejects.toMatchObject({ code: wrong?.name === '12300' ? 'date_invalid' : 'field_missing' });
    await answerComplaint(op, boss, { complaint: taken.reference, outcome: 'not_upheld', text: 'No.' });
    await noteRegulator(op, boss, {
      complaint: taken.reference,
      name: 'NTC',
      reference: '',
      dueOn: inDays(2),
    });
    expect(await viewComplaint(op, boss, { complaint: taken.reference })).toMatchObject({
      state: 'open',
      answer: null,
      complaint: { dueOn: inDays(2), authority: 'NTC' },
      // What was answered first is what the authority asks about.
      earlier: [
        { outcome: 'not_upheld', text: 'No.', by: expect.stringContaining('boss'), at: expect.any(Date) },
      ],
    });
    await answerComplaint(op, boss, { complaint: taken.reference, outcome: 'upheld', text: 'Yes.' });
    expect(await complaintOfLink(op, VISITOR, linkOf(taken.reference))).toMatchObject({
      answer: 'Yes.',
      earlier: [{ text: 'No.' }],
    });
    const pack = await gatherEvidencePack(op, boss, { caseId: made.caseId });
    expect(pack.complaints.find((one) => one.reference === taken.reference)).toMatchObject({
      ...{ answer: 'Yes.', earlier: [{ text: 'No.' }] },
    });
    const { rows: kept } = await op.pool.query<{ all: string }>(
      'select complaint::text as all from complaint',
    );
    expect(kept.some(({ all }) => all.includes('not_upheld'))).toBe(false);
    await noteRegulator(op, boss, {
      complaint: taken.reference,
      name: 'NTC',
      reference: '',
      dueOn: inDays(2),
    });
    const [first] = await listComplaints(op, boss, { openOnly: true, limit: 10 });
    expect(first!.reference).toBe(taken.reference);
  });

  it('gets no more time from an authority than its person was told, and from one that comes late the rule’s', async () => {
    const { made, holder } = await scene();
    const { reference, dueOn } = await fileComplaint(op, holder, about(made.caseId));
    const far = { complaint: reference, name: 'NTC', reference: '', dueOn: parseLocalDate('2999-01-04') };
    await noteRegulator(later(startOfDay(inDays(5), ZONE)), boss, far);
    expect((await viewComplaint(op, boss, far)).complaint.dueOn).toBe(dueOn);
    await noteRegulator(later(startOfDay(inDays(40), ZONE)), boss, far);
    expect((await viewComplaint(op, boss, far)).complaint.dueOn).toBe(inDays(55));
  });

  it('that an authority takes up holds back an erasure that began before', async () => {
    const { made, holder, line } = await scene();
    const { reference } = await fileComplaint(op, holder, about(made.caseId));
    await answerComplaint(op, boss, { complaint: reference, outcome: 'upheld', text: 'Yes.' });
    let noted: Promise<unknown> = Promise.resolve();
    await inTransaction(op.pool, async (tx) => {
      await lockPeople(tx, [line.partyId], 'wait');
      noted = noteRegulator(op, boss, {
        ...{ complaint: reference, name: 'NTC', reference: '', dueOn: inDays(2) },
      }).catch((error) => error.code);
      await waitFor(async () => {
        const { rows } = await op.pool.query(
          `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        );
        expect(rows).toHaveLength(1);
      });
      expect((await factsOf(tx, [line.partyId]))[0]!.back).not.toContain('open_complaint');
      await erasePeople(tx, [line.partyId]);
    });
    expect(await noted).toBe('complaint_unknown');
  });

  it('of a confidential case is nobody’s to see who may not know of it, and reaches nobody who holds the line', async () => {
    const { made, holder } = await scene();
    const { reference } = await fileComplaint(op, holder, about(made.caseId));
    await op.pool.query('update complaint set confidential = true');
    const clerk = staffPerson('fraud', ['fraud']);
    expect(await listComplaints(op, clerk, { openOnly: true, limit: 10 })).toEqual([]);
    await expect(viewComplaint(op, clerk, { complaint: reference })).rejects.toMatchObject({
      code: 'complaint_unknown',
    });
  });
});
