import type { Stage } from '../../../../domain/cases/termination.ts';
import type { DisputeState } from '../../../../domain/charges/tripwire.ts';
import type { ComplaintTopic } from '../../../../domain/complaints/complaint.ts';
import type { ReviewReason } from '../../../../domain/lines/review-reason.ts';
import type { FeedKind } from '../../../../domain/numbers/feed-calendar.ts';
import type { FindingKind } from '../../../../domain/reconciliation/finding.ts';
import type { Route } from '../../../../domain/rules/route.ts';
import type { CheckName } from '../../../../domain/rules/rulebook.ts';
import type { TwoPersonAct } from '../../../../domain/rules/two-person.ts';
import { lastDayOf } from '../../../../domain/values/working-days.ts';
import type { ListedWork } from '../../../../operations/oversight/queue/list-work.ts';
import { Tag } from '../../../kit/parts.tsx';
import type { DeskVisit } from '../../kit/desk-visit.ts';
import { lastDay, requestPath } from '../../special/request-words.tsx';
import { casePath } from '../case-words.tsx';
import { chargePath } from '../charges/charges-page.tsx';
import { complaintDeskPath } from '../complaints/complaint-page.tsx';
import { DataTable } from '../data-table.tsx';
import { ESIM, reasonIn } from '../esim/esim-page.tsx';
import { feedPath } from '../numbers/number-words.ts';
import { kindPath } from '../reconciliation/reconciliation-page.tsx';
import { disputePath } from './dispute-page.tsx';

interface WorkProps {
  readonly visit: DeskVisit;
  readonly work: readonly ListedWork[];
  /** With a box before each. */
  readonly choosing: boolean;
}

/** What waits: which, why, since when, against which clock, and who has taken it. */
export function Work({ visit, work, choosing }: WorkProps) {
  const t = visit.t.queueDesk;
  const columns = [t.what, t.why, t.age, t.clock, t.assigned];
  return (
    <DataTable id="list" label={t.list} columns={choosing ? [t.pick, ...columns] : columns}>
      {work.map((one) => (
        <tr key={`${one.kind} ${one.item}`}>
          {choosing ? (
            <td class="pick">
              <input
                type="checkbox"
                name={`work.${one.kind}.${one.item}`}
                aria-label={t.choose(nameOf(visit, one))}
              />
            </td>
          ) : null}
          <th scope="row">
            <Name visit={visit} one={one} />
          </th>
          <td>
            {whyOf(visit, one)}
            {one.askedBy === null ? null : <span class="hint below">{t.askedBy(one.askedBy)}</span>}
            {one.province === null ? null : <span class="hint below">{one.province}</span>}{' '}
            {one.confidential ? <Tag tone="warn">{visit.t.caseDesk.confidential}</Tag> : null}
          </td>
          <td>{visit.formats.moment(one.since)}</td>
          <td>
            <ClockOf visit={visit} one={one} />
          </td>
          <td>{one.mine ? t.me : (one.assigneeName ?? t.nobody)}</td>
        </tr>
      ))}
    </DataTable>
  );
}

const nameOf = ({ t }: DeskVisit, { kind, reference, item }: ListedWork): string =>
  `${t.queueDesk.one[kind]} ${reference ?? item.slice(0, 8)}`;

function Name({ visit, one }: { visit: DeskVisit; one: ListedWork }) {
  const t = visit.t.queueDesk;
  const path = pathOf(one);
  const name = one.reference ?? one.item.slice(0, 8);
  return (
    <>
      {path === null ? (
        <span class="code">{name}</span>
      ) : (
        <a class="code" href={path}>
          {name}
        </a>
      )}
      <span class="hint below">{t.one[one.kind]}</span>
    </>
  );
}

/** Where it is worked on; null for what has no page. */
function pathOf({ kind, item, reference }: ListedWork): string | null {
  switch (kind) {
    case 'case':
      return casePath(reference ?? '');
    case 'request':
      return requestPath(item);
    case 'fraud':
      return `/desk/fraud/${encodeURIComponent(item)}`;
    case 'approval':
      return `/desk/approvals/${item}`;
    case 'notification':
      return `${ESIM}/${item}`;
    case 'dispute':
      return disputePath(item);
    case 'complaint':
      return complaintDeskPath(reference ?? item);
    case 'batch':
      return `/desk/cards/batches/${encodeURIComponent(item)}`;
    case 'charge':
      return chargePath(item);
    case 'difference':
      return kindPath(item);
    case 'feed':
      return feedPath(item);
    case 'switching':
      return reference === null ? null : casePath(reference);
  }
}

function whyOf(visit: DeskVisit, { kind, label, waitingFor }: ListedWork): string {
  const { caseDesk, specialDesk, desk, eligibility, queueDesk, punctuation } = visit.t;
  switch (kind) {
    case 'case':
      return punctuation.labelled(
        caseDesk.stages[label as Stage],
        waitingFor === null ? caseDesk.running : caseDesk.waits[waitingFor],
      );
    case 'request':
      return specialDesk.routes[label as Route];
    case 'fraud':
      return desk.fraud.reasons[label as ReviewReason];
    case 'approval':
      return desk.approval.acts[label as TwoPersonAct];
    case 'complaint':
      return visit.t.complaints.topics[label as ComplaintTopic];
    case 'dispute':
      return eligibility.checks[label as CheckName]?.title ?? label;
    case 'notification':
      return reasonIn(visit, label);
    case 'charge':
      return visit.t.chargeDesk.states[label as DisputeState];
    case 'feed':
      return visit.t.numberDesk.feedKinds[label as FeedKind];
    case 'difference':
      return visit.t.reconciliation.kinds[label as FindingKind];
    case 'batch':
      return label === 'differs' ? queueDesk.differs : queueDesk.toCompare;
    case 'switching':
      if (label === '') return queueDesk.switchingOther;
      return punctuation.listed(
        label.split(',').map((check) => eligibility.checks[check as CheckName]?.title ?? check),
      );
  }
}

function ClockOf({ visit, one }: { visit: DeskVisit; one: ListedWork }) {
  const t = visit.t.queueDesk;
  if (one.at === null || one.clock === null) return <>{t.noClock}</>;
  const away = Math.abs(one.at.getTime() - visit.op.clock.now().getTime());
  return (
    <>
      {t.clocks[one.clock]}
      <span class="hint below">{untilOf(visit, one.at, one)}</span>
      {one.overdue ? (
        <Tag tone="bad">{t.ago(span(visit, away))}</Tag>
      ) : (
        <span class="below">{t.left(span(visit, away))}</span>
      )}
    </>
  );
}

/** A clock that runs out with a day names that day, and not the midnight after it. Lists for others are due by the days of UTC. */
function untilOf(visit: DeskVisit, at: Date, { kind, clock }: ListedWork): string {
  if (kind === 'feed') return visit.formats.date(lastDayOf(at, 'UTC'));
  return clock === 'decide_by' || clock === 'due' ? lastDay(visit, at) : visit.formats.moment(at);
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A time as people say it: in whole days, hours or minutes. */
function span({ t }: DeskVisit, ms: number): string {
  const words = t.queueDesk;
  if (ms >= 2 * DAY_MS) return words.days(Math.floor(ms / DAY_MS));
  if (ms >= HOUR_MS) return words.hours(Math.floor(ms / HOUR_MS));
  return words.minutes(Math.floor(ms / MINUTE_MS));
}
