import {
  type GroupReportRow,
  type GroupRetryView,
  groupRetryReport,
  viewGroupRetry,
} from '../../../../operations/oversight/stuck/view-group-retry.ts';
import { groupRetryCsv } from '../../../../reports/group-retry-csv.ts';
import { begun } from '../../../kit/page.ts';
import { Heading, Rows, Tag, type Tone } from '../../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { RecentLooks } from '../../kit/recent-looks.ts';
import { casePath } from '../case-words.tsx';
import { DataTable } from '../data-table.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { CauseName, retryPath, STUCK, STUCK_ROLES } from './cause-words.tsx';

const REFRESH_SECONDS = 3;
const LOOKS = new RecentLooks();

/** How far a retry of a group is, live, and what became of each of its cases. */
export const groupRetryPage: DeskPage = {
  path: `${STUCK}/retries/:retryId`,
  roles: STUCK_ROLES,
  async show(visit) {
    const t = visit.t.stuckDesk;
    const after = visit.url.searchParams.get('after');
    const staff = staffOf(visit);
    const retryId = idOf(visit);
    const quietly = LOOKS.goesOn(staff.person.sessionId, `${retryId} ${after}`, visit.op.clock.now());
    const view = await viewGroupRetry(visit.op, staff, { retryId, after, quietly });
    const runs = view.retry.finishedAt === null;
    const { all, left, trying } = view.counts;
    const said = runs ? t.progress(all - left - trying, all) : t.finished;
    return {
      kind: 'page',
      title: t.retryOf,
      back: STUCK,
      islands: ['live'],
      refresh: runs ? REFRESH_SECONDS : null,
      body: (
        <OperationsFrame visit={visit} here="stuck">
          <Heading lead={<CauseName visit={visit} cause={view.retry} />}>{t.retryOf}</Heading>
          <p id="said" role="status">
            {said}
          </p>
          <div class="stack" id="live" data-runs={runs ? '' : undefined} data-say={said}>
            <Standing visit={visit} view={view} />
            <Report visit={visit} view={view} />
          </div>
        </OperationsFrame>
      ),
    };
  },
};

/** The whole report as a file. */
export const groupRetryFile: DeskPage = {
  path: `${STUCK}/retries/:retryId/report.csv`,
  roles: STUCK_ROLES,
  async show(visit) {
    const rows = groupRetryReport(visit.op, staffOf(visit), { retryId: idOf(visit) });
    const bytes = await begun(groupRetryCsv(rows));
    return { kind: 'file', type: 'text/csv; charset=utf-8', name: 'handback-retry.csv', bytes };
  },
};

const idOf = ({ params }: DeskVisit): string => params['retryId'] ?? '';

function Standing({ visit, view }: { visit: DeskVisit; view: GroupRetryView }) {
  const { stuckDesk: t, caseDesk } = visit.t;
  const { retry, counts, askerName } = view;
  const numbers = (['all', 'left', 'trying', 'wentOn', 'stuckAgain', 'notRetried', 'notKnown'] as const)
    .filter((name) => name === 'all' || counts[name] > 0)
    .map((name) => ({ label: t.counts[name], value: counts[name] }));
  return (
    <>
      {retry.causeStillThere ? (
        <p class="note warn">{counts.notRetried > 0 ? t.stillThere : t.allAgain}</p>
      ) : null}
      <Rows
        rows={[
          {
            label: t.state,
            value: (
              <Tag tone={retry.finishedAt === null ? 'now' : 'plain'}>
                {retry.finishedAt === null ? t.running : t.finished}
              </Tag>
            ),
          },
          { label: t.stage, value: caseDesk.stages[retry.stage] },
          { label: t.askedBy, value: askerName, hint: visit.formats.moment(retry.askedAt) },
          ...(retry.finishedAt === null
            ? []
            : [{ label: t.finishedAt, value: visit.formats.moment(retry.finishedAt) }]),
          ...numbers,
        ]}
      />
    </>
  );
}

function Report({ visit, view }: { visit: DeskVisit; view: GroupRetryView }) {
  const { stuckDesk: t, caseDesk } = visit.t;
  const here = retryPath(view.retry.retryId);
  return (
    <section class="tight" aria-labelledby="report">
      <h2 id="report">{t.report}</h2>
      <p>
        <a class="act" href={`${here}/report.csv`} download>
          {t.csv}
        </a>
      </p>
      <DataTable label={t.report} columns={[caseDesk.reference, t.result, t.now]}>
        {view.rows.map((row) => (
          <tr key={row.caseId}>
            <th scope="row">
              {row.reference === null ? (
                row.caseId.slice(0, 8)
              ) : (
                <a class="code" href={casePath(row.reference)}>
                  {row.reference}
                </a>
              )}
            </th>
            <td>
              <Result visit={visit} row={row} />
            </td>
            <td>
              {row.closedAs !== null
                ? caseDesk.outcomes[row.closedAs]
                : row.stage === null
                  ? ''
                  : caseDesk.stages[row.stage]}
            </td>
          </tr>
        ))}
      </DataTable>
      {view.next === null ? null : (
        <p>
          <a class="act" href={`${here}?after=${view.next}`}>
            {t.further}
          </a>
        </p>
      )}
    </section>
  );
}

type Result = 'left' | 'trying' | 'not_retried' | NonNullable<GroupReportRow['outcome']>;
const TONES: Readonly<Record<Result, Tone>> = {
  left: 'plain',
  trying: 'now',
  not_retried: 'plain',
  went_on: 'ok',
  stuck_again: 'bad',
  not_known: 'warn',
};

function Result({ visit, row }: { visit: DeskVisit; row: GroupReportRow }) {
  const { stuckDesk: t, caseDesk } = visit.t;
  const result: Result =
    row.result === null ? 'left' : row.result === 'not_retried' ? 'not_retried' : (row.outcome ?? 'trying');
  const obstacles: Readonly<Record<string, string>> = caseDesk.page.whyNot;
  return (
    <>
      <Tag tone={TONES[result]}>{t.results[result]}</Tag>
      {row.why === null ? null : (
        <span class="hint below">{t.whyNot[row.why] ?? obstacles[row.why] ?? row.why}</span>
      )}
      {row.stuckCode === null ? null : (
        <span class="below">
          <CauseName visit={visit} cause={{ code: row.stuckCode }} />
        </span>
      )}
    </>
  );
}
