import { confirm } from '../../src/operations/cases/confirm.ts';
import { type Declared, declare } from '../../src/operations/cases/declare.ts';
import { remindBeforeEnd } from '../../src/operations/cases/reminders/remind-before-end.ts';
import { viewReminder } from '../../src/operations/cases/reminders/view-reminder.ts';
import { subscriberOf } from '../support/actors.ts';
import { type SeededLine, seedLines } from '../support/seed.ts';
import type { PortalInstance } from './portal-instance.ts';
import type { Scene } from './scenes.ts';

/** Somebody with a reminder, somebody whom nobody else reaches, and somebody whose line ends within a minute. */
export async function reminderScenes({ operations: op, vault }: PortalInstance): Promise<readonly Scene[]> {
  const lines = await seedLines(op.pool, vault, 3, { from: 700 });
  const [reminded, alone, late] = lines as [SeededLine, SeededLine, SeededLine];
  const cooling = async (line: SeededLine, contact: string | null, wait: string): Promise<string> => {
    const { caseId } = (await declare(op, subscriberOf(line), {
      lineId: line.lineId,
      reason: null,
    })) as Declared;
    await confirm(op, subscriberOf(line), { caseId, ...(contact === null ? {} : { contact }) });
    await op.pool.query('update termination set due_at = now() + $2::interval where case_id = $1', [
      caseId,
      wait,
    ]);
    return caseId;
  };
  const caseId = await cooling(reminded, '+8617009990001', '9 days');
  const { contacts, days } = (await viewReminder(op, subscriberOf(reminded), { caseId }))!;
  const asked = { caseId, contactId: contacts[0]!.contactId, day: days!.first };
  await remindBeforeEnd(op, subscriberOf(reminded), asked);
  const scene = (name: string, id: string, as: SeededLine): Scene => ({
    name,
    path: `/cases/${id}/reminder`,
    as,
  });
  return [
    scene('reminder', caseId, reminded),
    scene('reminder, nobody else', await cooling(alone, null, '9 days'), alone),
    scene('reminder, no day left', await cooling(late, '+8617009990002', '1 hour'), late),
  ];
}
