import type { IdentityFactor } from '../../../domain/rules/rulebook.ts';
import type { Db } from '../../database/database.ts';

/** Lets a case rest, once: one that rested before does not rest again. The row must be locked. */
export async function pauseCase(
  tx: Db,
  { caseId, at, until }: { readonly caseId: string; readonly at: Date; readonly until: Date },
): Promise<void> {
  await tx.query({
    name: 'pause-case',
    text: `update termination set paused_at = $2, paused_until = $3, updated_at = now()
      where case_id = $1 and paused_at is null`,
    values: [caseId, at, until],
  });
}

/** Ends the rest of the open case of a line before its time. @returns the case; null where none rests */
export async function endPauseOf(tx: Db, lineId: string): Promise<string | null> {
  const { rows } = await tx.query<{ case_id: string }>({
    name: 'end-pause',
    text: `update termination
      set paused_until = now(), due_at = case when waiting_for = 'paused' then now() else due_at end, updated_at = now()
      where line_id = $1 and paused_until > now() returning case_id`,
    values: [lineId],
  });
  return rows[0]?.case_id ?? null;
}

/** Locks the open case of a line, so that no intent is opened past a hold that is being put on it. @returns whether there is one */
export async function lockCaseOfLine(tx: Db, lineId: string): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'lock-case-of-line',
    text: 'select from termination where line_id = $1 for no key update',
    values: [lineId],
  });
  return rowCount === 1;
}

/** What was done to the open case of a line, and with which proof; null without one. */
export async function caseStepsOf(
  db: Db,
  lineId: string,
): Promise<{
  readonly urgent: boolean;
  readonly confirmedAt: Date | null;
  readonly receiptFactors: readonly IdentityFactor[];
} | null> {
  const { rows } = await db.query<{
    urgent: boolean;
    confirmedAt: Date | null;
    receiptFactors: readonly IdentityFactor[];
  }>({
    name: 'case-steps-of-line',
    text: `select urgent, confirmed_at as "confirmedAt", receipt_factors as "receiptFactors" from termination
      where line_id = $1 and not confidential`,
    values: [lineId],
  });
  return rows[0] ?? null;
}
