import { findLine, findLinesOfHolder, type LineRecord } from '../../store/lines/lines.ts';
import type { Operations, Subscriber } from '../context.ts';

/** The line that was proven; all lines of the holder once the document is proven too. */
export async function myLines(op: Operations, subscriber: Subscriber): Promise<readonly LineRecord[]> {
  if (subscriber.factors.includes('document_number')) return findLinesOfHolder(op.pool, subscriber.partyId);
  const record = await findLine(op.pool, subscriber.lineId);
  return record === null || record.holderId !== subscriber.partyId ? [] : [record];
}

/** The completed case of each line that has ended, by line. */
export async function completedCases(
  op: Operations,
  lineIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly caseId: string; readonly closedAt: Date }>> {
  const { rows } = await op.pool.query<{ lineId: string; caseId: string; closedAt: Date }>(
    `select distinct on (line_id) line_id as "lineId", case_id as "caseId", closed_at as "closedAt" from termination_closed
     where line_id = any($1::text[]) and outcome = 'completed' order by line_id, closed_at desc`,
    [lineIds],
  );
  return new Map(rows.map((row) => [row.lineId, row]));
}
