import { materialsFor } from '../cases/materials.ts';
import type { Capacity } from '../rules/capacity.ts';
import { ROUTE_OF_CAPACITY } from '../rules/route.ts';
import { rulesOfRoute } from '../rules/route-rules.ts';
import type { Channel, Effect, Material, ResolvedRules, Rule, RuleReference } from '../rules/rulebook.ts';
import { CHANNELS } from '../rules/rulebook.ts';
import type { AccessKind, OpenedChannel, PaymentKind } from '../values/line-terms.ts';

/** What somebody knows of a line before they set out. */
export interface GuidanceAsked {
  readonly opened: OpenedChannel;
  readonly access: AccessKind;
  readonly payment: PaymentKind;
  /** As whom they come. */
  readonly capacity: Capacity;
  /** The phone or card is lost or stolen. */
  readonly urgent: boolean;
}

export interface Place {
  readonly channel: Channel;
  readonly materials: readonly Material[];
}

/** What may have to be paid, and what that does to the end of the line. */
export interface Cost {
  readonly of: 'arrears' | 'unbilled_usage' | 'contract_term';
  readonly effect: Exclude<Effect, 'not_applied'>;
  readonly rule: RuleReference;
}

export const LENGTHS = [
  'decision',
  'cooling_off',
  'notice_period',
  'refund',
  'quarantine',
  'idle_end',
  'records_kept',
] as const;

/** How long something takes, of which the rulebook speaks. */
export interface Length {
  readonly of: (typeof LENGTHS)[number];
  readonly amount: number;
  readonly unit: 'minutes' | 'hours' | 'days' | 'working_days' | 'months' | 'years';
  readonly rule: RuleReference;
}

/** What somebody needs to end a line: the same rules by which the line itself is decided on. */
export interface Guidance {
  readonly places: { readonly rule: RuleReference; readonly list: readonly Place[] };
  /** Whether somebody has to come in person. */
  readonly inPerson: boolean;
  readonly materialsRule: RuleReference;
  readonly costs: readonly Cost[];
  readonly lengths: readonly Length[];
}

export function guidanceFor(rules: ResolvedRules, asked: GuidanceAsked): Guidance {
  const { urgent, capacity, payment, opened, access } = asked;
  const route = ROUTE_OF_CAPACITY[capacity];
  const { settings, checks } = rulesOfRoute(rules, route);
  const { permitted, presenceRequired } = settings.channels.value;
  const line = { openedChannel: opened, accesses: [{ kind: access }] };
  // Where presence is wanted, the other ways are closed to a holder; on a route of its own the rulebook says otherwise.
  const inPerson = presenceRequired && checks.channel.value.effect === 'blocks';
  const open = CHANNELS.filter(
    (channel) => permitted.includes(channel) && (!inPerson || channel === 'store'),
  );
  return {
    places: {
      rule: referenceOf(settings.channels),
      list: open.map((channel) => ({
        channel,
        materials: materialsFor(rules, { line, channel, capacity, urgent }),
      })),
    },
    inPerson,
    materialsRule: referenceOf(settings.materials),
    costs: (['arrears', 'unbilled_usage', 'contract_term'] as const).flatMap((of): readonly Cost[] => {
      const { value } = checks[of];
      const effect = urgent && value.urgentEffect !== null ? value.urgentEffect : value.effect;
      return effect === 'not_applied' ? [] : [{ of, effect, rule: referenceOf(checks[of]) }];
    }),
    lengths: [
      ...decisionOf(settings.routes, route),
      ...coolingOff(settings, urgent),
      ...noticeOf(checks.notice_period, payment, urgent),
      lengthOf('refund', settings.refund, settings.refund.value.withinDays, 'days'),
      lengthOf('quarantine', settings.quarantine, settings.quarantine.value.ownDays, 'days'),
      ...idleOf(settings.idle_end, payment),
      lengthOf('records_kept', settings.records_kept, settings.records_kept.value.years, 'years'),
    ],
  };
}

const referenceOf = ({ id, version, source }: RuleReference): RuleReference => ({ id, version, source });

const lengthOf = (of: Length['of'], rule: RuleReference, amount: number, unit: Length['unit']): Length => ({
  of,
  amount,
  unit,
  rule: referenceOf(rule),
});

function decisionOf(
  rule: ResolvedRules['settings']['routes'],
  route: (typeof ROUTE_OF_CAPACITY)[Capacity],
): readonly Length[] {
  if (route === null) return [];
  const { decideWithin, decideWithinHours } = rule.value.routes[route];
  return [
    decideWithinHours === null
      ? lengthOf('decision', rule, decideWithin, 'working_days')
      : lengthOf('decision', rule, decideWithinHours, 'hours'),
  ];
}

function coolingOff({ cooling_off }: ResolvedRules['settings'], urgent: boolean): readonly Length[] {
  const { period, skippedIfUrgent } = cooling_off.value;
  if (period.amount === 0 || (urgent && skippedIfUrgent)) return [];
  return [lengthOf('cooling_off', cooling_off, period.amount, period.unit)];
}

function noticeOf(
  rule: ResolvedRules['checks']['notice_period'],
  payment: PaymentKind,
  urgent: boolean,
): readonly Length[] {
  const { effect, urgentEffect, length, payments } = rule.value;
  const held = (urgent && urgentEffect !== null ? urgentEffect : effect) === 'sets_earliest_date';
  if (!held || !payments.includes(payment)) return [];
  return [lengthOf('notice_period', rule, length.amount, length.unit)];
}

function idleOf(
  rule: Rule<ResolvedRules['settings']['idle_end']['value']>,
  payment: PaymentKind,
): readonly Length[] {
  const { days, payments } = rule.value;
  return days === 0 || !payments.includes(payment) ? [] : [lengthOf('idle_end', rule, days, 'days')];
}
