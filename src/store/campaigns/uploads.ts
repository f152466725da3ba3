import { type Counts, type RowFault, TAKES_ROWS } from '../../domain/campaigns/campaign.ts';
import type { ErrorFacts } from '../../domain/errors.ts';
import { booleans, int4s, texts } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';
import { type NamedColumn, rowsAs } from '../database/named-columns.ts';
import type { Campaign } from './staged-campaigns.ts';

/** A row of a file as it is staged. */
export interface StagedRow {
  readonly rowNumber: number;
  readonly given: string;
  readonly byNumber: boolean;
  readonly lineId: string | null;
  readonly fault: RowFault | null;
  /** What the fault's words need beside it: the first row of a duplicate, the reason of a number. */
  readonly detail: string | null;
}

/** Numbers an upload. Nothing of the campaign changes before its first rows are kept: it may have none that can be read. */
export async function numberUpload(tx: Db, campaignId: string): Promise<number> {
  const { rows } = await tx.query<{ receiving: number }>(
    'update campaign set last_upload = last_upload + 1 where campaign_id = $1 returning last_upload as receiving',
    [campaignId],
  );
  return rows[0]!.receiving;
}

/**
 * Begins to keep rows of an upload: the campaign is a draft until it is complete. What an upload before it left in the middle goes.
 * @returns false where one that began later has come first, or the campaign takes no rows any more
 */
