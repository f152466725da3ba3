import type { Outcome, Result, RowFault } from '../../domain/campaigns/campaign.ts';
import { HandbackError } from '../../domain/errors.ts';
import type { CheckName } from '../../domain/rules/rulebook.ts';
import { insertAudit } from '../../store/audit.ts';
import { type ListedRow, listedRows } from '../../store/campaigns/campaign-rows.ts';
import type { Campaign, CampaignName } from '../../store/campaigns/staged-campaigns.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { campaignOf } from './campaign-of.ts';

export type { ListedRow } from '../../store/campaigns/campaign-rows.ts';

/** Which rows: those with a fault (`any`: whichever), with an outcome of the preview, with a result of the run; all without one. */
export interface RowChoice {
  readonly fault?: RowFault | 'any' | undefined;
  readonly outcome?: Outcome | undefined;
  readonly result?: Result | undefined;
  /** Those that the preview found blocked by this check. */
  readonly check?: CheckName | undefined;
}

const MOST = 1_000;

/**
 * A page of a campaign's rows, in the order of its file.
 * @param request `after`: the number of the last row of the page before
 * @throws HandbackError `role_needed`, `forbidden`, `campaign_unknown`, `request_invalid` for a limit that is none, and for more
 *   than one choice
 */
export async function listCampaignRows(
  op: Operations,
  actor: Actor,
  request: CampaignName & RowChoice & { readonly after: number; readonly limit: number },
): Promise<{
  readonly campaign: Campaign;
  readonly rows: readonly ListedRow[];
  readonly next: number | null;
}> {
  requireAccess(actor, 'listCampaignRows');
  const { after, limit, fault, outcome, result, check } = request;
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
    throw new HandbackError('request_invalid', { field: 'limit' });
  if ([fault, outcome, result, check].filter((one) => one !== undefined).length > 1)
    throw new HandbackError('request_invalid', { field: 'result' });
  const campaign = await campaignOf(op.pool, request);
  await insertAudit(op.pool, [
    {
      ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
      facts: { what: 'campaign_rows', campaign: campaign.name, fault, outcome, result, check },
    },
  ]);
  const { campaignId, upload, preview } = campaign;
  const found = await listedRows(op.pool, {
    ...{ campaignId, upload, preview, after, fault, outcome, result, check },
    limit: limit + 1,
    confidential: seesConfidential(actor),
  });
  const rows = found.slice(0, limit);
  return { campaign, rows, next: found.length > limit ? rows.at(-1)!.rowNumber : null };
}

const REPORT_ROWS = 1_000;

/**
 * All rows of a campaign, or those that are chosen, some at a time: what became of each, and where its case is now.
 * @throws HandbackError `role_needed`, `forbidden`, `campaign_unknown`, `campaign_conflict` for one that was started at once, whose
 *   rows nobody kept
 */
export async function reportCampaign(
  op: Operations,
  actor: Actor,
  request: CampaignName & RowChoice,
): Promise<{ readonly campaign: Campaign; readonly rows: AsyncIterable<readonly ListedRow[]> }> {
  requireAccess(actor, 'reportCampaign');
  const campaign = await campaignOf(op.pool, request);
  if (campaign.state === 'at_once')
    throw new HandbackError('campaign_conflict', { reason: 'state', state: campaign.state });
  const { fault, outcome, result, check } = request;
  await insertAudit(op.pool, [
    {
      ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
      facts: { what: 'campaign_report', campaign: campaign.name, fault, outcome, result, check },
    },
  ]);
  const { campaignId, upload, preview } = campaign;
  const confidential = seesConfidential(actor);
  async function* pages(): AsyncGenerator<readonly ListedRow[]> {
    let after = 0;
    for (;;) {
      const rows = await listedRows(op.pool, {
        ...{ campaignId, upload, preview, after, fault, outcome, result, check, confidential },
        limit: REPORT_ROWS,
      });
      if (rows.length > 0) yield rows;
      if (rows.length < REPORT_ROWS) return;
      after = rows.at(-1)!.rowNumber;
    }
  }
  return { campaign, rows: pages() };
}
