import { ROLES } from '../../../domain/rules/role.ts';
import { listSpecialRequests, type RequestPage } from '../../../operations/special/view-request.ts';
import { listApprovals } from '../../../operations/staff/approvals/list-approvals.ts';
import { Heading } from '../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, hasRole, staffOf } from '../kit/desk-visit.ts';
import { LOOKERS, lastDay, REQUESTS, RequestTags, requestPath } from './request-words.tsx';

const VIEWS = ['waiting', 'decided'] as const;
type View = (typeof VIEWS)[number];

const A_PAGE = 25;

/** Special requests: what waits, the most urgent first; and what was decided. */
export const requestsPage: DeskPage = {
  path: REQUESTS,
  roles: ROLES,
  async show(visit) {
    const { specialDesk: t } = visit.t;
    const asked = visit.url.searchParams;
    const state = VIEWS.find((one) => one === asked.get('view')) ?? 'waiting';
    const { requests, next } = await listSpecialRequests(visit.op, staffOf(visit), {
      ...{ state, after: asked.get('after'), limit: A_PAGE },
    });
    const second = state === 'waiting' ? await secondAsked(visit) : new Set<string>();
    return {
      kind: 'page',
      title: t.title,
      back: null,
      body: (
        <>
          <Heading lead={hasRole(visit, LOOKERS) ? t.lead : t.ownLead}>{t.title}</Heading>
          <Views visit={visit} state={state} />
          {requests.length === 0 ? (
            <p>{t.none[state]}</p>
          ) : (
            <Requests visit={visit} state={state} requests={requests} second={second} />
          )}
          {next === null ? null : (
            <p>
              <a class="act" href={`${REQUESTS}?${new URLSearchParams({ view: state, after: next })}`}>
                {t.further}
              </a>
            </p>
          )}
        </>
      ),
    };
  },
};

/** Those of which a second person is asked to agree. */
async function secondAsked(visit: DeskVisit): Promise<ReadonlySet<string>> {
  const { waiting } = await listApprovals(visit.op, staffOf(visit));
  return new Set(waiting.flatMap(({ act, about }) => (act === 'accept_special_request' ? [about] : [])));
}

function Views({ visit, state }: { visit: DeskVisit; state: View }) {
  const { specialDesk: t } = visit.t;
  return (
    <nav class="views" aria-label={t.viewsOf}>
      {VIEWS.map((view) => (
        <a
          key={view}
          href={view === 'waiting' ? REQUESTS : `${REQUESTS}?view=${view}`}
          aria-current={view === state ? 'page' : undefined}
        >
          {t.views[view]}
        </a>
      ))}
    </nav>
  );
}

function Requests(props: {
  visit: DeskVisit;
  state: View;
  requests: RequestPage['requests'];
  second: ReadonlySet<string>;
}) {
  const { visit, state, requests, second } = props;
  const { specialDesk: t, eligibility } = visit.t;
  const { moment } = visit.formats;
  const columns = [
    ...[t.reference, t.state, t.route, t.wish, t.received],
    ...[state === 'waiting' ? t.decideBy : t.decided, t.channel, t.settled],
  ];
  return (
    <div class="scroll">
      <table class="list" aria-label={t.views[state]}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {requests.map((one) => (
            <tr key={one.requestId}>
              <th scope="row">
                <a class="code" href={requestPath(one.requestId)}>
                  {one.reference}
                </a>
              </th>
              <td>
                <RequestTags visit={visit} request={one} overdue={one.overdue} />
                {second.has(one.requestId) ? <span class="hint below">{t.secondAsked}</span> : null}
              </td>
              <td>{t.routes[one.route]}</td>
              <td>{t.wishes[one.wish]}</td>
              <td>{moment(one.receivedAt)}</td>
              <td>{one.decidedAt === null ? lastDay(visit, one.decideBy) : moment(one.decidedAt)}</td>
              <td>{eligibility.channels[one.channel]}</td>
              <td>{one.settled}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
