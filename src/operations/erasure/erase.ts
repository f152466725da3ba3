import { randomUUID } from 'node:crypto';
import type { RuleReference } from '../../domain/rules/rulebook.ts';
import { insertAudit } from '../../store/audit.ts';
import type { Db } from '../../store/database/database.ts';
import { erasePeople } from '../../store/erasure/erase.ts';
import { insertTombstones, type NewTombstone, type WhyErased } from '../../store/erasure/tombstones.ts';
import { queueLogEntries } from '../../store/log/log-entries.ts';
import { erasedEntry } from '../../tlog/entries.ts';

/** Somebody whose time is over. */
export interface ToErase {
  readonly partyId: string;
  readonly rule: RuleReference | null;
}

/**
 * Erases people whose rows are locked and whose time is over, in the caller's transaction: keys and all that depends on them are destroyed, a
 * tombstone and a leaf of the public log are written. The audit log names the random number, and nobody.
 */
export async function eraseLocked(
  tx: Db,
  people: readonly ToErase[],
  by: { readonly actor: string; readonly why: WhyErased; readonly at: Date },
): Promise<readonly NewTombstone[]> {
  const { actor, why, at } = by;
  const made = people.map(({ partyId, rule }): NewTombstone => {
    const named = rule === null ? null : { id: rule.id, version: rule.version };
    return { erasureId: randomUUID(), partyId, at, why, rule: named };
  });
  await insertTombstones(tx, made);
  await erasePeople(
    tx,
    made.map(({ partyId }) => partyId),
  );
  await queueLogEntries(
    tx,
    made.map(({ erasureId }) => ({ entry: erasedEntry(erasureId, at), certificateId: null })),
  );
  await insertAudit(
    tx,
    made.map(({ erasureId, rule }) => ({
      ...{ caseId: null, lineId: null, actor, action: 'person_erased' },
      facts: { erasure: erasureId, why, ...(rule === null ? {} : { rule: rule.id, version: rule.version }) },
    })),
  );
  return made;
}
