import type { ReasonCode, Verdict } from '../../domain/channels/reason.ts';
import type { ScamState } from '../../domain/channels/scam-state.ts';
import { HandbackError } from '../../domain/errors.ts';
import { cleanText } from '../../domain/values/field-text.ts';
import { insertAudit } from '../../store/audit.ts';
import { addBlocks, removeBlocks } from '../../store/channels/channel-blocks.ts';
import {
  decideScamCampaign as decide,
  findScamCampaign,
  listedScamCampaigns,
  type ScamCampaign,
  specimenOf,
} from '../../store/channels/scam-campaigns.ts';
import { inTransaction } from '../../store/database/database.ts';
import { namesOfStaff } from '../../store/special/requests.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';

export type { ScamCampaign } from '../../store/channels/scam-campaigns.ts';

/**
 * Reports by kind, those of most clients first. That they were looked at is in the audit log.
 * @param request.after the reference of the last one of the page before
 * @throws HandbackError `role_needed`, `forbidden`
 */
export async function listScamCampaigns(
  op: Operations,
  actor: Actor,
  request: { readonly state: ScamState; readonly after: string | null; readonly limit: number },
): Promise<readonly ScamCampaign[]> {
  requireAccess(actor, 'listScamCampaigns');
  const found = await listedScamCampaigns(op.pool, request);
  await insertAudit(op.pool, [viewed(actor, { what: 'scam_campaigns', state: request.state })]);
  return found;
}

/** A campaign with one text as it was reported. */
export interface ViewedCampaign extends ScamCampaign {
  /** As colleagues know who decided; null where nobody did, or nobody knows the name any more. */
  readonly decidedByName: string | null;
  /** Null once the last report was forgotten. */
  readonly specimen: {
    readonly text: string;
    readonly sender: string | null;
    readonly verdict: Verdict;
    readonly reasons: readonly ReasonCode[];
  } | null;
}

/** @throws HandbackError `role_needed`, `forbidden`, `scam_campaign_unknown` */
export async function viewScamCampaign(
  op: Operations,
  actor: Actor,
  { reference }: { readonly reference: string },
): Promise<ViewedCampaign> {
  requireAccess(actor, 'viewScamCampaign');
  const campaign = await findScamCampaign(op.pool, reference);
  if (campaign === null) throw new HandbackError('scam_campaign_unknown');
  const kept = await specimenOf(op.pool, campaign.campaignId);
  await insertAudit(op.pool, [viewed(actor, { what: 'scam_campaign', reference })]);
  const key = op.vault.operatorKey;
  const { decidedBy } = campaign;
  const names = decidedBy === null ? null : await namesOfStaff(op.pool, [decidedBy]);
  return {
    ...campaign,
    decidedByName: decidedBy === null ? null : (names?.get(decidedBy) ?? null),
    specimen:
      kept === null
        ? null
        : {
            text: op.vault.decryptText(key, 'scam report', kept.textEnc),
            sender: kept.senderEnc === null ? null : op.vault.decryptText(key, 'scam sender', kept.senderEnc),
            verdict: kept.verdict as Verdict,
            reasons: kept.reasons as readonly ReasonCode[],
          },
  };
}

/**
 * Says what a campaign is. `blocked`: what its texts have in common is answered as not official from now on. `harmless`: it is
 * left alone. `open`: it was decided wrongly, and is looked at anew.
 *
 * @param request.reason for colleagues, in the audit log; no personal data
 * @throws HandbackError `role_needed`, `forbidden`, `field_missing` without a reason, `scam_campaign_unknown`,
 *   `scam_campaign_decided` where it is so already
 */
export async function decideScamCampaign(
  op: Operations,
  actor: Actor,
  request: { readonly reference: string; readonly decision: ScamState; readonly reason: string },
): Promise<void> {
  requireAccess(actor, 'decideScamCampaign');
  const { reference, decision } = request;
  const reason = cleanText(request.reason, 500);
  if (reason === '') throw new HandbackError('field_missing', { field: 'reason' });
  const at = op.clock.now();
  const by = auditName(actor);
  await inTransaction(op.pool, async (tx) => {
    const campaign = await findScamCampaign(tx, reference, 'locked');
    if (campaign === null) throw new HandbackError('scam_campaign_unknown');
    if (campaign.state === decision)
      throw new HandbackError('scam_campaign_decided', { state: campaign.state });
    await decide(tx, campaign.campaignId, { state: decision, at, by });
    if (decision === 'blocked')
      await addBlocks(tx, [{ key: campaign.key, source: reference, note: '', addedBy: by }], at);
    // What a list of others says as well stays.
    else if (campaign.state === 'blocked') await removeBlocks(tx, [campaign.key], reference);
    await insertAudit(tx, [
      {
        ...{ caseId: null, lineId: null, actor: by, action: `scam_campaign_${decision}` },
        facts: { reference, reason },
      },
    ]);
  });
}

const viewed = (actor: Actor, facts: Readonly<Record<string, unknown>>) => ({
  ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
  facts,
});
