import { expect, it } from 'vitest';
import { dealWithDispute, viewDispute } from '../../../src/operations/cases/disputes/deal-with-dispute.ts';
import { disputeFinding } from '../../../src/operations/cases/disputes/dispute-finding.ts';
import { findingKey } from '../../../src/operations/cases/disputes/finding-key.ts';
import { listDisputes } from '../../../src/operations/cases/disputes/list-disputes.ts';
import { checkEligibility } from '../../../src/operations/lines/check-eligibility.ts';
import { listWork } from '../../../src/operations/oversight/queue/list-work.ts';
import { readQueueFilter } from '../../../src/operations/oversight/queue/queue-filter.ts';
import { signedInPerson, staffNamed, subscriberOf } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op } = instance;
const { pool, vault } = op;
const lines = await seedLines(pool, vault, 4, { simulator: instance.simulator });

async function inDebt(line: SeededLine): Promise<string> {
  await pool.query('update billing_account set balance = -4250 where account_id = $1', [`A${line.lineId}`]);
  const { eligibility } = await checkEligibility(op, subscriberOf(line), { lineId: line.lineId });
  return findingKey(vault, line.lineId, eligibility.findings.find(({ check }) => check === 'arrears')!);
}
const staff = staffNamed('lin');
const all = { lineId: null, after: null, limit: 100 };

it('keeps what a person says against a finding, under their key, with a receipt number, audited', async () => {
  const [line] = lines as [SeededLine];
  const { caseId } = await declared(op, line);
  const finding = await inDebt(line);
  const text = '  上月已缴清，见收据  ';
  const made = await disputeFinding(op, subscriberOf(line), { lineId: line.lineId, finding, text });
  expect(made.reference).toMatch(/^DP-[0-9A-Z]{8}$/);
  const { disputes } = await listDisputes(op, staff, { ...all, lineId: line.lineId });
  expect(disputes).toEqual([
    expect.objectContaining({
      reference: made.reference,
      lineId: line.lineId,
      caseId,
      check: 'arrears',
      text: '上月已缴清，见收据',
      rule: { id: expect.stringContaining('arrears'), version: expect.any(Number) },
    }),
  ]);
  const { rows } = await pool.query('select * from dispute where reference = $1', [made.reference]);
  expect(JSON.stringify(rows[0])).not.toContain('收据');
  expect(Buffer.from(rows[0].text_enc).toString('utf8')).not.toContain('收据');
  const audit = await pool.query(
    "select action from audit where line_id = $1 and action like 'disput%' order by at",
    [line.lineId],
  );
  expect(audit.rows.map(({ action }) => action)).toEqual(['disputed', 'disputes_viewed']);
});

it('answers the first receipt number again, however often it is sent at once', async () => {
  const line = lines[1]!;
  const finding = await inDebt(line);
  const asked = { lineId: line.lineId, finding, text: 'x' };
  const made = await Promise.all(
    Array.from({ length: 8 }, () => disputeFinding(op, subscriberOf(line), asked)),
  );
  expect(new Set(made.map(({ reference }) => reference)).size).toBe(1);
  const { disputes } = await checkEligibility(op, subscriberOf(line), { lineId: line.lineId });
  expect(disputes).toEqual([expect.objectContaining({ finding, reference: made[0]!.reference })]);
});

it('takes no dispute of what is not found, of another line, of nothing, and of a text too long', async () => {
  const [a, b] = [lines[2]!, lines[3]!];
  const finding = await inDebt(a);
  const ask = (line: SeededLine, changes: Partial<{ finding: string; text: string }>) =>
    disputeFinding(op, subscriberOf(line), { lineId: a.lineId, finding, text: 'x', ...changes });
  await expect(ask(b, {})).rejects.toMatchObject({ code: 'line_unknown' });
  await expect(ask(a, { finding: 'none' })).rejects.toMatchObject({ code: 'finding_unknown' });
  await expect(ask(a, { text: ' \n ' })).rejects.toMatchObject({ code: 'field_missing' });
  await expect(ask(a, { text: '错'.repeat(1_001) })).rejects.toMatchObject({ code: 'field_invalid' });
  await pool.query('update billing_account set balance = 0 where account_id = $1', [`A${a.lineId}`]);
  await expect(ask(a, {})).rejects.toMatchObject({ code: 'finding_unknown' });
});

