import { describe, expect, it } from 'vitest';
import type { IdentityFactor } from '../../../src/domain/rules/rulebook.ts';
import type { Subscriber } from '../../../src/operations/access/actor.ts';
import { declare } from '../../../src/operations/cases/declare.ts';
import { attend } from '../../../src/operations/desks/attend.ts';
import { endAttendance } from '../../../src/operations/desks/end-attendance.ts';
import { viewAttendance } from '../../../src/operations/desks/view-attendance.ts';
import { myLines } from '../../../src/operations/lines/my-lines.ts';
import { viewLine } from '../../../src/operations/lines/view-line.ts';
import { customerToken } from '../../../src/operations/staff/customer-token.ts';
import { addFactor } from '../../../src/store/people/sessions.ts';
import { signedInPerson } from '../../support/actors.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const { operations: op, vault } = await testInstance();

let used = 0;
async function aLine(): Promise<SeededLine> {
  const [line] = await seedLines(op.pool, vault, 1, { from: used++ });
  return line!;
}

/** A customer on the telephone of a new agent, with what they have proven. */
async function caller(
  line: SeededLine,
  ...factors: readonly IdentityFactor[]
): Promise<{ customer: Subscriber; attendanceId: string }> {
  const agent = await signedInPerson(op, `agent${used++}`, ['agent']);
  const { attendanceId } = await attend(op, agent, { channel: 'hotline', why: 'call', number: line.msisdn });
  for (const factor of factors) await addFactor(op.pool, customerToken(vault, attendanceId), factor);
  const { customer } = await viewAttendance(op, agent, { attendanceId });
  return { customer, attendanceId };
}

describe('attending to a customer', () => {
  it('opens nothing by the number alone: a caller id is a hint', async () => {
    const line = await aLine();
    const { customer } = await caller(line);
    await expect(viewLine(op, customer, line)).rejects.toMatchObject({ code: 'line_unknown' });
    for (const reason of ['stolen', null] as const)
      await expect(declare(op, customer, { lineId: line.lineId, reason })).rejects.toMatchObject({
        code: 'line_unknown',
      });
    expect(await myLines(op, customer)).toEqual([]);
  });

  it('lets the line be barred with what an urgent bar asks for, and shows nothing of it', async () => {
    const line = await aLine();
    const { customer } = await caller(line, 'document_number');
    await expect(viewLine(op, customer, line)).rejects.toMatchObject({ code: 'line_unknown' });
    await expect(declare(op, customer, { lineId: line.lineId, reason: null })).rejects.toMatchObject({
      code: 'line_unknown',
    });
    const declared = await declare(op, customer, { lineId: line.lineId, reason: 'stolen' });
    expect(declared).toHaveProperty('caseId');
  });

  it('opens what the portal would once the rule of the channel is met, in the name of the agent', async () => {
    const line = await aLine();
    const { customer } = await caller(line, 'document_number', 'opening_date');
    expect((await viewLine(op, customer, line)).line.lineId).toBe(line.lineId);
    const declared = await declare(op, customer, { lineId: line.lineId, reason: null });
    const { rows } = await op.pool.query(
      `select a.actor, t.channel from audit a join termination t using (case_id) where a.case_id = $1 and a.action = 'declared'`,
      [(declared as { caseId: string }).caseId],
    );
    expect(rows).toEqual([
      { actor: `staff:${customer.attended!.person.subject} for subscriber`, channel: 'hotline' },
    ]);
  });

  it('belongs to the session that began it, and ends with it', async () => {
    const line = await aLine();
    const agent = await signedInPerson(op, 'chen', ['agent']);
    const other = await signedInPerson(op, 'chen', ['agent']);
    const { attendanceId } = await attend(op, agent, {
      channel: 'hotline',
      why: 'call',
      number: line.msisdn,
    });
    const asked = viewAttendance(op, other, { attendanceId });
    await expect(asked).rejects.toMatchObject({ code: 'attendance_over' });
    await endAttendance(op, other, { attendanceId });
    expect((await viewAttendance(op, agent, { attendanceId })).customer.factors).toEqual([]);
    await endAttendance(op, agent, { attendanceId });
    await endAttendance(op, agent, { attendanceId });
    await expect(viewAttendance(op, agent, { attendanceId })).rejects.toMatchObject({
      code: 'attendance_over',
    });
    const { rows } = await op.pool.query(
      `select action from audit where facts->>'attendanceId' = $1 order by audit_id`,
      [attendanceId],
    );
    expect(rows.map(({ action }) => action)).toEqual(['attended', 'attendance_ended']);
  });

  it('tells the second of two at the same line who the first is', async () => {
    const line = await aLine();
    const at = { why: 'visit', number: line.msisdn } as const;
    const first = await attend(op, await signedInPerson(op, 'wu', ['clerk']), { ...at, channel: 'store' });
    const second = await attend(op, await signedInPerson(op, 'zhou', ['agent']), {
      ...at,
      channel: 'hotline',
    });
    expect(first.others).toEqual([]);
    expect(second.others).toMatchObject([{ name: 'wu', channel: 'store' }]);
  });

  it('is for the desk of the role', async () => {
    const { msisdn: number } = await aLine();
    const clerk = await signedInPerson(op, 'ma', ['clerk']);
    await expect(attend(op, clerk, { channel: 'hotline', why: 'call', number })).rejects.toMatchObject({
      code: 'role_needed',
    });
  });

  it('refuses numbers that nobody has, and those that are none', async () => {
    const clerk = await signedInPerson(op, 'ma', ['clerk']);
    const visit = { channel: 'store', why: 'visit' } as const;
    for (const [number, code] of [
      ['17099999999', 'line_unknown'],
      ['12', 'msisdn_invalid'],
    ] as const)
      await expect(attend(op, clerk, { ...visit, number })).rejects.toMatchObject({ code });
  });
});
