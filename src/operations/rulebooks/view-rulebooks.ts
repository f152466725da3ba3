import { HandbackError } from '../../domain/errors.ts';
import type { Rulebook } from '../../domain/rules/rulebook.ts';
import { type RulebookChange, rulebookDifference } from '../../domain/rules/rulebook-difference.ts';
import { insertAudit } from '../../store/audit.ts';
import { findVersion, type KeptVersion, keptVersions } from '../../store/rulebooks/versions.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { nameOf, type WhichRulebook } from './rulebook-name.ts';

export type { KeptVersion } from '../../store/rulebooks/versions.ts';

/** The versions of one jurisdiction. */
export interface JurisdictionRulebooks {
  readonly jurisdiction: string;
  readonly inForce: KeptVersion;
  /** What waits for two people. */
  readonly proposed: readonly KeptVersion[];
  readonly superseded: readonly KeptVersion[];
  /** Provinces that have rules of their own, by what is in force. */
  readonly provinces: readonly string[];
  /** The folder has no file of it any more: its lines and cases go on, and no line is added. */
  readonly fileGone: boolean;
}

/**
 * What is in force where and since when, and what is proposed.
 * @throws HandbackError `forbidden`, `role_needed`
 */
export async function viewRulebooks(op: Operations, actor: Actor): Promise<readonly JurisdictionRulebooks[]> {
  requireAccess(actor, 'viewRulebooks');
  await op.rulebooks.reload();
  const all = await keptVersions(op.pool);
  await insertAudit(op.pool, [
    { caseId: null, lineId: null, actor: auditName(actor), action: 'viewed', facts: { what: 'rulebooks' } },
  ]);
  return op.rulebooks.allInForce.flatMap(({ jurisdiction }) => {
    const own = all.filter((one) => one.jurisdiction === jurisdiction);
    const inForce = own.find(({ state }) => state === 'in_force');
    if (inForce === undefined) return [];
    return {
      jurisdiction,
      inForce,
      proposed: own.filter(({ state, absentSince }) => state === 'proposed' && absentSince === null),
      superseded: own.filter(({ state }) => state === 'superseded'),
      provinces: provincesOf(op.rulebooks.inForce(jurisdiction)),
      fileGone: !op.rulebooks.jurisdictions.includes(jurisdiction),
    };
  });
}

/** One version, rule by rule, and how it differs from what is in force. */
export interface RulebookView {
  readonly kept: KeptVersion;
  readonly book: Rulebook;
  readonly inForce: Rulebook;
  /** From the version in force to this one; empty for the one in force. */
  readonly changes: readonly RulebookChange[];
  readonly provinces: readonly string[];
}

/** @throws HandbackError `forbidden`, `role_needed`, `rulebook_unknown` */
export async function viewRulebook(
  op: Operations,
  actor: Actor,
  which: WhichRulebook,
): Promise<RulebookView> {
  requireAccess(actor, 'viewRulebooks');
  await op.rulebooks.reload();
  const view = await readRulebook(op, which);
  await insertAudit(op.pool, [
    {
      ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
      facts: { what: 'rulebook', rulebook: nameOf(which) },
    },
  ]);
  return view;
}

/** The same for whoever has asked already. */
export async function readRulebook(op: Operations, which: WhichRulebook): Promise<RulebookView> {
  const found = await findVersion(op.pool, which);
  if (found === null || (found.state === 'proposed' && found.absentSince !== null))
    throw new HandbackError('rulebook_unknown');
  const { body, ...kept } = found;
  const book = op.rulebooks.completed(body);
  const inForce = op.rulebooks.inForce(which.jurisdiction);
  return {
    ...{ kept, book, inForce },
    changes: rulebookDifference(inForce, book),
    provinces: provincesOf(book),
  };
}

function provincesOf({ settings, checks }: Rulebook): readonly string[] {
  const rules = [...Object.values(settings), ...Object.values(checks)].flat();
  return [...new Set(rules.flatMap(({ province }) => province ?? []))].sort();
}
