import { HandbackError } from '../../../domain/errors.ts';
import { ROUTES, type Route } from '../../../domain/rules/route.ts';
import type { Material } from '../../../domain/rules/rulebook.ts';
import type { Messages } from '../../../messages/index.ts';

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

/** What a picture is sent of, to whoever sends it; of a company another signs. */
export function photoOf({ special }: Messages, route: Route, material: Material): string {
  return route === 'company' && material === 'authorisation_letter'
    ? special.companyLetter
    : special.photoOf[material];
}
