import { SCAM_STATES, type ScamState } from '../../../../domain/channels/scam-state.ts';
import { listScamCampaigns, type ScamCampaign } from '../../../../operations/channels/scam-campaigns.ts';
import { Heading } from '../../../kit/parts.tsx';
import { rolesOf } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { DataTable } from '../data-table.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { OPERATIONS } from '../sections.ts';

export const REPORTS = `${OPERATIONS}/reports`;
export const REPORT_ROLES = rolesOf('listScamCampaigns');
const PAGE = 50;

/** What people reported as fraud, by kind: what most reported first. */
export const reportsPage: DeskPage = {
  path: REPORTS,
  roles: REPORT_ROLES,
  async show(visit) {
    const t = visit.t.scamCheck.desk;
    const { searchParams } = visit.url;
    const state = SCAM_STATES.find((one) => one === searchParams.get('state')) ?? 'open';
    const after = /^SC-[0-9A-Z]{8}$/.exec(searchParams.get('after') ?? '')?.[0] ?? null;
    const found = await listScamCampaigns(visit.op, staffOf(visit), { state, after, limit: PAGE });
    return {
      kind: 'page',
      title: t.title,
      back: null,
      body: (
        <OperationsFrame visit={visit} here="reports">
          <Heading lead={t.lead}>{t.title}</Heading>
          <nav class="sections" aria-label={t.span}>
            <ul class="flat">
              {SCAM_STATES.map((one) => (
                <li key={one}>
                  <a href={`${REPORTS}?state=${one}`} aria-current={one === state ? 'page' : undefined}>
                    {t.states[one]}
                  </a>
                </li>
              ))}
              <li>
                <a href={`${REPORTS}/blocks`}>{t.blocks.title}</a>
              </li>
            </ul>
          </nav>
          {found.length === 0 ? (
            <p>{state === 'open' ? t.none : t.noneOf}</p>
          ) : (
            <Campaigns visit={visit} campaigns={found} state={state} />
          )}
          {found.length < PAGE ? null : (
            <p>
              <a href={`${REPORTS}?state=${state}&after=${found.at(-1)!.reference}`}>{t.more}</a>
            </p>
          )}
        </OperationsFrame>
      ),
    };
  },
};

interface CampaignsProps {
  readonly visit: DeskVisit;
  readonly campaigns: readonly ScamCampaign[];
  readonly state: ScamState;
}

function Campaigns({ visit, campaigns, state }: CampaignsProps) {
  const t = visit.t.scamCheck.desk;
  const { moment } = visit.formats;
  return (
    <DataTable label={t.states[state]} columns={[t.reference, t.common, t.clients, t.firstSeen, t.lastSeen]}>
      {campaigns.map((one) => (
        <tr key={one.reference}>
          <th scope="row">
            <a class="code" href={`${REPORTS}/${one.reference}`}>
              {one.reference}
            </a>
          </th>
          <td>
            <bdi class="code">{commonIn(visit, one)}</bdi>
          </td>
          <td>{one.clients}</td>
          <td>{moment(one.firstSeen)}</td>
          <td>{moment(one.lastSeen)}</td>
        </tr>
      ))}
    </DataTable>
  );
}

/** What the reports share, as a person reads it. It is never a link. */
export function commonIn({ t }: DeskVisit, { key }: Pick<ScamCampaign, 'key'>): string {
  return key.startsWith('text:') ? t.scamCheck.desk.sameWords : key.slice(key.indexOf(':') + 1);
}
