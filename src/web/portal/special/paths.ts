import { HandbackError } from '../../../domain/errors.ts';
import { ROUTES, type Route } from '../../../domain/rules/route.ts';

/** The address of each route. What stands in the history of a browser must not tell that somebody seeks safety. */
const SLUGS: Readonly<Record<Route, string>> = {
  bereavement: 'bereavement',
  guardian: 'guardian',
  agent: 'agent',
  survivor: 'safe',
  not_mine: 'not-mine',
  company: 'company',
};

export const pathOf = (route: Route): string => `/special/${SLUGS[route]}`;

/** @throws HandbackError `not_found` for an address that is none */
export function routeAt(slug: string | undefined): Route {
  const route = ROUTES.find((one) => SLUGS[one] === slug);
  if (route === undefined) throw new HandbackError('not_found');
  return route;
}
