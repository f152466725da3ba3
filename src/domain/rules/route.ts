import type { Capacity } from './capacity.ts';

/**
 * The ways for those who cannot ask as a holder does. `bereavement`: the holder died. `guardian`, `agent`: somebody acts for the
 * holder. `survivor`: who uses a line that somebody holds from whom they must be safe. `not_mine`: a line in one's own name
 * that one never opened. `company`: lines of an organisation, by whom it authorised.
 */
export const ROUTES = ['bereavement', 'guardian', 'agent', 'survivor', 'not_mine', 'company'] as const;
export type Route = (typeof ROUTES)[number];

/** What is asked for: that the line ends, or that it goes on as the requester's own. */
export const WISHES = ['end', 'split_off'] as const;
export type Wish = (typeof WISHES)[number];

/** As whom somebody came to a counter, and the way that this is; the holder in person takes none. */
export const ROUTE_OF_CAPACITY: Readonly<Record<Capacity, Route | null>> = {
  owner: null,
  heir: 'bereavement',
  guardian: 'guardian',
  agent: 'agent',
  company: 'company',
};

/** Of the others nothing is asked: the family of who died, who must be safe from the holder, and who never opened the line. */
const PAYING: readonly (Route | null)[] = [null, 'guardian', 'agent', 'company'];

/** Whether what is open on the account is asked of whoever began the case. */
export const asksToPay = (route: Route | null): boolean => PAYING.includes(route);
