import { beforeEach, describe, expect, it } from 'vitest';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { type Declared, declare } from '../../../src/operations/cases/declare.ts';
import { remindBeforeEnd } from '../../../src/operations/cases/reminders/remind-before-end.ts';
import { viewReminder } from '../../../src/operations/cases/reminders/view-reminder.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import { countWaitingNotices, noticesOfCase } from '../../../src/store/notices.ts';
import { openMessage, takeMessages } from '../../../src/store/outbox.ts';
import { subscriberOf } from '../../support/actors.ts';
import { auditOf } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { type SeededLine, seedLines } from '../../support/seed.ts';

const { operations: op, vault } = await testInstance();
const OTHER = '+8617009990001';
const lines = [...(await seedLines(op.pool, vault, 20))];
const SENDING = { channel: 'sms', urgent: 100, others: 100, leaseMs: 1 } as const;

let line: SeededLine;
let made: Declared;
beforeEach(async () => {
  await op.pool.query('delete from outbox');
  line = lines.pop()!;
  made = (await declare(op, subscriberOf(line), { lineId: line.lineId, reason: null })) as Declared;
});

/** The case cools off for ten more days. */
async function coolingOff(contact: string | null = OTHER): Promise<void> {
  await confirm(op, subscriberOf(line), { caseId: made.caseId, ...(contact === null ? {} : { contact }) });
  await op.pool.query(`update termination set due_at = now() + interval '10 days' where case_id = $1`, [
    made.caseId,
  ]);
}

const view = () => viewReminder(op, subscriberOf(line), { caseId: made.caseId });

async function remind(change: { day?: string; contactId?: string } = {}): Promise<void> {
  const found = await view();
  await remindBeforeEnd(op, subscriberOf(line), {
    caseId: made.caseId,
    contactId: change.contactId ?? found!.contacts[0]!.contactId,
    day: change.day ?? found!.days!.last,
  });
}

const reminders = async () =>
  (await noticesOfCase(op.pool, made.caseId)).filter(({ kind }) => kind === 'leaving_reminder');

describe('a reminder before the end', () => {
  it('waits for its morning, and then goes to the other contact alone', async () => {
    await coolingOff();
    await remind();
    const [waiting, ...others] = await reminders();
    expect(others).toEqual([]);
    const { chosen, serviceEndAt, timeZone, days } = (await view())!;
    expect(Math.abs(chosen!.at.getTime() - waiting!.nextTryAt!.getTime())).toBeLessThan(30_000);
    expect(chosen!.channel).toBe('sms');
    const clock = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'short',
      hour12: false,
    });
    expect(clock.format(chosen!.at)).toBe(`${days!.last}, 09:00`);
    // Never after what it warns of.
    expect(waiting!.deadlineAt.getTime()).toBeLessThanOrEqual(serviceEndAt.getTime() + 30_000);
    const text = async () =>
      (await takeMessages(op.pool, SENDING))
        .filter(({ kind }) => kind === 'leaving_reminder')
        .map((one) => openMessage(vault, one));
    expect(await text()).toEqual([]);

    await op.pool.query(`update outbox set due_at = now() where kind = 'leaving_reminder'`);
    expect(await text()).toMatchObject([
      { channel: 'sms', to: OTHER, text: expect.stringContaining('/before-you-go') },
    ]);
    expect(await auditOf(op.pool, made.caseId)).toContain('reminder_chosen');
  });

  it('does not count as a message that cannot be sent', async () => {
    await coolingOff();
    await op.pool.query('delete from outbox');
    await remind();
    expect(await countWaitingNotices(op.pool)).toEqual([]);
    await op.pool.query(
      `update outbox set due_at = now() - interval '3 seconds' where kind = 'leaving_reminder'`,
    );
    const [waiting] = await countWaitingNotices(op.pool);
    expect(waiting).toMatchObject({ channel: 'sms', n: 1 });
    expect(waiting!.oldestSeconds).toBeGreaterThanOrEqual(3);
  });

  it('is one: another choice takes its place, also at the same moment', async () => {
    await coolingOff();
    const { days } = (await view())!;
    await remind();
    await Promise.all([
      remind({ day: days!.first }),
      remind({ day: days!.first }),
      remind({ day: days!.first }),
    ]);
    expect((await reminders()).filter(({ state }) => state === 'waiting')).toHaveLength(1);
  });

  it('is let go of by a withdrawal', async () => {
    await coolingOff();
    await remind();
    await withdraw(op, subscriberOf(line, ['sms_code', 'document_number']), { caseId: made.caseId });
    expect(await reminders()).toMatchObject([{ state: 'given_up', givenUpFor: 'outdated' }]);
    expect(await view()).toBeNull();
  });

  it.each(['2020-01-01', '9999-01-01', 'soon', ''])('has no day %j', async (day) => {
    await coolingOff();
    await expect(remind({ day })).rejects.toMatchObject({ code: 'date_invalid' });
    expect(await reminders()).toEqual([]);
  });

  it('goes to no contact of somebody else, and not to the line itself', async () => {
    await coolingOff();
    const theirs = (await view())!.contacts[0]!.contactId;
    const other = lines.pop()!;
    const asked = { caseId: made.caseId, contactId: theirs, day: (await view())!.days!.first };
    await expect(remindBeforeEnd(op, subscriberOf(other), asked)).rejects.toMatchObject({
      code: 'case_unknown',
    });
    await expect(remind({ contactId: other.lineId })).rejects.toMatchObject({ code: 'contact_invalid' });
    expect(await reminders()).toEqual([]);
  });

  it('cannot be had without another contact, before the confirmation or after the end', async () => {
    expect(await view()).toBeNull();
    await expect(
      remindBeforeEnd(op, subscriberOf(line), {
        caseId: made.caseId,
        contactId: made.caseId,
        day: '2026-12-01',
      }),
    ).rejects.toMatchObject({ code: 'stage_conflict' });
    await coolingOff(null);
    expect(await view()).toMatchObject({ contacts: [] });
  });

  it('says that no day is left where the end is minutes away', async () => {
    await coolingOff();
    await op.pool.query(`update termination set due_at = now() + interval '1 minute' where case_id = $1`, [
      made.caseId,
    ]);
    const found = (await view())!;
    // Only if nine in the morning lies within this very minute is there one.
    if (found.days !== null) expect(found.days.first).toBe(found.days.last);
    else await expect(remind({ day: '2026-12-01' })).rejects.toMatchObject({ code: 'date_invalid' });
  });
});
