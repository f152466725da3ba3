import { OUTCOMES, RESULTS, ROW_FAULTS } from '../../../../domain/campaigns/campaign.ts';
import type { ErrorCode } from '../../../../domain/errors.ts';
import { errorText } from '../../../../messages/errors.ts';
import { momentOf } from '../../../../operations/campaigns/count-campaign.ts';
import { type CampaignView, viewCampaign } from '../../../../operations/campaigns/view-campaign.ts';
import { Heading, LinkButton, type Row, Rows } from '../../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, hasRole, staffOf } from '../../kit/desk-visit.ts';
import { OperationsFrame } from '../operations-frame.tsx';
import { PreviewAndApproval, RunActs } from './campaign-acts.tsx';
import {
  CAMPAIGNS,
  type CountRow,
  Counts,
  campaignIdOf,
  campaignPath,
  LOOKERS,
  MAKERS,
  numberText,
  StateTag,
} from './campaign-parts.tsx';

/** Seconds after which a page without scripts looks again. */
const REFRESH_SECONDS = 10;

interface Shown {
  readonly visit: DeskVisit;
  readonly campaign: CampaignView;
}

/** One campaign: its rows, what would become of them, who agrees, and how far it has come. */
export const campaignPage: DeskPage = {
  path: `${CAMPAIGNS}/:campaignId`,
  roles: LOOKERS,
  async show(visit) {
    const { campaignDesk: t } = visit.t;
    const campaign = await viewCampaign(visit.op, staffOf(visit), { campaignId: campaignIdOf(visit) });
    const moves =
      campaign.state === 'running' || campaign.previewState === 'running' || campaign.receiving !== null;
    const here = campaignPath(campaign.campaignId);
    return {
      kind: 'page',
      title: t.one(campaign.name),
      back: CAMPAIGNS,
      islands: ['desk-campaign'],
      refresh: moves ? REFRESH_SECONDS : null,
      body: (
        <OperationsFrame visit={visit} here="campaigns">
          <p id="said" role="status" class="hidden-text" />
          <Heading>{t.one(campaign.name)}</Heading>
          <div
            id="campaign"
            class="stack"
            data-events={moves || campaign.shown === 'awaiting_approval' ? `${here}/events` : undefined}
            data-state={momentOf(campaign)}
            data-say={t.states[campaign.shown]}
          >
            {visit.url.searchParams.has('unchanged') ? <p class="note">{t.unchanged}</p> : null}
            <Rows
              rows={[
                { label: t.state, value: <StateTag visit={visit} state={campaign.shown} /> },
                {
                  label: t.madeBy,
                  value: campaign.startedByName,
                  hint: visit.formats.moment(campaign.startedAt),
                },
              ]}
            />
            <Incomplete visit={visit} campaign={campaign} />
            <NotDone visit={visit} campaign={campaign} />
            <Run visit={visit} campaign={campaign} />
            <Preview visit={visit} campaign={campaign} />
            <Validation visit={visit} campaign={campaign} />
          </div>
        </OperationsFrame>
      ),
    };
  },
};

function Incomplete({ visit, campaign }: Shown) {
  const { campaignDesk: t, punctuation } = visit.t;
  const { state, receiving, receivedRows, receivedAt, receiveFault, receiveFaultFacts } = campaign;
  const why =
    receiveFault === null
      ? null
      : errorText(visit.language, receiveFault as ErrorCode, receiveFaultFacts, 'desk');
  const refused =
    receiving !== null || why === null ? null : (
      <p class="note warn">
        {campaign.upload === 0 ? t.refusedFile : t.refusedFileKept}
        <span class="hint">{punctuation.titled(why.title, why.detail)}</span>
      </p>
    );
  if (state === 'validated') return refused;
  if (state !== 'draft') return null;
  return (
    <section class="tight">
      {refused}
      {receiving === null ? (
        <p class="note">{t.noRows}</p>
      ) : (
        <p class="note warn">
          {t.incomplete(numberText(visit, receivedRows), visit.formats.moment(receivedAt!))}
          {why === null ? null : (
            <span class="hint">{t.incompleteWhy(punctuation.titled(why.title, why.detail))}</span>
          )}
        </p>
      )}
      <UploadLink visit={visit} campaign={campaign} />
    </section>
  );
}

/** Why it does not get on, where the last portion was not done. */
function NotDone({ visit, campaign: { portionFault } }: Shown) {
  if (portionFault === null) return null;
  const { campaignDesk: t, punctuation } = visit.t;
  const { title, detail } = errorText(visit.language, portionFault as ErrorCode, {}, 'desk');
  return (
    <p class="note warn">
      {t.notDone}
      <span class="hint">{punctuation.titled(title, detail)}</span>
    </p>
  );
}

function UploadLink({ visit, campaign }: Shown) {
  if (!hasRole(visit, MAKERS)) return null;
  const { make } = visit.t.campaignDesk;
  return (
    <div class="narrow">
      <LinkButton href={`${campaignPath(campaign.campaignId)}/upload`} second>
        {campaign.upload === 0 && campaign.receiving === null ? make.go : make.again}
      </LinkButton>
    </div>
  );
}

const rowsPath = (campaignId: string, choice: Readonly<Record<string, string>>): string =>
  `${campaignPath(campaignId)}/rows?${new URLSearchParams(choice)}`;

