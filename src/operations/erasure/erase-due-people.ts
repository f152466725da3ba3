import type { EarlierClass } from '../../domain/people/retention.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import { inTransaction } from '../../store/database/database.ts';
import { eraseClasses } from '../../store/erasure/erase.ts';
import { factsOf, lockPeople, noteLooks, noteReturned, peopleToLookAt } from '../../store/erasure/facts.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { homeTimeZone } from '../home-time-zone.ts';
import { eraseLocked } from './erase.ts';
import { keepJournal } from './keep-journal.ts';
import { judgeOfRetention } from './retention-of-people.ts';

/** So many people are looked at, and erased, by one transaction. */
const AT_ONCE = 1_000;

/** What one night did. */
export interface ErasedPeople {
  readonly looked: number;
  readonly erased: number;
}

/**
 * Erases everybody whose time is over and whom nothing holds back. Each portion is judged with its people locked: a legal hold that was set a
 * moment before is seen, and one that is set a moment later finds nobody. Whoever is being changed just now is left for the next time;
 * a process that dies loses one portion, and the next goes on.
 */
export async function eraseDuePeople(op: Operations, actor: Actor): Promise<ErasedPeople> {
  requireAccess(actor, 'eraseDuePeople');
  // What a process that died had committed and not written down.
  await keepJournal(op);
  await noteReturned(op.pool);
  const now = op.clock.now();
  const today = localDateAt(now, homeTimeZone(op));
  let looked = 0;
  let erased = 0;
  for (let after = ''; ; ) {
    const people = await peopleToLookAt(op.pool, after, today, AT_ONCE);
    if (people.length === 0) return { looked, erased };
    after = people.at(-1)!;
    looked += people.length;
    const made = await erasePortion(op, auditName(actor), people, now);
    await op.erasures.append(made);
    erased += made.length;
  }
}

async function erasePortion(op: Operations, actor: string, people: readonly string[], now: Date) {
  const judge = judgeOfRetention(op, now);
  return inTransaction(op.pool, async (tx) => {
    const locked = await lockPeople(tx, people, 'skip');
    const judged = (await factsOf(tx, locked)).map((facts) => ({ facts, retention: judge(facts) }));
    const due = judged.filter(({ retention }) => retention.due);
    const made = await eraseLocked(
      tx,
      due.map(({ facts: { partyId }, retention: { rule } }) => ({ partyId, rule })),
      { actor, why: 'period', at: now },
    );
    const staying = judged.filter(({ retention }) => !retention.due);
    const byClasses = Map.groupBy(staying, ({ retention }) => retention.dueClasses.join(' '));
    for (const [classes, some] of byClasses)
      if (classes !== '')
        await eraseClasses(
          tx,
          some.map(({ facts }) => facts.partyId),
          classes.split(' ') as EarlierClass[],
        );
    await noteLooks(
      tx,
      staying.map(({ facts, retention }) => ({
        partyId: facts.partyId,
        lookOn: retention.lookOn,
        withoutLine: facts.ties.length === 0 && facts.back.length === 0 && !facts.onlyAsked,
      })),
    );
    return made;
  });
}