it('is dealt with once, with a note, audited, and waits for nobody from then on', async () => {
  const wu = await signedInPerson(op, 'wu', ['operations']);
  const auditor = await signedInPerson(op, 'an', ['auditor']);
  const { disputes } = await listDisputes(op, staff, { ...all, lineId: lines[1]!.lineId });
  const { reference } = disputes[0]!;
  const queued = async () => {
    const { work } = await listWork(op, wu, readQueueFilter(new Map([['kind', 'dispute']])).filter);
    return work.find((one) => one.reference === reference)?.item;
  };
  const item = (await queued())!;
  const deal = (by: typeof wu, note: string) => dealWithDispute(op, by, { dispute: item, note });
  await expect(deal(auditor, 'x')).rejects.toMatchObject({ code: 'role_needed' });
  await expect(deal(wu, ' ')).rejects.toMatchObject({ code: 'field_missing' });
  const both = await Promise.allSettled([deal(wu, 'paid; billing has been told'), deal(wu, 'another')]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'dispute_dealt_with' },
  });
  expect(await queued()).toBeUndefined();
  const { dispute, dealtByName } = await viewDispute(op, auditor, { dispute: reference });
  expect(dealtByName).toBe('wu');
  const { rows } = await pool.query(
    `select actor, facts from audit where action = 'dispute_dealt_with' and line_id = $1`,
    [lines[1]!.lineId],
  );
  expect(rows).toEqual([
    { actor: `staff:${wu.person.subject}`, facts: { dispute: reference, note: dispute.dealt!.note } },
  ]);
  for (const none of ['', 'DP-00000000', '\0', '00000000-0000-0000-0000-000000000000'])
    await expect(viewDispute(op, auditor, { dispute: none })).rejects.toMatchObject({
      code: 'dispute_unknown',
    });
});

it('of a case that few may know of is there for these few alone', async () => {
  const line = lines[2]!;
  const { caseId } = await declared(op, line);
  const made = await disputeFinding(op, subscriberOf(line), {
    ...{ lineId: line.lineId, finding: await inDebt(line), text: 'x' },
  });
  await pool.query(
    `update termination set confidential = true, route = 'guardian', requester_id = holder_id where case_id = $1`,
    [caseId],
  );
  const he = await signedInPerson(op, 'he', ['fraud']);
  await expect(viewDispute(op, he, { dispute: made.reference })).rejects.toMatchObject({
    code: 'dispute_unknown',
  });
  await expect(dealWithDispute(op, he, { dispute: made.reference, note: 'x' })).rejects.toMatchObject({
    code: 'dispute_unknown',
  });
  const listed = async (by: Parameters<typeof listDisputes>[1]) =>
    (await listDisputes(op, by, { ...all, lineId: line.lineId })).disputes.length;
  expect([await listed(he), await listed(staff)]).toEqual([0, 1]);
  await pool.query('delete from dispute where reference = $1', [made.reference]);
});

it('pages, and hides the text of who was erased', async () => {
  const first = await listDisputes(op, staff, { ...all, limit: 1 });
  const second = await listDisputes(op, staff, { ...all, limit: 1, after: first.next });
  expect([first.disputes[0]!.lineId, second.disputes[0]!.lineId]).toEqual([
    lines[1]!.lineId,
    lines[0]!.lineId,
  ]);
  expect(second.next).toBeNull();
  await pool.query('update party set data_key_wrapped = null where party_id = $1', [lines[0]!.partyId]);
  expect((await listDisputes(op, staff, { ...all, lineId: lines[0]!.lineId })).disputes[0]!.text).toBeNull();
});
