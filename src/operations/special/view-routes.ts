import type { Route } from '../../domain/rules/route.ts';
import type { RouteRule } from '../../domain/rules/rulebook.ts';
import { MOST_NUMBERS } from '../../domain/special/special-request.ts';
import type { Operations } from '../context.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';

/** What somebody must know of a route before they begin. */
export type RouteView = Pick<
  RouteRule,
  'decideWithin' | 'confidential' | 'wishes' | 'materials' | 'oneOf'
> & {
  readonly mostNumbers: number;
};

/** What the rulebook asks for on a route today, and by when it is decided. Public: it tells of the rules and of no line. */
export function viewRoute(op: Operations, route: Route): RouteView {
  const rules = rulesOfLine(op, null, op.clock.now());
  const { decideWithin, confidential, wishes, materials, oneOf } = rules.settings.routes.value.routes[route];
  return { decideWithin, confidential, wishes, materials, oneOf, mostNumbers: MOST_NUMBERS[route] };
}
