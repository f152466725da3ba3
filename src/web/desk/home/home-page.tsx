import { type ListedApproval, listApprovals } from '../../../operations/staff/approvals/list-approvals.ts';
import { Heading, LinkList, Tag } from '../../kit/parts.tsx';
import { mayAsk } from '../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../kit/desk-visit.ts';
import { WaitingRequestsPart, waitingRequests } from '../special/waiting-requests.tsx';

/** Where everybody begins: what waits for them. */
export const home: DeskPage = {
  path: '/desk',
  async show(visit) {
    const t = visit.t.desk.home;
    const { person } = staffOf(visit);
    const { waiting, decided } = await listApprovals(visit.op, staffOf(visit));
    const special = await waitingRequests(visit);
    return {
      kind: 'page',
      title: t.title,
      back: null,
      body: (
        <>
          <Heading lead={t.lead(person.name)}>{t.title}</Heading>
          <section class="tight" aria-labelledby="waiting">
            <h2 id="waiting">{t.approvals}</h2>
            {waiting.length === 0 ? <p>{t.noApprovals}</p> : <Requests visit={visit} requests={waiting} />}
          </section>
          {special === null ? null : <WaitingRequestsPart visit={visit} found={special} />}
          {mayAsk(visit, 'fileComplaint') ? (
            <LinkList
              links={[
                ['/desk/complaints/take', visit.t.complaints.desk.take, visit.t.complaints.desk.takeLead],
              ]}
            />
          ) : null}
          {decided.length === 0 ? null : (
            <section class="tight" aria-labelledby="decided">
              <h2 id="decided">{t.decided}</h2>
              <Requests visit={visit} requests={decided} />
            </section>
          )}
        </>
      ),
    };
  },
};

function Requests({ visit, requests }: { visit: DeskVisit; requests: readonly ListedApproval[] }) {
  const { t, formats } = visit;
  const words = t.desk.approval;
  const { subject } = staffOf(visit).person;
  return (
    <div class="scroll">
      <table class="list" aria-label={words.list}>
        <thead>
          <tr>
            <th scope="col">{words.act}</th>
            <th scope="col">{words.facts.reference}</th>
            <th scope="col">{words.askedBy}</th>
            <th scope="col">{words.askedAt}</th>
            <th scope="col">{words.state}</th>
          </tr>
        </thead>
        <tbody>
          {requests.map((one) => (
            <tr key={one.requestId}>
              <th scope="row">
                <a href={`/desk/approvals/${one.requestId}`}>{words.acts[one.act]}</a>
              </th>
              <td>
                <About visit={visit} one={one} />
              </td>
              <td>
                {one.requesterName}
                {one.requestedBy === subject ? <Tag tone="plain">{words.mine}</Tag> : null}
              </td>
              <td>{formats.moment(one.requestedAt)}</td>
              <td>
                <State visit={visit} one={one} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Which one it is: of a special request also its route, and that few may know of it. */
function About({ visit, one }: { visit: DeskVisit; one: ListedApproval }) {
  const { specialDesk } = visit.t;
  return (
    <>
      <span class="code">{one.reference}</span>
      {one.route === null ? null : <span class="hint below">{specialDesk.routes[one.route]}</span>}{' '}
      {one.confidential ? <Tag tone="warn">{specialDesk.confidential}</Tag> : null}
    </>
  );
}

function State({ visit, one }: { visit: DeskVisit; one: ListedApproval }) {
  const words = visit.t.desk.approval;
  if (one.decision !== null)
    return <Tag tone={one.decision === 'approved' ? 'ok' : 'plain'}>{words.decisions[one.decision]}</Tag>;
  if (one.moot) return <Tag tone="plain">{words.mootState}</Tag>;
  if (one.expiresAt <= visit.op.clock.now()) return <Tag tone="plain">{words.expired}</Tag>;
  return <>{words.until(visit.formats.moment(one.expiresAt))}</>;
}
