import { LONGEST_NAME, TAKES_ROWS } from '../../domain/campaigns/campaign.ts';
import { HandbackError } from '../../domain/errors.ts';
import { cleanText } from '../../domain/values/field-text.ts';
import { insertAudit } from '../../store/audit.ts';
import { insertDraft } from '../../store/campaigns/staged-campaigns.ts';
import { inTransaction } from '../../store/database/database.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { lockedCampaign, requireState } from './campaign-of.ts';
import { asShown, type CampaignView } from './view-campaign.ts';

/**
 * Makes a campaign that waits for its rows. One of the same name that still takes rows is that campaign.
 * @throws HandbackError `role_needed`, `forbidden`, `request_invalid` without a name, `campaign_conflict` where one of this name
 *   takes no rows any more
 */
export async function makeCampaign(
  op: Operations,
  actor: Actor,
  request: { readonly name: string },
): Promise<{ readonly campaign: CampaignView; readonly made: boolean }> {
  requireAccess(actor, 'makeCampaign');
  const name = cleanText(request.name, LONGEST_NAME + 1);
  if (name === '' || name.length > LONGEST_NAME)
    throw new HandbackError('request_invalid', { field: 'name' });
  return inTransaction(op.pool, async (tx) => {
    const by = auditName(actor);
    const made = await insertDraft(tx, { name, by, now: op.clock.now() });
    const campaign = await lockedCampaign(tx, { name });
    requireState(campaign, TAKES_ROWS);
    if (made)
      await insertAudit(tx, [
        { caseId: null, lineId: null, actor: by, action: 'campaign_made', facts: { campaign: name } },
      ]);
    const [shown] = await asShown(tx, [campaign]);
    return { campaign: shown!, made };
  });
}
