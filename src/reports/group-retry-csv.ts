import type { GroupReportRow } from '../operations/oversight/stuck/view-group-retry.ts';
import { csvCell } from './csv-cell.ts';

const COLUMNS = [
  'reference',
  'result',
  'why_not',
  'retried_at',
  'outcome',
  'code',
  'stage',
  'closed_as',
] as const;

/** The report of a retry of a group, a line a case; instants in ISO 8601, UTC. */
export async function* groupRetryCsv(rows: AsyncIterable<GroupReportRow>): AsyncGenerator<string> {
  let head = `${COLUMNS.join(',')}\r\n`;
  for await (const row of rows) {
    const cells = [
      ...[row.reference, row.result, row.why, row.retriedAt?.toISOString(), row.outcome, row.stuckCode],
      ...[row.stage, row.closedAs],
    ];
    yield `${head}${cells.map((cell) => csvCell(cell ?? '')).join(',')}\r\n`;
    head = '';
  }
  if (head !== '') yield head;
}
