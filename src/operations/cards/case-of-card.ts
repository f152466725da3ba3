import { parseMailLabel } from '../../domain/cards/mail-label.ts';
import { isSpared } from '../../domain/cases/termination.ts';
import { HandbackError } from '../../domain/errors.ts';
import { caseOfLabel } from '../../store/cards/mail-labels.ts';
import { type CaseRecord, findCase, openCaseOf } from '../../store/cases/cases.ts';
import { caseThatEnded } from '../../store/cases/closed-cases.ts';
import type { Actor, Staff, Subscriber } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import { caseFor } from '../cases/case-for.ts';
import { normaliseReference } from '../cases/receipt.ts';
import type { Operations } from '../context.ts';

/** Whose card it is said to be; all absent where its own number shall tell. */
export interface SaidCase {
  readonly caseId?: string | undefined;
  readonly reference?: string | undefined;
  readonly label?: string | undefined;
}

/**
 * The case that was named, by its identity, its reference or the label on the envelope; null where none was.
 * @throws HandbackError `case_unknown`, `card_label_invalid`, `card_label_unknown`
 */
export async function saidCase(
  op: Operations,
  actor: Subscriber | Staff,
  { caseId, reference, label }: SaidCase,
): Promise<CaseRecord | null> {
  if (caseId !== undefined) return caseFor(op.pool, actor, { caseId });
  if (reference !== undefined) return caseFor(op.pool, actor, { reference: normaliseReference(reference) });
  if (label === undefined) return null;
  const bound = await caseOfLabel(op.pool, parseMailLabel(label));
  if (bound === null) throw new HandbackError('card_label_unknown');
  return caseFor(op.pool, actor, { caseId: bound });
}

/** The case that ends a line, or ended it; null where nobody asked for its end, as far as the actor may know. */
export async function caseOfLine(op: Operations, actor: Actor, lineId: string): Promise<CaseRecord | null> {
  const caseId =
    (await openCaseOf(op.pool, lineId))?.caseId ?? (await caseThatEnded(op.pool, lineId))?.caseId;
  const found = caseId === undefined ? null : await findCase(op.pool, { caseId });
  return found?.confidential && !seesConfidential(actor) ? null : found;
}

/** Whether the line of the case ends or has ended, so that its card is needed no more. */
export function ends({ outcome, withdrawRequestedAt }: CaseRecord): boolean {
  return !isSpared(outcome) && withdrawRequestedAt === null;
}
