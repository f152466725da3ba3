import type { CampaignState } from '../../domain/campaigns/campaign.ts';
import { insertAudit } from '../../store/audit.ts';
import {
  type Campaign,
  type CampaignName,
  findCampaign,
  setState,
} from '../../store/campaigns/staged-campaigns.ts';
import { inTransaction } from '../../store/database/database.ts';
import { announceCases, wakeCampaigns } from '../../store/wake.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { lockedCampaign, requireState } from './campaign-of.ts';

/**
 * Lets a campaign wait. The portion that is being decided begins no case any more: no case begins after the answer. One that waits
 * already is left as it is; of one that was stopped meanwhile it says so.
 *
 * @throws HandbackError `role_needed`, `forbidden`, `campaign_unknown`, `campaign_conflict` with the state
 */
export async function pauseCampaign(op: Operations, actor: Actor, of: CampaignName): Promise<Campaign> {
  requireAccess(actor, 'pauseCampaign');
  return move(op, actor, of, { from: ['running'], to: 'paused' });
}

/**
 * Lets it go on where it was.
 * @throws HandbackError `role_needed`, `forbidden`, `campaign_unknown`, `campaign_conflict` with the state
 */
export async function resumeCampaign(op: Operations, actor: Actor, of: CampaignName): Promise<Campaign> {
  requireAccess(actor, 'resumeCampaign');
  return move(op, actor, of, { from: ['paused'], to: 'running' });
}

/**
 * Ends it for good, whatever it is at: no further case begins. Cases that it began go on; each can be withdrawn for itself.
 * @throws HandbackError `role_needed`, `forbidden`, `campaign_unknown`, `campaign_conflict` with the state, where it is over
 */
export async function stopCampaign(op: Operations, actor: Actor, of: CampaignName): Promise<Campaign> {
  requireAccess(actor, 'stopCampaign');
  return move(op, actor, of, { from: ['draft', 'validated', 'running', 'paused'], to: 'stopped' });
}

const ACTIONS = {
  paused: 'campaign_paused',
  running: 'campaign_resumed',
  stopped: 'campaign_stopped',
} as const;

/** One row, one lock: of two who ask at once one comes second, and is told what the first made of it. */
function move(
  op: Operations,
  actor: Actor,
  of: CampaignName,
  { from, to }: { readonly from: readonly CampaignState[]; readonly to: keyof typeof ACTIONS },
): Promise<Campaign> {
  return inTransaction(op.pool, async (tx) => {
    const campaign = await lockedCampaign(tx, of);
    if (campaign.state === to) return campaign;
    requireState(campaign, from);
    const { campaignId, name, runRows } = campaign;
    const by = auditName(actor);
    await setState(tx, campaignId, { state: to, by, now: op.clock.now() });
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId: null, actor: by, action: ACTIONS[to] },
        facts: { campaign: name, rows: runRows },
      },
    ]);
    await announceCases(tx, [campaignId]);
    if (to === 'running') await wakeCampaigns(tx);
    return (await findCampaign(tx, { campaignId }))!;
  });
}
