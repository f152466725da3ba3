import type { Db } from '../database/database.ts';

export interface CompletedCase {
  readonly caseId: string;
  readonly closedAt: Date;
}

/** The completed case of each line that has ended. */
export async function completedCases(
  db: Db,
  lineIds: readonly string[],
): Promise<ReadonlyMap<string, CompletedCase>> {
  const { rows } = await db.query<CompletedCase & { lineId: string }>(
    `select distinct on (line_id) line_id as "lineId", case_id as "caseId", closed_at as "closedAt" from termination_closed
     where line_id = any($1::text[]) and outcome = 'completed' order by line_id, closed_at desc`,
    [lineIds],
  );
  return new Map(rows.map(({ lineId, caseId, closedAt }) => [lineId, { caseId, closedAt }]));
}
