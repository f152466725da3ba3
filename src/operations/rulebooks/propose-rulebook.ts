import { isDeepStrictEqual } from 'node:util';
import { HandbackError } from '../../domain/errors.ts';
import { changedInPlace } from '../../domain/rules/changed-in-place.ts';
import type { Rulebook } from '../../domain/rules/rulebook.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { propose } from '../../store/rulebooks/versions.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { nameOf } from './rulebook-name.ts';

/**
 * Proposes a rulebook without a start: nothing is decided by it before two people want it. One that waits already gets the new
 * text, and what was agreed to of the old one is void.
 *
 * @returns `proposed`, or what a version with this text is already
 * @throws HandbackError `forbidden`, `role_needed`, `rulebook_missing` for a jurisdiction that has none in force, `rulebook_invalid`
 *   where the version decided already with another text, and where a rule that is in force was changed and kept its own version
 */
export async function proposeRulebook(
  op: Operations,
  actor: Actor,
  { book }: { readonly book: Rulebook },
): Promise<'proposed' | 'in_force' | 'superseded'> {
  requireAccess(actor, 'proposeRulebook');
  const { jurisdiction, version } = book;
  const inForce = op.rulebooks.inForce(jurisdiction);
  const rules = version === inForce.version ? [] : changedInPlace(inForce, book);
  if (rules.length > 0)
    throw new HandbackError('rulebook_invalid', {
      ...{ jurisdiction, version, reason: 'rule_changed_without_new_version', rules },
    });
  return inTransaction(op.pool, async (tx) => {
    const text: unknown = JSON.parse(JSON.stringify(book));
    const state = await propose(tx, book, {
      by: auditName(actor),
      same: (kept) => isDeepStrictEqual(op.rulebooks.completed(kept), text),
    });
    if (state === null)
      throw new HandbackError('rulebook_invalid', {
        ...{ jurisdiction, version, reason: 'changed_without_new_version' },
      });
    if (state === 'proposed')
      await insertAudit(tx, [
        {
          ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'rulebook_proposed' },
          facts: { rulebook: nameOf(book) },
        },
      ]);
    return state;
  });
}
