import type { CampaignState, Counts, Outcome, Result, RowFault } from '../../domain/campaigns/campaign.ts';
import type { ErrorFacts } from '../../domain/errors.ts';
import type { Channel } from '../../domain/rules/rulebook.ts';
import type { Db } from '../database/database.ts';

/** A campaign with what can be said of it without reading its rows. */
export interface Campaign {
  readonly campaignId: string;
  readonly name: string;
  readonly state: CampaignState;
  readonly startedBy: string;
  readonly startedAt: Date;
  readonly stateBy: string | null;
  readonly stateAt: Date | null;
  /** Which upload the rows that count came with; 0 before the first one. */
  readonly upload: number;
  readonly uploadedAt: Date | null;
  readonly rows: number;
  readonly validRows: number;
  readonly faults: Counts<RowFault>;
  /** SHA-256 of the rows that count, in hexadecimal. */
  readonly digest: string | null;
  /** The upload that is under way, or stopped in the middle; null where none is. */
  readonly receiving: number | null;
  readonly receivedRows: number;
  readonly receivedAt: Date | null;
  /** Why the last upload stopped, as an error code, where that is known. */
  readonly receiveFault: string | null;
  /** What the words of that code need beside it. */
  readonly receiveFaultFacts: ErrorFacts;
  readonly preview: number;
  readonly previewState: 'running' | 'done' | null;
  /** Row numbers: everything up to it is decided. */
  readonly previewedTo: number;
  readonly previewedRows: number;
  readonly previewedAt: Date | null;
  readonly outcomes: Counts<Outcome>;
  /** By check, how many rows it stands in the way of. */
  readonly blockers: Counts<string>;
  readonly runBy: string | null;
  readonly runChannel: Channel | null;
  readonly runBeganAt: Date | null;
  readonly runTo: number;
  readonly runRows: number;
  readonly results: Counts<Result>;
  readonly approvedBy: string | null;
  /** Why the last portion was not done, as an error code; it is tried again. Null where it was. */
  readonly portionFault: string | null;
  readonly endedAt: Date | null;
}

const COLUMNS = `campaign_id as "campaignId", name, state, started_by as "startedBy", started_at as "startedAt",
  state_by as "stateBy", state_at as "stateAt", upload, uploaded_at as "uploadedAt", rows, valid_rows as "validRows", faults,
  encode(digest, 'hex') as digest, receiving, received_rows as "receivedRows", received_at as "receivedAt",
  receive_fault as "receiveFault", receive_fault_facts as "receiveFaultFacts", preview, preview_state as "previewState", previewed_to as "previewedTo",
  previewed_rows as "previewedRows", previewed_at as "previewedAt", outcomes, blockers, run_by as "runBy",
  run_channel as "runChannel", run_began_at as "runBeganAt", run_to as "runTo", run_rows as "runRows", results,
  approved_by as "approvedBy", portion_fault as "portionFault", ended_at as "endedAt"`;

export type CampaignName = { readonly name: string } | { readonly campaignId: string };

