import type { CampaignState } from '../../domain/campaigns/campaign.ts';
import { HandbackError } from '../../domain/errors.ts';
import { type Campaign, type CampaignName, findCampaign } from '../../store/campaigns/staged-campaigns.ts';
import type { Db } from '../../store/database/database.ts';

export type { CampaignName } from '../../store/campaigns/staged-campaigns.ts';

/** @throws HandbackError `campaign_unknown` */
export async function campaignOf(db: Db, of: CampaignName): Promise<Campaign> {
  const found = await findCampaign(db, of);
  if (found === null) throw new HandbackError('campaign_unknown');
  return found;
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockedCampaign(tx: Db, of: CampaignName): Promise<Campaign> {
  const found = await findCampaign(tx, of, { lock: true });
  if (found === null) throw new HandbackError('campaign_unknown');
  return found;
}

/** @throws HandbackError `campaign_conflict` with the state that it is in */
export function requireState({ state }: Pick<Campaign, 'state'>, states: readonly CampaignState[]): void {
  if (!states.includes(state)) throw new HandbackError('campaign_conflict', { reason: 'state', state });
}
