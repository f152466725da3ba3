import { tombstonesAfter } from '../../store/erasure/tombstones.ts';
import type { Operations } from '../context.ts';

const AT_ONCE = 5_000;

/** Who was committed lately may come later in the order of time than who was committed after. */
const OVERLAP_MS = 3_600_000;

/**
 * Writes into the journal of this machine whom the database says to be erased and the journal does not: after a process that died between its
 * commit and its journal, and of other machines.
 */
export async function keepJournal(op: Pick<Operations, 'pool' | 'erasures'>): Promise<void> {
  const newest = (await op.erasures.last()).at(-1);
  const from = newest === undefined ? null : { ...newest, at: new Date(newest.at.getTime() - OVERLAP_MS) };
  for (let after = from; ; ) {
    const some = await tombstonesAfter(op.pool, after, AT_ONCE);
    await op.erasures.append(some);
    if (some.length < AT_ONCE) return;
    after = some.at(-1)!;
  }
}
