import { OUTCOMES, RESULTS, ROW_FAULTS } from '../../../../domain/campaigns/campaign.ts';
import type { CheckName } from '../../../../domain/rules/rulebook.ts';
import {
  type ListedRow,
  listCampaignRows,
  type RowChoice,
  reportCampaign,
} from '../../../../operations/campaigns/campaign-rows.ts';
import { campaignCsv, rowMessage } from '../../../../reports/campaign-csv.ts';
import { Heading } from '../../../kit/parts.tsx';
import { Table } from '../../cards/card-parts.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { casePath } from '../case-words.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { CAMPAIGNS, campaignIdOf, campaignPath, LOOKERS } from './campaign-parts.tsx';

const A_PAGE = 100;

/** Which rows an address asks for; words that are none ask for all. */
function choiceOf(visit: DeskVisit): RowChoice {
  const { searchParams } = visit.url;
  const asked = <T extends string>(name: string, words: readonly T[]): T | undefined =>
    words.find((one) => one === searchParams.get(name));
  return {
    fault: asked('fault', ['any', ...ROW_FAULTS]),
    outcome: asked('outcome', OUTCOMES),
    result: asked('result', RESULTS),
    check: asked('check', Object.keys(visit.t.eligibility.checks) as CheckName[]),
  };
}

const queryOf = (choice: RowChoice, more: Readonly<Record<string, string>> = {}): string =>
  new URLSearchParams({
    ...Object.fromEntries(Object.entries(choice).filter(([, value]) => value !== undefined)),
    ...more,
  }).toString();

/** The rows of a campaign, some of them by what is known of each, in the order of its file. */
export const campaignRowsPage: DeskPage = {
  path: `${CAMPAIGNS}/:campaignId/rows`,
  roles: LOOKERS,
  async show(visit) {
    const campaignId = campaignIdOf(visit);
    const { list: t, faults, outcomes, results, allFailed } = visit.t.campaignDesk;
    const choice = choiceOf(visit);
    const after = Number(visit.url.searchParams.get('after') ?? 0);
    const { campaign, rows, next } = await listCampaignRows(visit.op, staffOf(visit), {
      ...{ campaignId, limit: A_PAGE, ...choice },
      after: Number.isSafeInteger(after) && after > 0 && after < 2 ** 31 ? after : 0,
    });
    const here = `${campaignPath(campaignId)}/rows`;
    const { fault, outcome, result, check } = choice;
    const which =
      fault === 'any'
        ? allFailed
        : fault !== undefined
          ? faults[fault]
          : outcome !== undefined
            ? outcomes[outcome]
            : result !== undefined
              ? results[result]
              : check !== undefined
                ? visit.t.punctuation.labelled(outcomes.blocked, visit.t.eligibility.checks[check].title)
                : t.all;
    return {
      kind: 'page',
      title: t.title(campaign.name),
      back: campaignPath(campaignId),
      body: (
        <OperationsFrame visit={visit} here="campaigns">
          <Heading lead={which}>{t.title(campaign.name)}</Heading>
          <p>
            <a href={`${campaignPath(campaignId)}/report?${queryOf(choice)}`} download>
              {t.csv}
            </a>
          </p>
          {rows.length === 0 ? (
            <p class="hint">{t.none}</p>
          ) : (
            <Table
              visit={visit}
              name={which}
              reachable
              columns={[t.row, t.given, t.line, t.what, t.case]}
              rows={rows.map((row) => cells(visit, row))}
            />
          )}
          {next === null ? null : (
            <p>
              <a href={`${here}?${queryOf(choice, { after: String(next) })}`}>{t.more}</a>
            </p>
          )}
        </OperationsFrame>
      ),
    };
  },
};

function cells(visit: DeskVisit, row: ListedRow) {
  const { rowNumber, given, lineId, reference, caseStage, caseOutcome } = row;
  const { stages } = visit.t.networkAnswers;
  const words: Readonly<Record<string, string>> = stages;
  const ends: Readonly<Record<string, string>> = visit.t.caseDesk.outcomes;
  const at =
    caseStage === null
      ? caseOutcome === null
        ? ''
        : (ends[caseOutcome] ?? caseOutcome)
      : (words[caseStage] ?? caseStage);
  return [
    rowNumber,
    <span class="code" key="given">
      {given}
    </span>,
    <span class="code" key="line">
      {lineId ?? ''}
    </span>,
    rowMessage(row, visit.language),
    reference === null ? (
      ''
    ) : (
      <span key="case">
        <a class="code" href={casePath(reference)}>
          {reference}
        </a>{' '}
        <span class="hint">{at}</span>
      </span>
    ),
  ];
}

/** The same rows as a file, sent as they are read. */
export const campaignReport: DeskPage = {
  path: `${CAMPAIGNS}/:campaignId/report`,
  roles: LOOKERS,
  async show(visit) {
    const campaignId = campaignIdOf(visit);
    const { rows } = await reportCampaign(visit.op, staffOf(visit), { campaignId, ...choiceOf(visit) });
    return {
      kind: 'file',
      type: 'text/csv; charset=utf-8',
      // No name of the campaign: what stands there is anybody's text.
      name: `campaign-${campaignId.slice(-12)}.csv`,
      bytes: campaignCsv(rows, visit.language),
    };
  },
};
