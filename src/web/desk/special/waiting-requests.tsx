import { listSpecialRequests } from '../../../operations/special/view-request.ts';
import { Tag } from '../../kit/parts.tsx';
import { type DeskVisit, hasRole, staffOf } from '../kit/desk-visit.ts';
import { DECIDERS, REQUESTS } from './request-words.tsx';

const MOST = 200;

export interface WaitingRequests {
  readonly waiting: number;
  readonly overdue: number;
  /** There are more than were counted. */
  readonly more: boolean;
}

/** How many special requests wait for whoever may decide; null for everybody else. */
export async function waitingRequests(visit: DeskVisit): Promise<WaitingRequests | null> {
  if (!hasRole(visit, DECIDERS)) return null;
  const asked = { state: 'waiting', after: null, limit: MOST } as const;
  const { requests, next } = await listSpecialRequests(visit.op, staffOf(visit), asked);
  return {
    waiting: requests.length,
    overdue: requests.filter(({ overdue }) => overdue).length,
    more: next !== null,
  };
}

/** What of them waits, on the page where everybody begins. */
export function WaitingRequestsPart({ visit, found }: { visit: DeskVisit; found: WaitingRequests }) {
  const { home, none } = visit.t.specialDesk;
  const { waiting, overdue, more } = found;
  return (
    <section class="tight" aria-labelledby="special">
      <h2 id="special">{home.title}</h2>
      {waiting === 0 ? (
        <p>{none.waiting}</p>
      ) : (
        <p>
          {home.waiting(waiting, more)} {overdue === 0 ? null : <Tag tone="bad">{home.overdue(overdue)}</Tag>}{' '}
          <a href={REQUESTS}>{home.open}</a>
        </p>
      )}
    </section>
  );
}
