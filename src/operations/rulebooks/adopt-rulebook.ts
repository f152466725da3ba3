import { HandbackError } from '../../domain/errors.ts';
import { changedInPlace } from '../../domain/rules/changed-in-place.ts';
import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import type { RulebookChange } from '../../domain/rules/rulebook-difference.ts';
import { cleanText } from '../../domain/values/field-text.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import { insertAudit } from '../../store/audit.ts';
import { inTransaction } from '../../store/database/database.ts';
import { putInForce } from '../../store/rulebooks/versions.ts';
import { announceRulebooks, wakeWorkers } from '../../store/wake.ts';
import { type Actor, auditName, staffBehind } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { approvalFacts, approvedBy, requireSecondPerson } from '../access/second-person.ts';
import type { Operations } from '../context.ts';
import { impossibleCases } from './impossible-cases.ts';
import { nameOf, type WhichRulebook } from './rulebook-name.ts';
import { type RulebookView, readRulebook } from './view-rulebooks.ts';

/** What stands for adoption: one text of one version, in the place of one other. */
export interface AdoptionRequest extends WhichRulebook {
  /** Why, for colleagues and the audit log. */
  readonly reason: string;
  /** Of the text that was seen; absent for whatever the version says now. */
  readonly fingerprint?: string;
}

/** A version as it could be put in force now. */
export interface Adoptable {
  readonly fingerprint: string;
  readonly replaces: string;
  readonly changes: readonly RulebookChange[];
  /** Those of the version in force: by them a second person agrees. */
  readonly rules: ResolvedRules;
}

/**
 * Puts a proposed version in force, or one that was in force before: from the commit on it decides, in every process. Cases keep
 * the version that they pinned, save for its `running` rules. A second person agrees, whatever the rulebook says.
 *
 * @throws HandbackError `role_needed`, `forbidden`, `field_missing` without a reason, `rulebook_unknown`, `rulebook_unfit` where it
 *   is in force already, its first day is no first day, or a rule was changed and kept its version, `rulebook_impossible` with the running cases that could not go on,
 *   `approval_needed`, `approval_outdated` where text or version in force changed since it was asked for
 */
export async function adoptRulebook(op: Operations, actor: Actor, request: AdoptionRequest): Promise<void> {
  requireAccess(actor, 'adoptRulebook');
  const reason = cleanText(request.reason, 500);
  if (reason === '') throw new HandbackError('field_missing', { field: 'reason' });
  const name = nameOf(request);
  const { fingerprint, replaces, rules } = await adoptable(op, actor, request);
  // Before anybody is asked to agree.
  requireRaisedVersions(await readRulebook(op, request));
  requireSecondPerson(actor, 'adopt_rulebook', name, rules);
  if (request.fingerprint !== undefined && request.fingerprint !== fingerprint)
    throw new HandbackError('approval_outdated');
  const askedBy = staffBehind(actor)?.subject ?? auditName(actor);
  await inTransaction(op.pool, async (tx) => {
    const { jurisdiction, version } = request;
    const put = { jurisdiction, version, fingerprint, replaces, askedBy, approvedBy: approvedBy(actor) };
    if (!(await putInForce(tx, put))) throw new HandbackError('approval_outdated');
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'rulebook_adopted' },
        facts: { rulebook: name, replaces, fingerprint, reason, ...approvalFacts(actor) },
      },
    ]);
    await announceRulebooks(tx);
    await wakeWorkers(tx);
  });
  await op.rulebooks.reload();
}

/**
 * A start takes in what its folder has; what is wrong with that is told here, and before a colleague is asked to agree. It is no part of
 * `adoptable`: where another version came into force since, what was agreed to is outdated, whichever rules the two share.
 * @throws HandbackError `rulebook_unfit` with the rules that were changed and kept their version
 */
export function requireRaisedVersions({
  kept,
  book,
  inForce,
}: Pick<RulebookView, 'kept' | 'book' | 'inForce'>): void {
  const rules = kept.state === 'proposed' ? changedInPlace(inForce, book) : [];
  if (rules.length > 0) throw new HandbackError('rulebook_unfit', { reason: 'changed_rule', rules });
}

/** What would be put in force. @throws HandbackError as `adoptRulebook` */
export async function adoptable(op: Operations, actor: Actor, which: WhichRulebook): Promise<Adoptable> {
  await op.rulebooks.reload();
  const { kept, book, inForce, changes } = await readRulebook(op, which);
  if (kept.state === 'in_force') throw new HandbackError('rulebook_unfit', { reason: 'in_force' });
  const now = op.clock.now();
  const today = localDateAt(now, book.timeZone);
  // By a version that has not begun nothing could be decided today; rules within it may begin whenever they like.
  if (book.effectiveFrom > today)
    throw new HandbackError('rulebook_unfit', { reason: 'not_yet', date: book.effectiveFrom });
  // It would say of days for which others hold, and by which people were answered, that it had held then.
  if (kept.state === 'proposed' && book.effectiveFrom < inForce.effectiveFrom)
    throw new HandbackError('rulebook_unfit', { reason: 'past', date: inForce.effectiveFrom });
  const impossible = await impossibleCases(op, actor, { book, inForce });
  if (impossible !== null) throw new HandbackError('rulebook_impossible', { ...impossible });
  const rules = op.rulebooks.current(which.jurisdiction, null, now);
  return { fingerprint: kept.fingerprint, replaces: inForce.version, changes, rules };
}
