import { HandbackError } from '../../domain/errors.ts';
import { insertAudit } from '../../store/audit.ts';
import {
  beginRun,
  type Campaign,
  type CampaignName,
  findCampaign,
} from '../../store/campaigns/staged-campaigns.ts';
import { inTransaction } from '../../store/database/database.ts';
import { announceCases, wakeCampaigns } from '../../store/wake.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import { approvalFacts, requireSecondPerson } from '../access/second-person.ts';
import type { Operations } from '../context.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';
import { lockedCampaign, requireState } from './campaign-of.ts';

/** A campaign, and what of it two people saw. */
export type RunRequest = CampaignName & {
  /** Of the rows, in hexadecimal; absent for whatever it has now. */
  readonly digest?: string | null;
  /** Which preview; absent for whichever it has now. */
  readonly preview?: number;
};

/**
 * Begins to run a campaign that was previewed: from now on a worker begins its cases, portion by portion. Two people agree to it, but
 * at the machine itself. One that runs already is left as it is.
 *
 * @throws HandbackError `role_needed`, `forbidden`, `campaign_unknown`, `campaign_conflict`, `approval_needed`,
 *   `approval_outdated` where rows or preview are others than those that were seen
 */
export async function runCampaign(op: Operations, actor: Actor, of: RunRequest): Promise<Campaign> {
  requireAccess(actor, 'runCampaign');
  return inTransaction(op.pool, async (tx) => {
    const campaign = await lockedCampaign(tx, of);
    const { campaignId, name, digest } = campaign;
    if (campaign.state === 'running') return campaign;
    requireRunnable(campaign);
    // Under the lock: an upload or a preview may have come since somebody looked at it to agree.
    if (
      (of.digest !== undefined && of.digest !== digest) ||
      (of.preview !== undefined && of.preview !== campaign.preview)
    )
      throw new HandbackError('approval_outdated');
    const now = op.clock.now();
    requireSecondPerson(actor, 'start_campaign', campaignId, rulesOfLine(op, null, now));
    const by = auditName(actor);
    const { approvedBy = null } = approvalFacts(actor) as { readonly approvedBy?: string };
    await beginRun(tx, campaignId, { by, channel: actor.channel, approvedBy, now });
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId: null, actor: by, action: 'campaign_started' },
        facts: { campaign: name, digest, ...approvalFacts(actor) },
      },
    ]);
    await announceCases(tx, [campaignId]);
    await wakeCampaigns(tx);
    return (await findCampaign(tx, { campaignId }))!;
  });
}

/** @throws HandbackError `campaign_conflict` where it cannot be agreed to as it is */
export function requireRunnable(campaign: Campaign): void {
  requireState(campaign, ['validated']);
  if (campaign.previewState !== 'done')
    throw new HandbackError('campaign_conflict', { reason: 'no_preview' });
}