function Validation({ visit, campaign }: Shown) {
  const { campaignDesk: t } = visit.t;
  const { campaignId, upload, rows, validRows, faults, uploadedAt, digest, state } = campaign;
  if (upload === 0) return null;
  const failed = rows - validRows;
  const shown: Row[] = [
    { label: t.rows, value: numberText(visit, rows) },
    { label: t.valid, value: numberText(visit, validRows) },
    { label: t.failed, value: numberText(visit, failed) },
    { label: t.uploadedAt, value: uploadedAt === null ? '' : visit.formats.moment(uploadedAt) },
    { label: t.digest, value: <span class="code">{digest}</span>, hint: t.digestHint },
  ];
  return (
    <section class="tight">
      <h2>{t.validation}</h2>
      <Rows rows={shown} />
      <Counts
        visit={visit}
        name={t.fault}
        of={rows}
        rows={ROW_FAULTS.flatMap((fault): CountRow[] => {
          const n = faults[fault] ?? 0;
          if (n === 0) return [];
          const label = t.faults[fault];
          return [{ key: fault, words: label, label, n, href: rowsPath(campaignId, { fault }) }];
        })}
      />
      <p class="links">
        <a href={rowsPath(campaignId, {})}>{t.list.all}</a>
        {failed === 0 ? null : <a href={rowsPath(campaignId, { fault: 'any' })}>{t.allFailed}</a>}
        {failed === 0 ? null : (
          <a href={`${campaignPath(campaignId)}/report?fault=any`} download>
            {t.failedCsv}
          </a>
        )}
      </p>
      {state === 'validated' ? <UploadLink visit={visit} campaign={campaign} /> : null}
    </section>
  );
}

function Preview({ visit, campaign }: Shown) {
  const { campaignDesk: t, eligibility } = visit.t;
  const { campaignId, state, upload, previewState, previewedRows, validRows, outcomes, blockers } = campaign;
  if (upload === 0 || state === 'draft' || validRows === 0) return null;
  return (
    <section class="tight">
      <h2>{t.preview.title}</h2>
      {previewState === null ? <p>{t.preview.none}</p> : null}
      {previewState === 'running' ? (
        <Bar
          visit={visit}
          name={t.preview.title}
          words={t.preview.running}
          done={previewedRows}
          of={validRows}
          live="preview"
        />
      ) : null}
      {campaign.previewedAt === null ? null : (
        <p>{t.preview.at(visit.formats.moment(campaign.previewedAt))}</p>
      )}
      {previewState === null ? null : (
        <Counts
          visit={visit}
          name={t.preview.outcome}
          of={validRows}
          live="outcomes"
          rows={OUTCOMES.flatMap((outcome): CountRow[] => {
            const n = outcomes[outcome] ?? 0;
            if (n === 0 && previewState !== 'running') return [];
            const label = t.outcomes[outcome];
            return [{ key: outcome, words: label, label, n, href: rowsPath(campaignId, { outcome }) }];
          })}
        />
      )}
      {previewState === 'done' && Object.keys(blockers).length > 0 ? (
        <Counts
          visit={visit}
          name={t.preview.blockers}
          of={validRows}
          rows={Object.entries(blockers).map(([check, n]): CountRow => {
            const { checks } = eligibility;
            const label = Object.hasOwn(checks, check) ? checks[check as keyof typeof checks].title : check;
            return { key: check, words: label, label, n: n ?? 0, href: rowsPath(campaignId, { check }) };
          })}
        />
      ) : null}
      <PreviewAndApproval visit={visit} campaign={campaign} />
    </section>
  );
}

function Run({ visit, campaign }: Shown) {
  const { campaignDesk: t } = visit.t;
  const { campaignId, state, runBeganAt, runRows, validRows, results, runByName, approvedByName, endedAt } =
    campaign;
  const atOnce = state === 'at_once';
  if (runBeganAt === null && !atOnce) {
    return state === 'draft' || state === 'validated' ? null : <p class="note">{t.run.stopped}</p>;
  }
  const { formats } = visit;
  return (
    <section class="tight">
      <h2>{t.run.title}</h2>
      {atOnce ? null : (
        <Bar visit={visit} name={t.run.title} words={t.run.done} done={runRows} of={validRows} live="run" />
      )}
      {state === 'paused' ? <p class="note warn">{t.run.paused}</p> : null}
      {state === 'stopped' ? <p class="note">{t.run.stopped}</p> : null}
      <Counts
        visit={visit}
        name={t.run.result}
        of={atOnce ? Object.values(results).reduce((sum, n) => sum + n, 0) : validRows}
        live="results"
        rows={RESULTS.flatMap((result): CountRow[] => {
          const n = results[result] ?? 0;
          if (n === 0 && state !== 'running') return [];
          const label = t.results[result];
          const href = atOnce ? null : rowsPath(campaignId, { result });
          return [{ key: result, words: label, label, n, href }];
        })}
      />
      <RunActs visit={visit} campaign={campaign} />
      {atOnce ? null : (
        <Rows
          rows={[
            { label: t.run.by, value: runByName ?? '', hint: formats.moment(runBeganAt!) },
            ...(approvedByName === null ? [] : [{ label: t.approval.agreed, value: approvedByName }]),
            ...(endedAt === null ? [] : [{ label: t.run.ended, value: formats.moment(endedAt) }]),
          ]}
        />
      )}
    </section>
  );
}

/** How far something has come, as a bar with its sentence. */
function Bar(props: {
  readonly visit: DeskVisit;
  readonly name: string;
  readonly words: (done: string, all: string) => string;
  readonly done: number;
  readonly of: number;
  readonly live: 'preview' | 'run';
}) {
  const { visit, name, words, done, of, live } = props;
  return (
    <div class="whole-bar">
      <progress aria-label={name} max={Math.max(of, 1)} value={done} data-bar={live} />
      <p data-sentence={words('{done}', '{all}')} data-count={live}>
        {words(numberText(visit, done), numberText(visit, of))}
      </p>
    </div>
  );
}
