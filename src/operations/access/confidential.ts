import type { CheckName } from '../../domain/rules/rulebook.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import type { Actor } from './actor.ts';
import { requireAccess } from './require-access.ts';

/**
 * Whether the actor may know of a confidential case: those of the operator whose role or scope says so, and its own engine. To
 * everybody else, the holder and whoever serves the holder first of all, there is none.
 */
export function seesConfidential(actor: Actor): boolean {
  try {
    requireAccess(actor, 'seeConfidential');
    return true;
  } catch {
    return false;
  }
}

/** The line as the actor may know it; null for one that is not there for them. */
export function asKnownTo(actor: Actor, record: LineRecord | null): LineRecord | null {
  return record === null || seesConfidential(actor) ? record : withoutConfidential(record);
}

/**
 * A line as it looks to those who may not know of a confidential case: as if nothing was asked for; and once such a case has ended
 * it, as if it were no longer the holder's.
 *
 * @returns null for a line that is not theirs to see any more
 */
export function withoutConfidential(record: LineRecord): LineRecord | null {
  if (!record.confidential) return record;
  // From the removal on the line has neither card nor number: it is gone for them from then on, and not only when the case closes.
  if (record.openCase === null || record.line.status === 'ended') return null;
  const status = record.untouched ? record.line.status : 'active';
  const hidden = { openCase: null, reported: false, untouched: false, confidential: false };
  return { ...record, ...hidden, line: { ...record.line, status } };
}

/**
 * What stands in the way for those who may not know of a confidential case, where that has to be said: just what they read when
 * billing does not answer. Without checks, or with others, it would be told apart.
 */
export const UNANSWERED: readonly CheckName[] = ['arrears', 'unbilled_usage'];
