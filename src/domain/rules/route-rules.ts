import type { Period } from '../values/period.ts';
import { type Calendar, endOfWorkingDay } from '../values/working-days.ts';
import { NO_RISK_COOLING_OFF } from './cooling-risk.ts';
import type { Route } from './route.ts';
import {
  CHECK_EFFECTS,
  type CheckName,
  type Effect,
  type ResolvedRules,
  type RouteRule,
} from './rulebook.ts';

const HOUR_MS = 3_600_000;

/** The rules as they are on a route: what would be demanded of a holder is only told to others. */
export function rulesOfRoute(rules: ResolvedRules, route: Route | null): ResolvedRules {
  if (route === null || rules.route === route) return rules;
  const { effects, skipsCoolingOff } = rules.settings.routes.value.routes[route];
  const checks = Object.fromEntries(
    Object.entries(rules.checks).map(([name, rule]) => {
      const effect = effects[name as CheckName];
      if (effect === undefined) return [name, rule];
      // Whoever is on a route is not in a hurry of their own: its effect is the one, urgent or not.
      const value = {
        ...rule.value,
        effect,
        urgentEffect: null,
        ...('memberEffect' in rule.value ? { memberEffect: effect } : {}),
      };
      return [name, { ...rule, value }];
    }),
  ) as unknown as ResolvedRules['checks'];
  const { cooling_off } = rules.settings;
  const period: Period = { unit: 'minutes', amount: 0 };
  const settings = skipsCoolingOff
    ? {
        ...rules.settings,
        cooling_off: { ...cooling_off, value: { ...cooling_off.value, period } },
        risk_cooling_off: { ...rules.settings.risk_cooling_off, value: NO_RISK_COOLING_OFF },
      }
    : rules.settings;
  return { ...rules, route, checks, settings };
}

/** Checks whose effect a route may change: what stands for somebody else's right stays as it is. */
export const ROUTE_CHECKS = [
  'channel',
  'termination_lock',
  'family_tie',
  'group_tie',
  'main_secondary_tie',
  'broadband_tie',
  'arrears',
  'unbilled_usage',
  'roaming',
  'notice_period',
  'contract_term',
] as const satisfies readonly CheckName[];

/** The effects that a route may give a check: never a stricter one than `blocks` for everybody. */
export function routeEffects(name: CheckName): readonly Effect[] {
  return CHECK_EFFECTS[name].filter((effect) => effect === 'warns' || effect === 'not_applied');
}

/** By when a request is decided that was received now. */
export function decideByOf(
  { decideWithin, decideWithinHours }: Pick<RouteRule, 'decideWithin' | 'decideWithinHours'>,
  receivedAt: Date,
  calendar: Calendar,
  zone: string,
): Date {
  const end = endOfWorkingDay(receivedAt, decideWithin, calendar, zone);
  if (decideWithinHours === null) return end;
  const latest = new Date(receivedAt.getTime() + decideWithinHours * HOUR_MS);
  return latest < end ? latest : end;
}