export async function beginReceiving(
  tx: Db,
  { campaignId, receiving }: { readonly campaignId: string; readonly receiving: number },
  now: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update campaign set receiving = $2, state = 'draft', received_rows = 0, received_at = $3, receive_fault = null,
       receive_fault_facts = '{}'
     where campaign_id = $1 and state = any($4::text[]) and upload < $2 and (receiving is null or receiving < $2)`,
    [campaignId, receiving, now, TAKES_ROWS],
  );
  if (rowCount !== 1) return false;
  await tx.query(
    'delete from campaign_row where campaign_id = $1 and upload not in ($2, (select upload from campaign where campaign_id = $1))',
    [campaignId, receiving],
  );
  return true;
}

const COLUMNS: readonly NamedColumn<StagedRow>[] = [
  { name: 'row_number', type: 'int', values: (all) => int4s(all, (r) => r.rowNumber) },
  { name: 'given', type: 'text', values: (all) => texts(all, (r) => r.given) },
  { name: 'by_number', type: 'boolean', values: (all) => booleans(all, (r) => r.byNumber) },
  { name: 'line_id', type: 'text', values: (all) => texts(all, (r) => r.lineId) },
  { name: 'fault', type: 'text', values: (all) => texts(all, (r) => r.fault) },
  { name: 'detail', type: 'text', values: (all) => texts(all, (r) => r.detail) },
];
const NAMES = COLUMNS.map(({ name }) => name).join(', ');

/**
 * Keeps rows of the upload.
 * @returns false where another upload has taken its place: nothing of this one is wanted any more
 */
export async function insertStagedRows(
  tx: Db,
  { campaignId, receiving }: { readonly campaignId: string; readonly receiving: number },
  staged: readonly StagedRow[],
  now: Date,
): Promise<boolean> {
  const { rowCount } = await tx.query({
    name: 'count-received-rows',
    text: 'update campaign set received_rows = received_rows + $3, received_at = $4 where campaign_id = $1 and receiving = $2',
    values: [campaignId, receiving, staged.length, now],
  });
  if (rowCount !== 1) return false;
  const { from, values } = rowsAs('o', COLUMNS, staged, 3);
  await tx.query({
    name: 'stage-campaign-rows',
    text: `insert into campaign_row (campaign_id, upload, ${NAMES}) select $1, $2, ${NAMES} from ${from}`,
    values: [campaignId, receiving, ...values],
  });
  return true;
}

/** The row in which each of these lines came first in the upload. */
export async function rowsOfLines(
  tx: Db,
  { campaignId, receiving }: { readonly campaignId: string; readonly receiving: number },
  lineIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await tx.query<{ line_id: string; row_number: number }>({
    name: 'rows-of-campaign-lines',
    text: `select line_id, row_number from campaign_row
      where campaign_id = $1 and upload = $2 and fault is null and line_id = any($3::text[])`,
    values: [campaignId, receiving, lineIds],
  });
  return new Map(rows.map((row) => [row.line_id, row.row_number]));
}

/** The upload is complete and its rows count from now on: those of before go, and their preview with them. */
export async function takeUpload(
  tx: Db,
  { campaignId, receiving }: { readonly campaignId: string; readonly receiving: number },
  of: {
    readonly rows: number;
    readonly validRows: number;
    readonly faults: Counts<RowFault>;
    readonly digest: Buffer;
    readonly by: string;
    readonly now: Date;
  },
): Promise<void> {
  await tx.query('delete from campaign_row where campaign_id = $1 and upload <> $2', [campaignId, receiving]);
  await tx.query('delete from campaign_preview where campaign_id = $1', [campaignId]);
  await tx.query(
    `update campaign set state = 'validated', upload = $2, receiving = null, rows = $3, valid_rows = $4, faults = $5, digest = $6,
       uploaded_by = $7, uploaded_at = $8, state_by = $7, state_at = $8, preview = preview + 1, preview_state = null, previewed_to = 0,
       previewed_rows = 0, previewed_at = null, outcomes = '{}', blockers = '{}', portion_fault = null, erased_at = null
     where campaign_id = $1`,
    [campaignId, receiving, of.rows, of.validRows, JSON.stringify(of.faults), of.digest, of.by, of.now],
  );
}

/** The upload brought just what is there: everything stays as it was before it. */
export async function dropUpload(
  tx: Db,
  { campaignId, receiving }: { readonly campaignId: string; readonly receiving: number },
): Promise<void> {
  await tx.query('delete from campaign_row where campaign_id = $1 and upload = $2', [campaignId, receiving]);
  await tx.query(`update campaign set state = 'validated', receiving = null where campaign_id = $1`, [
    campaignId,
  ]);
}

/** Notes why an upload stopped, so that whoever looks is told; of one before whose first row it stopped, where none came after it. */
export async function noteReceiveFault(
  db: Db,
  { campaignId, receiving }: { readonly campaignId: string; readonly receiving: number },
  fault: { readonly code: string; readonly facts: ErrorFacts },
): Promise<void> {
  await db.query(
    `update campaign set receive_fault = $3, receive_fault_facts = $4 where campaign_id = $1 and state = any($5::text[])
       and (receiving = $2 or (receiving is null and upload < $2 and last_upload = $2))`,
    [campaignId, receiving, fault.code, JSON.stringify(fault.facts), TAKES_ROWS],
  );
}

/** Tells the planner of a table that grew: it would plan for a small one. */
export async function analyseRows(db: Db): Promise<void> {
  await db.query('analyze campaign_row');
}

/** What is known of a line when a row names it. */
export interface NamedLine {
  readonly lineId: string;
  readonly ended: boolean;
  readonly open: boolean;
  readonly confidential: boolean;
}

const NAMED = `l.line_id as "lineId", l.status = 'ended' as ended, t.case_id is not null as open,
  case when t.case_id is not null then t.confidential when l.status = 'ended' then exists (
    select from termination_closed c where c.line_id = l.line_id and c.holder_id = l.holder_id and c.outcome = 'completed' and c.confidential)
  else false end as confidential`;

export async function namedLines(
  db: Db,
  lineIds: readonly string[],
): Promise<ReadonlyMap<string, NamedLine>> {
  if (lineIds.length === 0) return new Map();
  const { rows } = await db.query<NamedLine>({
    name: 'named-lines',
    text: `select ${NAMED} from line l left join termination t using (line_id) where l.line_id = any($1::text[])`,
    values: [lineIds],
  });
  return new Map(rows.map((row) => [row.lineId, row]));
}

/** The lines that have these numbers now. */
export async function linesByNumber(
  db: Db,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, NamedLine>> {
  if (numbers.length === 0) return new Map();
  const { rows } = await db.query<NamedLine & { readonly msisdn: string }>({
    name: 'named-lines-by-number',
    text: `select m.msisdn, ${NAMED} from msisdn_assignment m join line l using (line_id) left join termination t using (line_id)
      where m.msisdn = any($1::text[]) and m.to_at is null`,
    values: [numbers],
  });
  return new Map(rows.map(({ msisdn, ...line }) => [msisdn, line]));
}

export type Receiving = Pick<Campaign, 'campaignId'> & { readonly receiving: number };
