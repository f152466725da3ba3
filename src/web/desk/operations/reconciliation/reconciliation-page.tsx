import { type FindingKind, findingKinds } from '../../../../domain/reconciliation/finding.ts';
import { isUuid } from '../../../../operations/is-uuid.ts';
import { startReconciliation } from '../../../../operations/reconciliation/advance-run.ts';
import {
  type Finding,
  type FindingPage,
  listFindings,
  listRuns,
  type Run,
} from '../../../../operations/reconciliation/findings.ts';
import { go } from '../../../kit/page.ts';
import { Errors, Heading, Select, Tag, Token } from '../../../kit/parts.tsx';
import { mayAsk, rolesOf } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { numberText } from '../campaigns/campaign-parts.tsx';
import { DataTable } from '../data-table.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { OPERATIONS } from '../sections.ts';

export const RECONCILIATION = `${OPERATIONS}/reconciliation`;
const PAGE = 50;
const RUNS = 14;
const STATES = ['open', 'resolved', 'all'] as const;

export const findingPath = (findingId: string): string => `${RECONCILIATION}/${findingId}`;
export const kindPath = (kind: string): string => `${RECONCILIATION}?${new URLSearchParams({ kind })}`;

/** What differs between our lines and others' lists, and the comparisons of the last nights. */
export const reconciliationPage: DeskPage = {
  path: RECONCILIATION,
  roles: rolesOf('listFindings'),
  async show(visit, form) {
    const t = visit.t.reconciliation;
    const asked = askedOf(visit);
    const [page, runs] = await Promise.all([
      listFindings(visit.op, staffOf(visit), {
        kind: asked.kind,
        open: asked.state === 'all' ? null : asked.state === 'open',
        after: asked.after,
        limit: PAGE,
      }),
      listRuns(visit.op, staffOf(visit), { limit: RUNS }),
    ]);
    const more = new URLSearchParams({
      ...(asked.kind === null ? {} : { kind: asked.kind }),
      ...{ state: asked.state, after: page.next ?? '' },
    });
    return {
      kind: 'page',
      title: t.title,
      back: null,
      body: (
        <OperationsFrame visit={visit} here="reconciliation">
          <Errors visit={visit} form={form} />
          <Heading lead={t.lead}>{t.title}</Heading>
          <Counts visit={visit} page={page} />
          <form class="narrow stack" method="get" action={RECONCILIATION}>
            <Select
              name="kind"
              label={t.kind}
              chosen={asked.kind ?? ''}
              options={[['', t.all], ...findingKinds.map((kind) => [kind, t.kinds[kind]] as const)]}
            />
            <Select
              name="state"
              label={t.state}
              chosen={asked.state}
              options={STATES.map((one) => [one, t.states[one]] as const)}
            />
            <div class="filter-acts">
              <button class="button second" type="submit">
                {t.show}
              </button>
            </div>
          </form>
          {page.findings.length === 0 ? (
            <p>{t.none}</p>
          ) : (
            <DataTable label={t.title} columns={[t.what, t.subject, t.line, t.firstSeen, t.lastSeen, t.how]}>
              {page.findings.map((finding) => (
                <Line key={finding.findingId} visit={visit} finding={finding} />
              ))}
            </DataTable>
          )}
          {page.next === null ? null : (
            <p>
              <a class="act" href={`${RECONCILIATION}?${more}`}>
                {t.more}
              </a>
            </p>
          )}
          <Runs visit={visit} runs={runs} />
        </OperationsFrame>
      ),
    };
  },
  async submit(visit) {
    await startReconciliation(visit.op, staffOf(visit));
    return go(RECONCILIATION);
  },
};

function askedOf({ url }: DeskVisit): {
  readonly kind: FindingKind | null;
  readonly state: (typeof STATES)[number];
  readonly after: string | null;
} {
  const said = (name: string): string | null => url.searchParams.get(name);
  const after = said('after');
  return {
    kind: findingKinds.find((one) => one === said('kind')) ?? null,
    state: STATES.find((one) => one === said('state')) ?? 'open',
    after: after !== null && isUuid(after) ? after : null,
  };
}

function Counts({ visit, page }: { visit: DeskVisit; page: FindingPage }) {
  const t = visit.t.reconciliation;
  if (page.counts.length === 0) return null;
  return (
    <DataTable label={t.counts} columns={[t.kind, t.open, t.resolved]}>
      {page.counts.map(({ kind, open, resolved }) => (
        <tr key={kind}>
          <th scope="row">
            <a href={kindPath(kind)}>{t.kinds[kind]}</a>
          </th>
          <td>{numberText(visit, open)}</td>
          <td>{numberText(visit, resolved)}</td>
        </tr>
      ))}
    </DataTable>
  );
}

function Line({ visit, finding }: { visit: DeskVisit; finding: Finding }) {
  const { t, formats } = visit;
  const words = t.reconciliation;
  const { findingId, kind, subject, lineId, firstSeenAt, lastSeenAt, resolvedAs, confidential } = finding;
  return (
    <tr>
      <th scope="row">
        <a href={findingPath(findingId)}>{words.kinds[kind]}</a>{' '}
        {confidential ? <Tag tone="warn">{t.caseDesk.confidential}</Tag> : null}
      </th>
      <td>
        <span class="code">{subject}</span>
      </td>
      <td>{lineId === null ? '' : <span class="code">{lineId}</span>}</td>
      <td>{formats.moment(firstSeenAt)}</td>
      <td>{formats.moment(lastSeenAt)}</td>
      <td>{resolvedAs === null ? words.open : words.resolutions[resolvedAs]}</td>
    </tr>
  );
}

function Runs({ visit, runs }: { visit: DeskVisit; runs: readonly Run[] }) {
  const { t, formats } = visit;
  const words = t.reconciliation;
  const running = runs.some(({ finishedAt }) => finishedAt === null);
  return (
    <section class="tight" aria-labelledby="runs">
      <h2 id="runs">{words.runs}</h2>
      {runs.length === 0 ? (
        <p>{words.noRun}</p>
      ) : (
        <DataTable
          label={words.runs}
          columns={[words.began, words.part, words.looked, words.found, words.progress]}
        >
          {runs.flatMap((run) =>
            run.parts.map((part) => (
              <tr key={`${run.runId} ${part.part}`}>
                <th scope="row">{formats.moment(run.startedAt)}</th>
                <td>{words.parts[part.part]}</td>
                <td>{numberText(visit, part.looked)}</td>
                <td>{numberText(visit, part.found)}</td>
                <td>
                  {part.finishedAt !== null
                    ? words.finished
                    : part.parkedUntil !== null
                      ? words.parked(part.parkedFor ?? '', formats.moment(part.parkedUntil))
                      : words.running}
                </td>
              </tr>
            )),
          )}
        </DataTable>
      )}
      {running ? <p>{words.underWay}</p> : null}
      {!running && mayAsk(visit, 'startReconciliation') ? (
        <form method="post" action={RECONCILIATION}>
          <Token visit={visit} />
          <button class="button second" type="submit">
            {words.start}
          </button>
        </form>
      ) : null}
    </section>
  );
}
