import { type Tombstone, tombstonesAfter } from '../../store/erasure/tombstones.ts';
import type { Operations } from '../context.ts';

const AT_ONCE = 5_000;

/**
 * Writes into the journal of this machine whom the database says to be erased and the journal does not: after a process that died between its
 * commit and its journal, and of other machines. All are compared: clocks of machines differ, and what is committed last need not be the newest.
 */
export async function keepJournal(op: Pick<Operations, 'pool' | 'erasures'>): Promise<void> {
  const known = new Set<string>();
  for await (const portion of op.erasures.entries())
    for (const { erasureId } of portion) known.add(erasureId);
  for (let after: Tombstone | null = null; ; ) {
    const some: readonly Tombstone[] = await tombstonesAfter(op.pool, after, AT_ONCE);
    await op.erasures.append(some.filter(({ erasureId }) => !known.has(erasureId)));
    if (some.length < AT_ONCE) return;
    after = some.at(-1)!;
  }
}
