import type { Zombie } from '../operations/esim/zombies.ts';
import { csvCell } from './csv-cell.ts';

const COLUMNS = ['iccid', 'eid', 'line_id', 'case_id', 'result', 'ended_at', 'age_days', 'maker', 'campaign'];

/** The ledger as CSV (RFC 4180), in parts. ICCIDs and EIDs are in full: it is for the systems that hunt them down. */
export async function* zombieCsv(parts: AsyncIterable<readonly Zombie[]>): AsyncGenerator<string> {
  yield `${COLUMNS.join()}\r\n`;
  for await (const part of parts) yield part.map((zombie) => `${row(zombie)}\r\n`).join('');
}

function row(zombie: Zombie): string {
  const { iccid, eid, lineId, caseId, result, endedAt, ageDays, maker, campaign } = zombie;
  return [
    iccid,
    eid ?? '',
    lineId,
    caseId,
    result,
    endedAt.toISOString(),
    String(ageDays),
    maker ?? '',
    campaign ?? '',
  ]
    .map(csvCell)
    .join();
}
