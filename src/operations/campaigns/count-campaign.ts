import type { Counts, Outcome, Result } from '../../domain/campaigns/campaign.ts';
import type { Campaign } from '../../store/campaigns/staged-campaigns.ts';
import type { Actor } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { type CampaignName, campaignOf } from './campaign-of.ts';

/** How far a campaign has come: numbers, and nothing of its lines. */
export interface CampaignCounts {
  /** Changes with everything that changes what can be done. */
  readonly state: string;
  readonly rows: number;
  readonly preview: number;
  readonly run: number;
  readonly outcomes: Counts<Outcome>;
  readonly results: Counts<Result>;
}

/** What a campaign is at: another word means that other things can be done. */
export function momentOf({
  state,
  previewState,
  receiving,
  portionFault,
}: Pick<Campaign, 'state' | 'previewState' | 'receiving' | 'portionFault'>): string {
  return [state, previewState, receiving, portionFault].join();
}

/**
 * The numbers of a campaign for all pages that are open at it, read once for all of them; each viewer was let through by
 * `viewCampaign`.
 *
 * @throws HandbackError `forbidden`, `campaign_unknown`
 */
export async function countCampaign(op: Operations, actor: Actor, of: CampaignName): Promise<CampaignCounts> {
  requireAccess(actor, 'countCampaign');
  const campaign = await campaignOf(op.pool, of);
  const { validRows, previewedRows, runRows, outcomes, results } = campaign;
  return {
    state: momentOf(campaign),
    rows: validRows,
    preview: previewedRows,
    run: runRows,
    outcomes,
    results,
  };
}
