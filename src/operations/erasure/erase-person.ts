import { HandbackError } from '../../domain/errors.ts';
import { inTransaction } from '../../store/database/database.ts';
import { factsOf, lockPeople } from '../../store/erasure/facts.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { eraseLocked } from './erase.ts';
import { findSubject, type SubjectRequest } from './find-subject.ts';
import { judgeOfRetention } from './retention-of-people.ts';

/**
 * Erases one person at once who asked for it (GDPR article 17, PIPL article 47). By the same rule as the clock: whoever it does not let go
 * is told until when they are kept, and why. So nobody can be erased by it whom the next night would keep, and one person may do it.
 *
 * @returns the number of the erasure, as it stands in the public log
 * @throws HandbackError `forbidden`, `subject_unknown`, `holder_erased`, `not_erasable`
 */
export async function erasePerson(
  op: Operations,
  actor: Actor,
  request: SubjectRequest,
): Promise<{ readonly erasureId: string }> {
  requireAccess(actor, 'erasePerson');
  const partyId = await findSubject(op, request);
  const now = op.clock.now();
  const judge = judgeOfRetention(op, now);
  const made = await inTransaction(op.pool, async (tx) => {
    const [locked] = await lockPeople(tx, [partyId], 'wait');
    if (locked === undefined) throw new HandbackError('holder_erased');
    const retention = judge((await factsOf(tx, [partyId]))[0]!);
    if (!retention.due) {
      const until = retention.classes.find((one) => one.class === 'identity')?.until ?? null;
      throw new HandbackError('not_erasable', { until, because: retention.back });
    }
    const by = { actor: auditName(actor), why: 'request', at: now } as const;
    return eraseLocked(tx, [{ partyId, rule: retention.rule }], by);
  });
  await op.erasures.append(made);
  return { erasureId: made[0]!.erasureId };
}
