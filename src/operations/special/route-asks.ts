import type { Route } from '../../domain/rules/route.ts';
import type { RouteRule } from '../../domain/rules/rulebook.ts';
import { approversOfAct } from '../../domain/rules/two-person.ts';
import { MOST_NUMBERS, NAMES_HOLDER } from '../../domain/special/special-request.ts';
import type { Period } from '../../domain/values/period.ts';
import type { Operations } from '../context.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';

/** What the rulebook asks for on a route, as of today. */
export interface RouteAsks extends RouteRule {
  /** Whether it names somebody else as the holder. */
  readonly namesHolder: boolean;
  readonly mostNumbers: number;
  /** Whether a second person agrees before anything happens. */
  readonly secondPerson: boolean;
  /** After its decision. */
  readonly picturesKept: Period;
}

/** Public, and the same for everybody: it names nobody and no line. */
export function routeAsks(op: Operations, route: Route): RouteAsks {
  const { settings } = rulesOfLine(op, null, op.clock.now());
  return {
    ...settings.routes.value.routes[route],
    namesHolder: NAMES_HOLDER.includes(route),
    mostNumbers: MOST_NUMBERS[route],
    picturesKept: settings.document_photos.value.keep,
    secondPerson: approversOfAct(settings.two_person.value, 'accept_special_request').length > 0,
  };
}
