import type { Language } from '../domain/values/language.ts';
import { messages } from '../messages/index.ts';
import type { ListedRow } from '../operations/campaigns/campaign-rows.ts';
import { csvCell } from './csv-cell.ts';

const COLUMNS = [
  ...['row', 'given', 'line_id', 'result', 'code', 'message'],
  ...['reference', 'case', 'certificate_id'],
];

/**
 * The rows of a campaign as CSV (RFC 4180), in parts: what was given, what came of it, and where its case is now. `result` is `wrong`
 * for a row with a fault, `would_...` where only a preview looked, and empty for one whose turn has not come; `code` names the fault, or
 * the checks that stand in the way; `case` is the stage of an open case or the outcome of a closed one.
 *
 * @param mark a byte order mark, for spreadsheets of a language that would guess otherwise
 */
export async function* campaignCsv(
  parts: AsyncIterable<readonly ListedRow[]>,
  language: Language,
  { mark = true }: { readonly mark?: boolean } = {},
): AsyncGenerator<string> {
  yield `${mark ? messages(language).writing.spreadsheetMark : ''}${COLUMNS.join()}\r\n`;
  for await (const part of parts) yield part.map((row) => `${line(row, language)}\r\n`).join('');
}

function line(row: ListedRow, language: Language): string {
  return [
    String(row.rowNumber),
    row.given,
    row.lineId ?? '',
    row.fault !== null ? 'wrong' : (row.result ?? row.outcome ?? ''),
    row.fault ?? row.checks.join(' '),
    rowMessage(row, language),
    row.reference ?? '',
    row.caseStage ?? row.caseOutcome ?? '',
    row.certificateId ?? '',
  ]
    .map(csvCell)
    .join();
}

/** What is known of a row, in words. */
export function rowMessage(row: ListedRow, language: Language): string {
  const { campaignDesk: t, eligibility, punctuation } = messages(language);
  if (row.fault !== null) return t.faultOf(row.fault, row.detail);
  const said =
    row.result !== null ? t.results[row.result] : row.outcome === null ? '' : t.outcomes[row.outcome];
  const checks = row.checks.map((check) =>
    Object.hasOwn(eligibility.checks, check)
      ? eligibility.checks[check as keyof typeof eligibility.checks].title
      : check,
  );
  return checks.length === 0 ? said : punctuation.labelled(said, punctuation.listed(checks));
}
