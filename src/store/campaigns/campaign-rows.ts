import type { Outcome, Result, RowFault } from '../../domain/campaigns/campaign.ts';
import type { Outcome as CaseOutcome, Stage } from '../../domain/cases/termination.ts';
import { int4s, texts } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';
import { type NamedColumn, rowsAs } from '../database/named-columns.ts';

/** A row that could be started. */
export interface ValidRow {
  readonly rowNumber: number;
  readonly given: string;
  readonly byNumber: boolean;
  readonly lineId: string;
}

/** The next valid rows behind one, in the order of the file. */
export async function validRows(
  db: Db,
  of: {
    readonly campaignId: string;
    readonly upload: number;
    readonly after: number;
    readonly limit: number;
  },
): Promise<readonly ValidRow[]> {
  const { rows } = await db.query<ValidRow>({
    name: 'valid-campaign-rows',
    text: `select row_number as "rowNumber", given, by_number as "byNumber", line_id as "lineId" from campaign_row
      where campaign_id = $1 and upload = $2 and row_number > $3 and fault is null order by row_number limit $4`,
    values: [of.campaignId, of.upload, of.after, of.limit],
  });
  return rows;
}

export interface PreviewedRow {
  readonly rowNumber: number;
  readonly outcome: Outcome;
  readonly checks: readonly string[];
}

const PREVIEW_COLUMNS: readonly NamedColumn<PreviewedRow>[] = [
  { name: 'row_number', type: 'int', values: (all) => int4s(all, (r) => r.rowNumber) },
  { name: 'outcome', type: 'text', values: (all) => texts(all, (r) => r.outcome) },
  { name: 'checks', type: 'text', values: (all) => texts(all, (r) => r.checks.join(' ')) },
];

/** What a preview says of rows, in the place of what an earlier one said. */
export async function keepPreviewed(
  tx: Db,
  { campaignId, preview }: { readonly campaignId: string; readonly preview: number },
  previewed: readonly PreviewedRow[],
): Promise<void> {
  const { from, values } = rowsAs('o', PREVIEW_COLUMNS, previewed, 3);
  await tx.query({
    name: 'keep-previewed-rows',
    text: `insert into campaign_preview (campaign_id, preview, row_number, outcome, checks)
      select $1, $2, row_number, outcome, string_to_array(checks, ' ') from ${from}
      on conflict (campaign_id, row_number) do update set preview = excluded.preview, outcome = excluded.outcome, checks = excluded.checks`,
    values: [campaignId, preview, ...values],
  });
}

/** A row as people look at it. */
export interface ListedRow {
  readonly rowNumber: number;
  readonly given: string;
  readonly lineId: string | null;
  readonly fault: RowFault | null;
  readonly detail: string | null;
  readonly outcome: Outcome | null;
  readonly result: Result | null;
  readonly checks: readonly string[];
  readonly reference: string | null;
  readonly caseStage: Stage | null;
  readonly caseOutcome: CaseOutcome | null;
  readonly certificateId: string | null;
}

export interface RowFilter {
  readonly campaignId: string;
  readonly upload: number;
  readonly preview: number;
  /** Rows behind this number. */
  readonly after: number;
  readonly limit: number;
  /** Only rows with a fault, or with this one. */
  readonly fault?: RowFault | 'any' | undefined;
  readonly outcome?: Outcome | undefined;
  readonly result?: Result | undefined;
  /** Only rows that the preview found blocked by this check. */
  readonly check?: string | undefined;
  /** Whether a case of which few may know is told. */
  readonly confidential: boolean;
}

/**
 * By which index the rows are found: each way reads no more rows than it answers, but that by `check`. That one reads the blocked rows in
 * their order, until a page is full.
 */
function rowsBy({ fault, outcome, result, check }: RowFilter): {
  readonly text: string;
  readonly value: string | null;
} {
  const page = 'order by row_number limit $5';
  if (check !== undefined)
    return {
      text: `select row_number from campaign_preview
        where campaign_id = $1 and preview = $3 and row_number > $4 and outcome = 'blocked' and $6 = any(checks) ${page}`,
      value: check,
    };
  if (outcome !== undefined)
    return {
      text: `select row_number from campaign_preview where campaign_id = $1 and preview = $3 and row_number > $4 and outcome = $6 ${page}`,
      value: outcome,
    };
  if (result !== undefined)
    return {
      text: `select row_number from campaign_line where campaign_id = $1 and row_number > $4 and result = $6 and $3::int is not null ${page}`,
      value: result,
    };
  const rows =
    'select row_number from campaign_row where campaign_id = $1 and upload = $2 and row_number > $4 and $3::int is not null';
  if (fault === 'any')
    return { text: `${rows} and fault is not null and $6::text is null ${page}`, value: null };
  if (fault !== undefined) return { text: `${rows} and fault = $6 ${page}`, value: fault };
  return { text: `${rows} and $6::text is null ${page}`, value: null };
}

/** Rows of a campaign in the order of its file, with what was found out about each, and where its case is now. */
export async function listedRows(db: Db, filter: RowFilter): Promise<readonly ListedRow[]> {
  const { text, value } = rowsBy(filter);
  const { campaignId, upload, preview, after, limit, confidential } = filter;
  const { rows } = await db.query<ListedRow>(
    `select r.row_number as "rowNumber", r.given, r.line_id as "lineId", r.fault, r.detail,
       p.outcome, l.result, coalesce(l.checks, p.checks, '{}') as checks,
       coalesce(t.reference, c.reference) as reference, t.stage as "caseStage", c.outcome as "caseOutcome",
       (select certificate_id from certificate x where x.case_id = c.case_id order by issued_at desc limit 1) as "certificateId"
     from (${text}) found
       join campaign_row r on r.campaign_id = $1 and r.upload = $2 and r.row_number = found.row_number
       left join campaign_preview p on p.campaign_id = $1 and p.row_number = r.row_number and p.preview = $3
       left join campaign_line l on l.campaign_id = $1 and l.line_id = r.line_id and r.fault is null
       left join termination t on t.case_id = l.case_id and ($7::boolean or not t.confidential)
       left join termination_closed c on c.case_id = l.case_id and ($7::boolean or not c.confidential)
     order by r.row_number`,
    [campaignId, upload, preview, after, limit, value, confidential],
  );
  return rows;
}
