import type { Counts, Result, ShownState } from '../../domain/campaigns/campaign.ts';
import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import { staffNames, type WaitingApproval, waitingApprovals } from '../../store/campaigns/approvals.ts';
import {
  type Campaign,
  type CampaignName,
  countedLines,
  findCampaign,
  listedCampaigns,
} from '../../store/campaigns/staged-campaigns.ts';
import type { Db } from '../../store/database/database.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { campaignOf } from './campaign-of.ts';

export interface CampaignView extends Campaign {
  /** As people see it. */
  readonly shown: ShownState;
  /** What was asked of a second person, and waits. */
  readonly approval: WaitingApproval | null;
  /** As colleagues know them; the name of a token or the command line where it was none. */
  readonly startedByName: string;
  readonly runByName: string | null;
  readonly approvedByName: string | null;
}

/**
 * A campaign with its counts: all of them are columns of its row, however many lines it has.
 * @param quietly for a stream behind a page: the look was audited when that was opened
 * @throws HandbackError `role_needed`, `forbidden`, `campaign_unknown`
 */
export async function viewCampaign(
  op: Operations,
  actor: Actor,
  of: CampaignName & { readonly quietly?: boolean },
): Promise<CampaignView> {
  requireAccess(actor, 'viewCampaign');
  const campaign = await campaignOf(op.pool, of);
  if (of.quietly !== true)
    await insertAudit(op.pool, [
      {
        ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
        facts: { what: 'campaign', campaign: campaign.name },
      },
    ]);
  const [shown] = await asShown(op.pool, [campaign]);
  return { ...shown!, results: await resultsOf(op.pool, campaign) };
}

const MOST = 1_000;

/**
 * Campaigns, the newest first.
 * @throws HandbackError `role_needed`, `forbidden`, `request_invalid` for a limit that is none, `campaign_unknown` for an `after` that
 *   is none
 */
export async function listCampaigns(
  op: Operations,
  actor: Actor,
  asked: {
    /** The name of the last one of the page before. */
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<{ readonly campaigns: readonly CampaignView[]; readonly next: string | null }> {
  requireAccess(actor, 'listCampaigns');
  const { limit } = asked;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
    throw new HandbackError('request_invalid', { field: 'limit' });
  const last = asked.after === null ? null : await findCampaign(op.pool, { name: asked.after });
  if (asked.after !== null && last === null) throw new HandbackError('campaign_unknown');
  await insertAudit(op.pool, [
    {
      ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
      facts: { what: 'campaigns' },
    },
  ]);
  const found = await listedCampaigns(op.pool, { after: last?.campaignId ?? null, limit: limit + 1 });
  const campaigns = await asShown(op.pool, found.slice(0, limit));
  return { campaigns, next: found.length > limit ? campaigns.at(-1)!.name : null };
}

/** As people see them. No operation of its own: whoever shows one has asked. */
export async function asShown(db: Db, campaigns: readonly Campaign[]): Promise<readonly CampaignView[]> {
  const waiting = await waitingApprovals(
    db,
    campaigns.map(({ campaignId }) => campaignId),
  );
  const subjectOf = (by: string | null): string | null => by?.replace(/^staff:/, '') ?? null;
  const names = await staffNames(
    db,
    campaigns.flatMap((one) =>
      [one.startedBy, one.runBy, one.approvedBy].flatMap((by) => subjectOf(by) ?? []),
    ),
  );
  const nameOf = (by: string | null): string | null =>
    by === null ? null : (names.get(subjectOf(by)!) ?? by);
  return campaigns.map((campaign) => {
    const approval = campaign.state === 'validated' ? (waiting.get(campaign.campaignId) ?? null) : null;
    return {
      ...campaign,
      approval,
      shown: approval === null ? campaign.state : 'awaiting_approval',
      startedByName: nameOf(campaign.startedBy)!,
      runByName: nameOf(campaign.runBy),
      approvedByName: nameOf(campaign.approvedBy),
    };
  });
}

async function resultsOf(db: Db, { campaignId, state, results }: Campaign): Promise<Counts<Result>> {
  return state === 'at_once' ? countedLines(db, campaignId) : results;
}
