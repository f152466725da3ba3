import { caseStepsOf } from '../../../store/cases/pauses/pauses.ts';
import { type Lock, lockOf } from '../../../store/lines/own-holds.ts';
import type { Actor } from '../../access/actor.ts';
import type { MissingFactors } from '../../access/factors.ts';
import { missingProof, requireAccess } from '../../access/require-access.ts';
import type { Operations } from '../../context.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';
import { lineFor } from '../line-for.ts';

export type { Lock } from '../../../store/lines/own-holds.ts';

/** The holder's lock against ending, and what is still to be proven for the other way. */
export interface LockView {
  /** Null where the line is not locked. */
  readonly lock: Lock | null;
  readonly missingToLock: MissingFactors;
  readonly missingToLift: MissingFactors;
  readonly timeZone: string;
}

/**
 * Whether a holder locked their line against ending.
 * @throws HandbackError `not_signed_in`, `line_unknown`
 */
export async function viewLock(
  op: Operations,
  actor: Actor,
  request: { readonly lineId: string },
): Promise<LockView> {
  requireAccess(actor, 'viewLock');
  const record = await lineFor(op.pool, actor, request.lineId);
  const { lineId } = record.line;
  const rules = rulesOfLine(op, record, op.clock.now());
  const steps = record.openCase === null ? undefined : await caseStepsOf(op.pool, lineId);
  return {
    lock: await lockOf(op.pool, lineId),
    missingToLock: missingProof(actor, 'lockLine', rules, steps ?? undefined),
    missingToLift: missingProof(actor, 'liftLock', rules),
    timeZone: rules.timeZone,
  };
}
