import type { JournalEntry } from '../../ports/erasure-journal.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { erasePeople } from '../../store/erasure/erase.ts';
import { readyToForget } from '../../store/erasure/replay.ts';
import { insertTombstones, unknownErasures } from '../../store/erasure/tombstones.ts';
import { queueLogEntries } from '../../store/log/log-entries.ts';
import { erasedEntry } from '../../tlog/entries.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

/** How far a replay has come. */
export interface Replayed {
  /** Erasures that were read. */
  readonly read: number;
  /** Of these, how many the database did not know. */
  readonly missing: number;
}

const AT_ONCE = 500;

/**
 * Erases again whom a restored database has as if nothing had been: those of the journal, and of files that were kept elsewhere. What holds
 * somebody back is not asked: they were erased before, when nothing did. A portion a transaction; it can be repeated.
 *
 * @param request `dryRun`: only counts
 * @throws HandbackError `forbidden`, `erasure_journal_damaged`
 */
export async function replayErasures(
  op: Operations,
  actor: Actor,
  request: {
    readonly journals: readonly AsyncIterable<readonly JournalEntry[]>[];
    readonly dryRun: boolean;
    readonly progress?: (so: Replayed) => void;
  },
): Promise<Replayed> {
  requireAccess(actor, 'replayErasures');
  let read = 0;
  let missing = 0;
  const seen = new Set<string>();
  for (const journal of request.journals)
    for await (const portion of journal)
      for (let from = 0; from < portion.length; from += AT_ONCE) {
        const some = onceEach(portion.slice(from, from + AT_ONCE)).filter(
          ({ erasureId }) => !seen.has(erasureId),
        );
        const unknown = await unknownErasures(
          op.pool,
          some.map(({ erasureId }) => erasureId),
        );
        const again = some.filter(({ erasureId }) => unknown.has(erasureId));
        for (const { erasureId } of again) seen.add(erasureId);
        read += some.length;
        missing += again.length;
        if (!request.dryRun) await replayPortion(op, auditName(actor), again);
        request.progress?.({ read, missing });
      }
  return { read, missing };
}

/** Two processes may have written one erasure down in the same moment, and a journal may be several that somebody put together. */
const onceEach = (some: readonly JournalEntry[]): readonly JournalEntry[] => [
  ...new Map(some.map((one) => [one.erasureId, one])).values(),
];

async function replayPortion(op: Operations, actor: string, again: readonly JournalEntry[]): Promise<void> {
  if (again.length === 0) return;
  await inTransaction(op.pool, async (tx) => {
    const people = again.map(({ partyId }) => partyId);
    await readyToForget(tx, people, op.clock.now());
    await insertTombstones(
      tx,
      again.map((one) => ({ ...one, why: 'replayed', rule: null })),
    );
    await erasePeople(tx, people);
    await queueLogEntries(
      tx,
      again.map(({ erasureId, at }) => ({ entry: erasedEntry(erasureId, at), certificateId: null })),
    );
    await insertAudit(
      tx,
      again.map(({ erasureId }) => ({
        ...{ caseId: null, lineId: null, actor, action: 'person_erased' },
        facts: { erasure: erasureId, why: 'replayed' },
      })),
    );
  });
  await op.erasures.append(again);
}
