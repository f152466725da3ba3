import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import {
  beginPreview,
  type Campaign,
  type CampaignName,
  findCampaign,
} from '../../store/campaigns/staged-campaigns.ts';
import { inTransaction } from '../../store/database/database.ts';
import { announceCases, wakeCampaigns } from '../../store/wake.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { lockedCampaign, requireState } from './campaign-of.ts';

/**
 * Has every valid row decided by the rulebook as of now, in the background and in portions, and starts none. One that is under way
 * goes on; one that is done is made anew, because what was true then may have changed.
 *
 * @throws HandbackError `role_needed`, `forbidden`, `campaign_unknown`, `campaign_conflict` where it is not validated, or has no row
 *   that could be started
 */
export async function previewCampaign(op: Operations, actor: Actor, of: CampaignName): Promise<Campaign> {
  requireAccess(actor, 'previewCampaign');
  return inTransaction(op.pool, async (tx) => {
    const campaign = await lockedCampaign(tx, of);
    const { campaignId, name, previewState, validRows } = campaign;
    requireState(campaign, ['validated']);
    if (validRows === 0) throw new HandbackError('campaign_conflict', { reason: 'no_valid_rows' });
    if (previewState === 'running') return campaign;
    await beginPreview(tx, campaignId);
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'campaign_previewed' },
        facts: { campaign: name, digest: campaign.digest },
      },
    ]);
    await announceCases(tx, [campaignId]);
    await wakeCampaigns(tx);
    return (await findCampaign(tx, { campaignId }))!;
  });
}
