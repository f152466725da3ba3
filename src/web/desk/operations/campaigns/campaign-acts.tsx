import type { CampaignName } from '../../../../operations/campaigns/campaign-of.ts';
import { previewCampaign } from '../../../../operations/campaigns/preview-campaign.ts';
import { runCampaign } from '../../../../operations/campaigns/run-campaign.ts';
import {
  pauseCampaign,
  resumeCampaign,
  stopCampaign,
} from '../../../../operations/campaigns/steer-campaign.ts';
import type { CampaignView } from '../../../../operations/campaigns/view-campaign.ts';
import { doOrAsk } from '../../../../operations/staff/approvals/do-or-ask.ts';
import { go } from '../../../kit/page.ts';
import { Actions, LinkButton, Tap } from '../../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, hasRole, staffOf } from '../../kit/desk-visit.ts';
import { CAMPAIGNS, campaignIdOf, campaignPath, MAKERS, STEERERS } from './campaign-parts.tsx';

interface Shown {
  readonly visit: DeskVisit;
  readonly campaign: CampaignView;
}

/** A preview, and the second person whom it is for. */
export function PreviewAndApproval({ visit, campaign }: Shown) {
  const { campaignDesk: t } = visit.t;
  const { campaignId, state, previewState, approval } = campaign;
  if (state !== 'validated') return null;
  const here = campaignPath(campaignId);
  const maker = hasRole(visit, MAKERS);
  return (
    <>
      {maker && previewState !== 'running' ? (
        <div class="narrow">
          <Tap visit={visit} action={`${here}/preview`} second={previewState === 'done'}>
            {previewState === 'done' ? t.preview.again : t.preview.go}
          </Tap>
        </div>
      ) : null}
      {previewState === 'done' ? (
        <>
          <h2>{t.approval.title}</h2>
          <p>{t.approval.lead}</p>
          {approval === null ? (
            maker ? (
              <div class="narrow">
                <Tap visit={visit} action={`${here}/ask`}>
                  {t.approval.ask}
                </Tap>
              </div>
            ) : null
          ) : (
            <>
              <p class="note warn">
                {t.approval.waits(approval.requesterName, visit.formats.moment(approval.expiresAt))}
              </p>
              <div class="narrow">
                <LinkButton href={`/desk/approvals/${approval.requestId}`} second>
                  {t.approval.open}
                </LinkButton>
              </div>
            </>
          )}
        </>
      ) : null}
    </>
  );
}

/** What can be done with one that runs, and its report. */
export function RunActs({ visit, campaign: { campaignId, state } }: Shown) {
  const { run } = visit.t.campaignDesk;
  const here = campaignPath(campaignId);
  const steers = hasRole(visit, STEERERS);
  return (
    <>
      {steers && (state === 'running' || state === 'paused') ? (
        <div class="narrow tight">
          <Actions two>
            {state === 'running' ? (
              <Tap visit={visit} action={`${here}/pause`}>
                {run.pause}
              </Tap>
            ) : hasRole(visit, MAKERS) ? (
              <Tap visit={visit} action={`${here}/resume`}>
                {run.resume}
              </Tap>
            ) : null}
            <Tap visit={visit} action={`${here}/stop`} second>
              {run.stop}
            </Tap>
          </Actions>
          <p class="hint">{run.stopLead}</p>
        </div>
      ) : null}
      {state === 'at_once' ? null : (
        <p>
          <a href={`${here}/report`} download>
            {run.report}
          </a>
        </p>
      )}
    </>
  );
}

/** One tap that leads back to the campaign; what stands against it is told on a page of its own. */
const tap = (
  name: string,
  roles: DeskPage['roles'] & {},
  act: (visit: DeskVisit, of: CampaignName & { readonly campaignId: string }) => Promise<unknown>,
): DeskPage => ({
  path: `${CAMPAIGNS}/:campaignId/${name}`,
  roles,
  async submit(visit) {
    const campaignId = campaignIdOf(visit);
    await act(visit, { campaignId });
    return go(campaignPath(campaignId));
  },
});

export const CAMPAIGN_TAPS: readonly DeskPage[] = [
  tap('preview', MAKERS, (visit, of) => previewCampaign(visit.op, staffOf(visit), of)),
  tap('ask', MAKERS, (visit, of) =>
    doOrAsk(visit.op, staffOf(visit), { act: 'start_campaign', with: of }, () =>
      runCampaign(visit.op, staffOf(visit), of),
    ),
  ),
  tap('pause', STEERERS, (visit, of) => pauseCampaign(visit.op, staffOf(visit), of)),
  tap('resume', MAKERS, (visit, of) => resumeCampaign(visit.op, staffOf(visit), of)),
  tap('stop', STEERERS, (visit, of) => stopCampaign(visit.op, staffOf(visit), of)),
];
