import { expect, it } from 'vitest';
import { disputeFinding } from '../../../src/operations/cases/disputes/dispute-finding.ts';
import { findingKey } from '../../../src/operations/cases/disputes/finding-key.ts';
import { listDisputes } from '../../../src/operations/cases/disputes/list-disputes.ts';
import { checkEligibility } from '../../../src/operations/lines/check-eligibility.ts';
import { staffNamed, subscriberOf } from '../../support/actors.ts';
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
