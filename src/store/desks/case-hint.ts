import type { Stage } from '../../domain/cases/termination.ts';
import type { Db } from '../database/database.ts';

/** What is said of an open case before anything is proven. */
export async function caseHint(
  db: Db,
  caseId: string,
): Promise<{ readonly reference: string; readonly stage: Stage; readonly urgent: boolean } | null> {
  const { rows } = await db.query<{ reference: string; stage: Stage; urgent: boolean }>({
    name: 'case-hint',
    text: 'select reference, stage, urgent from termination where case_id = $1',
    values: [caseId],
  });
  return rows[0] ?? null;
}
