import { HandbackError } from '../../domain/errors.ts';
import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import { approversOfAct, type TwoPersonAct } from '../../domain/rules/two-person.ts';
import type { Actor, Approval } from './actor.ts';

/**
 * Passes where the rulebook lets one person do it alone, where a second one agreed to just this, and at the machine itself: who
 * has the keys and the database at hand is past every rule, and the audit log says that it was the command line.
 *
 * @param about what it is done to: a case, a line, a certificate or a version of a rulebook
 * @throws HandbackError `approval_needed` with the act and what it is about
 */
export function requireSecondPerson(
  actor: Actor,
  act: TwoPersonAct,
  about: string,
  rules: ResolvedRules,
): void {
  if (approversOfAct(rules.settings.two_person.value, act).length === 0) return;
  if (actor.kind === 'staff' && actor.atMachine) return;
  const given = approvalOf(actor);
  if (given?.act === act && given.about === about) return;
  throw new HandbackError('approval_needed', { act, about });
}

/** Who agreed, for the audit log. */
export function approvalFacts(actor: Actor): Readonly<Record<string, unknown>> {
  const given = approvalOf(actor);
  return given === undefined ? {} : { approvedBy: given.by, approval: given.requestId };
}

/** The subject of whoever agreed; null where nobody had to. */
export const approvedBy = (actor: Actor): string | null => approvalOf(actor)?.by ?? null;

function approvalOf(actor: Actor): Approval | undefined {
  if (actor.kind === 'staff' || actor.kind === 'system') return actor.approval;
  return actor.kind === 'subscriber' ? actor.attended?.approval : undefined;
}
