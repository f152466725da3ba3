import type { ScamState } from '../../domain/channels/scam-state.ts';
import type { Db } from '../database/database.ts';

/** Reports of one kind. */
export interface ScamCampaign {
  readonly campaignId: string;
  /** E.g. `SC-7K3F9QXM`; no secret. */
  readonly reference: string;
  /** What they have in common: `domain:evil.top`, `number:+44…`, `text:` and a keyed hash. */
  readonly key: string;
  readonly state: ScamState;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
  /** Clients that reported it. */
  readonly clients: number;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
}

export interface StoredReport {
  readonly clientBidx: Buffer;
  readonly textEnc: Buffer;
  readonly senderEnc: Buffer | null;
  readonly verdict: string;
  readonly reasons: readonly string[];
  readonly keepUntil: Date;
}

const COLUMNS = `campaign_id as "campaignId", reference, key, state, first_seen as "firstSeen", last_seen as "lastSeen", clients,
  decided_at as "decidedAt", decided_by as "decidedBy"`;

/** One client's reports are taken one after the other, so that what they come to is counted. */
export async function lockReporter(tx: Db, clientBidx: Buffer): Promise<void> {
  await tx.query({
    name: 'lock-reporter',
    text: 'select pg_advisory_xact_lock(hashtextextended($1, 13))',
    values: [clientBidx.toString('base64')],
  });
}

/** How many campaigns a client began or joined since then. */
export async function reportsOfClient(db: Db, clientBidx: Buffer, since: Date): Promise<number> {
  const { rows } = await db.query<{ count: number }>({
    name: 'reports-of-client',
    text: 'select count(*)::int4 as count from scam_report where client_bidx = $1 and reported_at > $2',
    values: [clientBidx, since],
  });
  return rows[0]!.count;
}

/**
 * Adds a report to the campaign of its key, which it begins where there is none. A client's second report of the same kind
 * changes nothing but the day on which it was seen last.
 */
export async function addReport(
  tx: Db,
  { key, reference, at }: { readonly key: string; readonly reference: string; readonly at: Date },
  report: StoredReport,
): Promise<ScamCampaign & { readonly counted: boolean }> {
  const { rows } = await tx.query<ScamCampaign>({
    name: 'scam-campaign-of',
    text: `insert into scam_campaign (reference, key, first_seen, last_seen) values ($1, $2, $3, $3)
      on conflict (key) do update set last_seen = greatest(scam_campaign.last_seen, excluded.last_seen)
      returning ${COLUMNS}`,
    values: [reference, key, at],
  });
  const campaign = rows[0]!;
  const { rowCount } = await tx.query({
    name: 'add-scam-report',
    text: `insert into scam_report (campaign_id, client_bidx, text_enc, sender_enc, verdict, reasons, reported_at, keep_until)
      values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    values: [
      ...[campaign.campaignId, report.clientBidx, report.textEnc, report.senderEnc, report.verdict],
      ...[report.reasons, at, report.keepUntil],
    ],
  });
  if (rowCount !== 1) return { ...campaign, counted: false };
  await tx.query({
    name: 'count-scam-report',
    text: 'update scam_campaign set clients = clients + 1 where campaign_id = $1',
    values: [campaign.campaignId],
  });
  return { ...campaign, clients: campaign.clients + 1, counted: true };
}

/** Those of most clients first. @param after the reference of the last one of the page before */
export async function listedScamCampaigns(
  db: Db,
  {
    state,
    after,
    limit,
  }: { readonly state: ScamState; readonly after: string | null; readonly limit: number },
): Promise<readonly ScamCampaign[]> {
  const { rows } = await db.query<ScamCampaign>({
    name: 'listed-scam-campaigns',
    text: `select ${COLUMNS} from scam_campaign
      where state = $1 and ($2::text is null or (-clients, campaign_id) >
        (select -l.clients, l.campaign_id from scam_campaign l where l.reference = $2))
      order by clients desc, campaign_id limit $3`,
    values: [state, after, limit],
  });
  return rows;
}

export async function findScamCampaign(
  db: Db,
  reference: string,
  lock: 'locked' | 'as_it_is' = 'as_it_is',
): Promise<ScamCampaign | null> {
  const { rows } = await db.query<ScamCampaign>({
    name: `find-scam-campaign-${lock}`,
    text: `select ${COLUMNS} from scam_campaign where reference = $1 ${lock === 'locked' ? 'for update' : ''}`,
    values: [reference],
  });
  return rows[0] ?? null;
}

/** A report as it was kept: the first of a campaign that is still there. */
export async function specimenOf(
  db: Db,
  campaignId: string,
): Promise<Pick<StoredReport, 'textEnc' | 'senderEnc' | 'verdict' | 'reasons'> | null> {
  const { rows } = await db.query<Pick<StoredReport, 'textEnc' | 'senderEnc' | 'verdict' | 'reasons'>>({
    name: 'scam-specimen',
    text: `select text_enc as "textEnc", sender_enc as "senderEnc", verdict, reasons from scam_report
      where campaign_id = $1 order by reported_at, client_bidx limit 1`,
    values: [campaignId],
  });
  return rows[0] ?? null;
}

/** Of a campaign that is locked. */
export async function decideScamCampaign(
  tx: Db,
  campaignId: string,
  decided: { readonly state: ScamState; readonly at: Date; readonly by: string },
): Promise<void> {
  await tx.query({
    name: 'decide-scam-campaign',
    text: `update scam_campaign set state = $2, decided_at = case when $2 = 'open' then null else $3::timestamptz end,
      decided_by = case when $2 = 'open' then null else $4 end where campaign_id = $1`,
    values: [campaignId, decided.state, decided.at, decided.by],
  });
}

/** Reports whose time is over, and the campaigns of which nothing is left and nothing was blocked. */
export async function forgetScamReports(db: Db): Promise<void> {
  await db.query('delete from scam_report where keep_until <= now()');
  await db.query(
    `delete from scam_campaign c where state <> 'blocked' and last_seen < now() - interval '1 day'
       and not exists (select from scam_report r where r.campaign_id = c.campaign_id)`,
  );
}