export async function findCampaign(
  db: Db,
  of: CampaignName,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<Campaign | null> {
  const [column, value] = 'name' in of ? ['name', of.name] : ['campaign_id', of.campaignId];
  const { rows } = await db.query<Campaign>(
    `select ${COLUMNS} from campaign where ${column} = $1${lock ? ' for no key update' : ''}`,
    [value],
  );
  return rows[0] ?? null;
}

/** The newest first: identities grow with time. */
export async function listedCampaigns(
  db: Db,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<readonly Campaign[]> {
  const { rows } = await db.query<Campaign>(
    `select ${COLUMNS} from campaign where ($1::uuid is null or campaign_id < $1) order by campaign_id desc limit $2`,
    [after, limit],
  );
  return rows;
}

/** @returns false where there is one of this name already */
export async function insertDraft(
  tx: Db,
  { name, by, now }: { readonly name: string; readonly by: string; readonly now: Date },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into campaign (name, started_by, started_at, state, state_by, state_at) values ($1, $2, $3, 'draft', $2, $3)
     on conflict (name) do nothing`,
    [name, by, now],
  );
  return rowCount === 1;
}

/** Changes the state. Its caller has locked the row, and knows that it may. Of one that is stopped no upload is waited for any more. */
export async function setState(
  tx: Db,
  campaignId: string,
  { state, by, now }: { readonly state: CampaignState; readonly by: string; readonly now: Date },
): Promise<void> {
  await tx.query(
    `update campaign set state = $2, state_by = $3, state_at = $4,
       portion_fault = null, receiving = case when $2 = 'stopped' then null else receiving end,
       ended_at = case when $2 in ('finished', 'stopped') then $4 else ended_at end,
       preview_state = case when $2 = 'stopped' and preview_state = 'running' then null else preview_state end
     where campaign_id = $1`,
    [campaignId, state, by, now],
  );
}

/** Begins to run: from its first row on, in the name of whoever asked for it. */
export async function beginRun(
  tx: Db,
  campaignId: string,
  run: {
    readonly by: string;
    readonly channel: Channel;
    readonly approvedBy: string | null;
    readonly now: Date;
  },
): Promise<void> {
  await tx.query(
    `update campaign set state = 'running', state_by = $2, state_at = $5, run_by = $2, run_channel = $3, approved_by = $4,
       run_began_at = $5, run_to = 0, run_rows = 0, results = '{}', leased_until = null, portion_fault = null where campaign_id = $1`,
    [campaignId, run.by, run.channel, run.approvedBy, run.now],
  );
}

export async function beginPreview(tx: Db, campaignId: string): Promise<void> {
  await tx.query(
    `update campaign set preview = preview + 1, preview_state = 'running', previewed_to = 0, previewed_rows = 0,
       previewed_at = null, outcomes = '{}', blockers = '{}', leased_until = null, portion_fault = null where campaign_id = $1`,
    [campaignId],
  );
}

/** How long nobody else looks at a campaign that a worker is at; one that died over it is waited for so long. */
const LEASE_SECONDS = 15;

/** The campaign whose turn it is, for one worker: that which waited longest. Null where nothing is to be done. */
export async function leaseCampaign(db: Db): Promise<Campaign | null> {
  const { rows } = await db.query<Campaign>({
    name: 'lease-campaign',
    text: `update campaign set leased_until = now() + ${LEASE_SECONDS} * interval '1 second', turn_at = clock_timestamp()
      where campaign_id = (
        select campaign_id from campaign
        where (state = 'running' or preview_state = 'running') and (leased_until is null or leased_until < now())
        order by turn_at nulls first limit 1 for no key update skip locked)
      returning ${COLUMNS}`,
  });
  return rows[0] ?? null;
}

export async function releaseCampaign(db: Db, campaignId: string): Promise<void> {
  await db.query({
    name: 'release-campaign',
    text: 'update campaign set leased_until = null where campaign_id = $1',
    values: [campaignId],
  });
}

/** Notes why a portion was not done, so that whoever looks is told. @returns whether that is news */
export async function notePortionFault(db: Db, campaignId: string, fault: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `update campaign set portion_fault = $2 where campaign_id = $1 and portion_fault is distinct from $2
       and (state = 'running' or preview_state = 'running')`,
    [campaignId, fault],
  );
  return rowCount === 1;
}

/** Keeps how far a preview has come. Its caller has locked the row. */
export async function advancePreview(
  tx: Db,
  campaignId: string,
  to: Pick<Campaign, 'previewedTo' | 'previewedRows' | 'outcomes' | 'blockers'> & {
    readonly doneAt: Date | null;
  },
): Promise<void> {
  await tx.query({
    name: 'advance-preview',
    text: `update campaign set previewed_to = $2, previewed_rows = $3, outcomes = $4, blockers = $5, previewed_at = $6, portion_fault = null,
        preview_state = case when $6::timestamptz is null then 'running' else 'done' end where campaign_id = $1`,
    values: [
      ...[campaignId, to.previewedTo, to.previewedRows, JSON.stringify(to.outcomes)],
      ...[JSON.stringify(to.blockers), to.doneAt],
    ],
  });
}

/** Keeps how far a run has come, in the transaction that began the cases. Its caller has locked the row. */
export async function advanceRun(
  tx: Db,
  campaignId: string,
  to: Pick<Campaign, 'runTo' | 'runRows' | 'results'>,
): Promise<void> {
  await tx.query({
    name: 'advance-run',
    text: 'update campaign set run_to = $2, run_rows = $3, results = $4, portion_fault = null where campaign_id = $1',
    values: [campaignId, to.runTo, to.runRows, JSON.stringify(to.results)],
  });
}

/** What became of the lines of one that was started at once: there is nothing that counted along. */
export async function countedLines(db: Db, campaignId: string): Promise<Counts<Result>> {
  const { rows } = await db.query<{ result: Result; n: number }>(
    'select result, count(*) as n from campaign_line where campaign_id = $1 group by result',
    [campaignId],
  );
  return Object.fromEntries(rows.map(({ result, n }) => [result, n]));
}
