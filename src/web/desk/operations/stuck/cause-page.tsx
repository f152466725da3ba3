import type { Stage } from '../../../../domain/cases/termination.ts';
import { isUuid } from '../../../../operations/is-uuid.ts';
import {
  type CausePage,
  type DryRun,
  type StuckCause,
  viewCause,
} from '../../../../operations/oversight/stuck/list-causes.ts';
import { retryGroup } from '../../../../operations/oversight/stuck/retry-group.ts';
import { go } from '../../../kit/page.ts';
import { Errors, Heading, Rows, Token } from '../../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, hasRole, staffOf } from '../../kit/desk-visit.ts';
import { casePath, ProblemText } from '../case-words.tsx';
import { DataTable } from '../data-table.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { CauseName, causePath, retryPath, STUCK, STUCK_ROLES } from './cause-words.tsx';

const RETRYING = ['supervisor', 'operations'] as const;

/** The cases of one cause, what a retry of them would do, and the button that does it. */
export const causePage: DeskPage = {
  path: `${STUCK}/cause`,
  roles: STUCK_ROLES,
  async show(visit, form) {
    const { stuckDesk: t, caseDesk } = visit.t;
    const cause = causeOf(visit);
    const page = await viewCause(visit.op, staffOf(visit), { cause, after: placeOf(visit) });
    const title = t.group(caseDesk.stages[cause.stage]);
    return {
      kind: 'page',
      title,
      back: STUCK,
      body: (
        <OperationsFrame visit={visit} here="stuck">
          <Errors visit={visit} form={form} />
          <Heading lead={<CauseName visit={visit} cause={cause} />}>{title}</Heading>
          {page.cases.length === 0 ? <p>{t.none}</p> : <DryRunPart visit={visit} page={page} />}
          {page.cases.length === 0 ? null : <Cases visit={visit} page={page} />}
        </OperationsFrame>
      ),
    };
  },
  fields: { group_retry_running: null, nothing_stuck: null },
  async submit(visit) {
    const { retryId } = await retryGroup(visit.op, staffOf(visit), { cause: causeOf(visit) });
    return go(retryPath(retryId));
  },
};

/** Of the address, or of the form that was sent from it. */
function causeOf({ url, values }: DeskVisit): StuckCause {
  const said = (name: string): string => values[name] ?? url.searchParams.get(name) ?? '';
  return { stage: said('stage') as Stage, code: said('code'), element: said('element') };
}

/** A place that is none begins at the beginning. */
function placeOf({ url }: DeskVisit): CausePage['next'] {
  const [, ms, caseId] = /^(\d{1,14})\.(.+)$/.exec(url.searchParams.get('after') ?? '') ?? [];
  if (ms === undefined || caseId === undefined || !isUuid(caseId)) return null;
  return { since: new Date(Number(ms)), caseId };
}

function DryRunPart({ visit, page }: { visit: DeskVisit; page: CausePage }) {
  const t = visit.t.stuckDesk;
  const { cause, dryRun } = page;
  return (
    <section class="tight panel" aria-labelledby="dry-run">
      <h2 id="dry-run">{t.dryRun}</h2>
      <p>{t.would(dryRun.would)}</p>
      {dryRun.more ? <p class="hint">{t.looked}</p> : null}
      {dryRun.not.length === 0 ? null : <NotTried visit={visit} not={dryRun.not} />}
      <p class="hint">{t.scouts}</p>
      {hasRole(visit, RETRYING) ? (
        dryRun.would === 0 ? null : (
          <form method="post" action={`${STUCK}/cause`}>
            <Token visit={visit} />
            {Object.entries({ ...cause }).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))}
            <button class="button" type="submit">
              {t.retry(dryRun.would)}
            </button>
          </form>
        )
      ) : (
        <p>{t.onlyFor(visit.t.punctuation.listed(RETRYING.map((role) => visit.t.desk.roles[role])))}</p>
      )}
    </section>
  );
}

const NAMED = 20;

function NotTried({ visit, not }: { visit: DeskVisit; not: DryRun['not'] }) {
  const { stuckDesk: t, caseDesk } = visit.t;
  return (
    <>
      <p>{t.wouldNot(not.length)}</p>
      <Rows
        rows={not.slice(0, NAMED).map(({ reference, why }) => ({
          label: reference,
          value: caseDesk.page.whyNot[why],
        }))}
      />
    </>
  );
}

function Cases({ visit, page }: { visit: DeskVisit; page: CausePage }) {
  const { stuckDesk: t, caseDesk } = visit.t;
  const { cause, cases, next } = page;
  return (
    <section class="tight" aria-labelledby="cases">
      <h2 id="cases">{t.cases}</h2>
      <DataTable label={t.cases} columns={[caseDesk.reference, t.since, t.more]}>
        {cases.map((one) => (
          <tr key={one.caseId}>
            <th scope="row">
              <a class="code" href={casePath(one.reference)}>
                {one.reference}
              </a>
            </th>
            <td>{visit.formats.moment(one.since)}</td>
            <td>
              <ProblemText visit={visit} problem={one.problem} />
            </td>
          </tr>
        ))}
      </DataTable>
      {next === null ? null : (
        <p>
          <a class="act" href={`${causePath(cause)}&after=${next.since.getTime()}.${next.caseId}`}>
            {t.further}
          </a>
        </p>
      )}
    </section>
  );
}
