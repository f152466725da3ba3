import { type ObjectionState, objectionState } from '../../../domain/cases/objection.ts';
import { HandbackError } from '../../../domain/errors.ts';
import type { Period } from '../../../domain/values/period.ts';
import { type CaseRecord, findCase } from '../../../store/cases/cases.ts';
import type { Actor } from '../../access/actor.ts';
import { requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { normaliseReference } from '../receipt.ts';
import { isObjectionLink, type ObjectionLink } from './objection-link.ts';

/** What whoever has the link of a message may know: nothing that the message did not say. */
export interface ObjectionView {
  readonly reference: string;
  readonly state: ObjectionState;
  /** For how long a case rests. */
  readonly rests: Period;
  /** Until when this one rests, or rested. */
  readonly restsUntil: Date | null;
  /** The line is barred, and stays so while the case rests. */
  readonly barred: boolean;
  readonly timeZone: string;
}

/**
 * What an objection would come to. Looking changes nothing: mail programs follow links by themselves.
 * @throws HandbackError `case_unknown`, also for a link that is not ours
 */
export async function viewObjection(
  op: Operations,
  actor: Actor,
  link: ObjectionLink,
): Promise<ObjectionView> {
  requireAccess(actor, 'viewObjection');
  return objectionView(op, await caseOfLink(op, link));
}

/** @throws HandbackError `case_unknown` */
export async function caseOfLink(op: Operations, link: ObjectionLink): Promise<CaseRecord> {
  const ours = isObjectionLink(op.vault, link);
  const found = ours ? await findCase(op.pool, { reference: normaliseReference(link.reference) }) : null;
  // Nobody was told of a confidential one, so nobody has its link.
  if (found === null || found.confidential) throw new HandbackError('case_unknown');
  return found;
}

export function objectionView(op: Operations, found: CaseRecord): ObjectionView {
  const now = op.clock.now();
  const rules = op.rulebooks.forCase(found, now);
  return {
    reference: found.reference,
    state: objectionState(found, now),
    rests: rules.settings.objection.value.period,
    restsUntil: found.pausedUntil,
    barred: found.urgent || found.hasSnapshot,
    timeZone: rules.timeZone,
  };
}
