import { listCampaigns } from '../../../../operations/campaigns/view-campaign.ts';
import { Actions, Heading, LinkButton } from '../../../kit/parts.tsx';
import { Table } from '../../cards/card-parts.tsx';
import { type DeskPage, hasRole, staffOf } from '../../kit/desk-visit.ts';
import { OperationsFrame } from '../operations-frame.tsx';
import { CAMPAIGNS, campaignPath, LOOKERS, MAKERS, numberText, StateTag } from './campaign-parts.tsx';

const A_PAGE = 50;

/** All campaigns, the newest first. */
export const campaignsPage: DeskPage = {
  path: CAMPAIGNS,
  roles: LOOKERS,
  async show(visit) {
    const { campaignDesk: t } = visit.t;
    const after = visit.url.searchParams.get('after');
    const { campaigns, next } = await listCampaigns(visit.op, staffOf(visit), { after, limit: A_PAGE });
    return {
      kind: 'page',
      title: t.title,
      back: null,
      body: (
        <OperationsFrame visit={visit} here="campaigns">
          <Heading lead={t.lead}>{t.title}</Heading>
          {hasRole(visit, MAKERS) ? (
            <div class="narrow">
              <Actions>
                <LinkButton href={`${CAMPAIGNS}/new`}>{t.make.title}</LinkButton>
              </Actions>
            </div>
          ) : null}
          {campaigns.length === 0 ? (
            <p class="hint">{t.none}</p>
          ) : (
            <Table
              visit={visit}
              name={t.title}
              columns={[t.name, t.state, t.rows, t.valid, t.made]}
              rows={campaigns.map(({ campaignId, name, shown, rows, validRows, startedAt, state }) => [
                <a key="name" href={campaignPath(campaignId)}>
                  {name}
                </a>,
                <StateTag key="state" visit={visit} state={shown} />,
                state === 'at_once' ? '' : numberText(visit, rows),
                state === 'at_once' ? '' : numberText(visit, validRows),
                visit.formats.moment(startedAt),
              ])}
            />
          )}
          {next === null ? null : (
            <p>
              <a href={`${CAMPAIGNS}?${new URLSearchParams({ after: next })}`}>{t.older}</a>
            </p>
          )}
        </OperationsFrame>
      ),
    };
  },
};
