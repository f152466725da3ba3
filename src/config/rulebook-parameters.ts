import { CAPACITIES } from '../domain/rules/capacity.ts';
import { ROUTES, type Route, WISHES } from '../domain/rules/route.ts';
import { ROUTE_CHECKS, routeEffects } from '../domain/rules/route-rules.ts';
import type { RouteRule, RoutesRule } from '../domain/rules/rulebook.ts';
import {
  BILLING_END_POLICIES,
  CHANNELS,
  CHECK_EFFECTS,
  type CheckName,
  type CheckParameters,
  type Checks,
  CLEARING_PLACES,
  type FactorRule,
  IDENTITY_FACTORS,
  MATERIALS,
  type MaterialRule,
  NOTICE_CHANNELS,
  NOTICE_UNITS,
  type NoticeLength,
  type RuleSource,
  type Settings,
  type SpokenTier,
  STRENGTHS,
  type TieParameters,
} from '../domain/rules/rulebook.ts';
import { TEXT_WISHES, type TextWords } from '../domain/rules/text-rules.ts';
import { APPROVING_ROLES, type Approvers, TWO_PERSON_ACTS } from '../domain/rules/two-person.ts';
import { ACCESS_KINDS, OPENED_CHANNELS, PAYMENT_KINDS } from '../domain/values/line-terms.ts';
import type { Period } from '../domain/values/period.ts';
import type { MapReader } from './yaml-reader.ts';

/** How each rule's parameters are written in a rulebook file; one reader a rule, so that none can be forgotten. */
type Readers<T> = { readonly [K in keyof T]: (rule: MapReader, currency: string) => T[K] };

/** A lockout stops guessing; a longer one only stops holders, at the will of whoever guesses. */
const LONGEST_LOCKOUT_MINUTES = 60;

const TIME_OF_DAY = {
  pattern: /^([01]\d|2[0-3]):[0-5]\d$/,
  called: "a time of day in quotes, such as '08:00'",
};

export type NamedReaders = Readonly<Record<string, (rule: MapReader, currency: string) => unknown>>;

export const SETTING_READERS: Readers<Settings> = {
  cooling_off: (rule) => ({ period: period(rule), skippedIfUrgent: rule.flag('skipped_if_urgent') }),
  risk_cooling_off: (rule) => ({
    simChanged: rule.has('sim_changed') ? changeRisk(rule.map('sim_changed')) : null,
    contactChanged: rule.has('contact_changed') ? changeRisk(rule.map('contact_changed')) : null,
    newDevice: rule.has('new_device') ? changeRisk(rule.map('new_device')) : null,
    startedByAgent: rule.has('started_by_agent') ? ended(rule.map('started_by_agent'), longer) : null,
    manyByAgent: rule.has('many_by_agent')
      ? ended(rule.map('many_by_agent'), (map) => ({
          moreThan: map.wholeNumber('more_than', 0),
          withinDays: map.wholeNumber('within_days', 1, 365),
          ...longer(map),
        }))
      : null,
    most: ended(rule.map('most'), period),
  }),
  lock_lifting: (rule) => ({ period: period(rule) }),
  agent_watch: (rule) => ({
    openFrom: rule.text('open_from', TIME_OF_DAY),
    openTo: rule.text('open_to', TIME_OF_DAY),
    atLeast: rule.wholeNumber('at_least', 1),
    urgentPercent: rule.wholeNumber('urgent_percent', 1, 100),
    wrongPercent: rule.wholeNumber('wrong_percent', 1, 100),
    outsidePercent: rule.wholeNumber('outside_percent', 1, 100),
    objections: rule.wholeNumber('objections', 1),
  }),
  objection: (rule) => ({ period: period(rule) }),
  complaints: (rule) => ({
    answerDays: rule.wholeNumber('answer_days', 1, 365),
    warnWorkingDays: rule.wholeNumber('warn_working_days', 0, 30),
    regulator: rule.text('regulator'),
  }),
  declaration_expiry: (rule) => ({ period: period(rule) }),
  channels: (rule) => ({
    permitted: rule.someOf('permitted', CHANNELS),
    presenceRequired: rule.flag('presence_required'),
  }),
  materials: (rule) => ({ items: rule.maps('items', rule.pathOf('items'), 0).map(materialRule) }),
  document_photos: (rule) => ({ keep: period(rule) }),
  quarantine: (rule) => ({
    ownDays: rule.wholeNumber('own_days', 0, 3650),
    rangeHolderDays: rule.wholeNumber('range_holder_days', 0, 3650),
  }),
  quarantine_longer: (rule) => ({
    harassmentDays: rule.wholeNumber('harassment_days', 0, 3650),
    fraudDays: rule.wholeNumber('fraud_days', 0, 3650),
    codes: rule.has('codes')
      ? ended(rule.map('codes'), (map) => ({
          moreThan: map.wholeNumber('more_than', 0),
          withinDays: map.wholeNumber('within_days', 1, 365),
          extendDays: map.wholeNumber('extend_days', 1, 365),
          mostDays: map.wholeNumber('most_days', 1, 3650),
        }))
      : null,
  }),
  detach_unconfirmed_after: (rule) => ({ period: period(rule) }),
  unbinding: (rule) => ({ period: period(rule) }),
  billing_end: (rule) => ({ policy: rule.oneOf('policy', BILLING_END_POLICIES) }),
  early_termination: (rule) => ({
    percent: rule.wholeNumber('percent', 0, 100),
    maxMonths: rule.has('max_months') ? rule.wholeNumber('max_months', 0) : null,
  }),
  records_kept: (rule) => {
    const years = rule.wholeNumber('years', 0, 100);
    const shorter = (key: string): number => rule.wholeNumber(key, 0, years);
    return {
      years,
      ...(rule.has('disclosures_years') ? { disclosuresYears: shorter('disclosures_years') } : {}),
      ...(rule.has('decisions_years') ? { decisionsYears: shorter('decisions_years') } : {}),
      ...(rule.has('contacts_years') ? { contactsYears: shorter('contacts_years') } : {}),
    };
  },
  idle_end: (rule) => ({
    days: rule.wholeNumber('days', 0, 3650),
    payments: rule.someOf('payments', PAYMENT_KINDS),
  }),
  refund: (rule, currency) => ({
    bankTransferFrom: rule.amount('bank_transfer_from', currency),
    withinDays: rule.wholeNumber('within_days', 0),
  }),
  identity_factors: (rule) => ({
    online: factorRule(rule.map('online')),
    hotline: factorRule(rule.map('hotline')),
    store: factorRule(rule.map('store')),
    urgent_bar: factorRule(rule.map('urgent_bar')),
  }),
  hotline_verification: (rule) => ({
    base: spokenTier(rule.map('base')),
    risky: spokenTier(rule.map('risky')),
    riskyIf: ended(rule.map('risky_if'), (signs) => ({
      contactChangedDays: signs.wholeNumber('contact_changed_days', 0, 3650),
      openedDays: signs.wholeNumber('opened_days', 0, 3650),
      lockouts: signs.wholeNumber('lockouts', 0, 100),
      disputedDays: signs.wholeNumber('disputed_days', 0, 3650),
    })),
    tries: rule.wholeNumber('tries', 1, 10),
    topUps: ended(rule.map('top_ups'), (which) => ({
      newest: which.wholeNumber('newest', 1, 10),
      days: which.wholeNumber('days', 1, 365),
    })),
    wrongADay: ended(rule.map('wrong_a_day'), (most) => ({
      agent: most.wholeNumber('agent', 1, 1000),
      caller: most.wholeNumber('caller', 1, 1000),
      document: most.wholeNumber('document', 1, 1000),
    })),
  }),
  one_time_code: (rule) => ({
    validMinutes: rule.wholeNumber('valid_minutes', 1, 60),
    attempts: rule.wholeNumber('attempts', 1, 10),
    lockoutMinutes: rule.wholeNumbers('lockout_minutes', 1, LONGEST_LOCKOUT_MINUTES),
    resendAfterSeconds: rule.wholeNumbers('resend_after_seconds', 0),
    sendsPerDay: rule.wholeNumber('sends_per_day', 1, 100),
  }),
  two_person: (rule) => ({ approvers: approvers(rule.map('approvers')), expires: period(rule) }),
  routes: (rule) => ({
    calendar: {
      weekend: weekend(rule),
      holidays: rule.dates('holidays'),
      workdays: rule.dates('workdays'),
    },
    routes: Object.fromEntries(
      ROUTES.map((route) => [route, routeRule(route, rule.map(route))]),
    ) as unknown as RoutesRule['routes'],
  }),
  text_keywords: (rule) => ({
    words: textWords(rule.map('words')),
    answerWithinSeconds: rule.wholeNumber('answer_within_seconds', 10, 3600),
    answersADay: rule.wholeNumber('answers_a_day', 1, 1000),
    strangers: ended(rule.map('strangers'), (most) => ({
      eachADay: most.wholeNumber('each_a_day', 0, 100),
      allAnHour: most.wholeNumber('all_an_hour', 0, 100_000),
    })),
    partsWithinMinutes: rule.wholeNumber('parts_within_minutes', 1, 1440),
    keepDays: rule.wholeNumber('keep_days', 1, 3650),
  }),
  switching_codes: (rule) => ({
    validDays: rule.has('valid_days') ? rule.wholeNumber('valid_days', 1, 365) : null,
  }),
  notice: (rule) => ({ channels: rule.someOf('channels', NOTICE_CHANNELS) }),
};

export const CHECK_READERS: Readers<Checks> = {
  line_ended: check('line_ended'),
  legal_hold: check('legal_hold'),
  fraud_hold: check('fraud_hold'),
  termination_lock: check('termination_lock'),
  port_out: check('port_out'),
  channel: check('channel'),
  family_tie: tie('family_tie'),
  group_tie: tie('group_tie'),
  main_secondary_tie: tie('main_secondary_tie'),
  broadband_tie: tie('broadband_tie'),
  arrears: (rule, currency) => ({ ...check('arrears')(rule), tolerance: rule.amount('tolerance', currency) }),
  unbilled_usage: check('unbilled_usage'),
  roaming: (rule) => ({
    ...check('roaming')(rule),
    until: rule.oneOf('until', ['end_of_month', 'end_of_next_month']),
  }),
  notice_period: (rule) => ({
    ...check('notice_period')(rule),
    length: noticeLength(rule.map('length')),
    payments: rule.someOf('payments', PAYMENT_KINDS),
  }),
  contract_term: check('contract_term'),
};

const longer = (map: MapReader): { readonly longer: Period } => ({ longer: period(map) });

const changeRisk = (risk: MapReader) =>
  ended(risk, (map) => ({ withinDays: map.wholeNumber('within_days', 1, 365), ...longer(map) }));

/** Of an act that the map leaves out `approversOfAct` says whether it needs a second person all the same. */
function approvers(map: MapReader): Approvers {
  const read = Object.fromEntries(
    TWO_PERSON_ACTS.map((act) => [act, map.has(act) ? map.someOf(act, APPROVING_ROLES) : []]),
  ) as unknown as Approvers;
  map.end();
  return read;
}

/** Of seven days nobody would ever work, and no clock would end. */
function weekend(rule: MapReader): readonly number[] {
  const days = rule.wholeNumbers('weekend', 1, 7);
  if (new Set(days).size < 7) return days;
  rule.problem('must leave a day on which somebody works', 'weekend');
  return [];
}

/** Longer than that, and nobody would call it a deadline. */
const MOST_WORKING_DAYS = 60;

function routeRule(route: Route, map: MapReader): RouteRule {
  const read: RouteRule = {
    decideWithin: map.wholeNumber('decide_within', 1, MOST_WORKING_DAYS),
    decideWithinHours: map.has('decide_within_hours')
      ? map.wholeNumber('decide_within_hours', 1, MOST_WORKING_DAYS * 24)
      : null,
    confidential: map.has('confidential') && map.flag('confidential'),
    skipsCoolingOff: map.has('skips_cooling_off') && map.flag('skips_cooling_off'),
    wishes: map.someOf('wishes', WISHES),
    materials: map.has('materials') ? map.someOf('materials', MATERIALS) : [],
    oneOf: map.has('one_of') ? map.someOf('one_of', MATERIALS) : [],
    effects: map.has('effects') ? routeEffectsOf(map.map('effects')) : {},
  };
  // Whoever only split a line off would owe its holder an account of it: only a route that is silent can do that.
  if (read.wishes.includes('split_off') && !read.confidential)
    map.problem('has split_off on a route that is not confidential', 'wishes');
  if (route === 'survivor' && !read.confidential)
    map.problem('must be true on the route survivor', 'confidential');
  map.end();
  return read;
}

function routeEffectsOf(map: MapReader): RouteRule['effects'] {
  const given = ROUTE_CHECKS.filter((name) => map.has(name));
  const effects = Object.fromEntries(given.map((name) => [name, map.oneOf(name, routeEffects(name))]));
  map.end();
  return effects;
}

function noticeLength(map: MapReader): NoticeLength {
  const given = NOTICE_UNITS.filter((unit) => map.has(unit));
  const [unit] = given;
  if (given.length !== 1 || unit === undefined)
    map.problem(`must have exactly one of ${NOTICE_UNITS.join(', ')}`);
  const amounts = given.map((each) => map.wholeNumber(each, 0, each === 'months' ? 24 : 730));
  map.end();
  return { unit: unit ?? 'days', amount: amounts[0] ?? 0 };
}

const UNITS = ['minutes', 'hours', 'days'] as const;

/** A word for two things would be a word for none. */
function textWords(map: MapReader): TextWords {
  const read = Object.fromEntries(
    TEXT_WISHES.map((wish) => [wish, map.has(wish) ? map.texts(wish) : []]),
  ) as unknown as TextWords;
  const seen = new Map<string, string>();
  for (const wish of TEXT_WISHES) {
    for (const word of read[wish]) {
      const plain = word.normalize('NFKC').toLowerCase();
      const other = seen.get(plain);
      if (other !== undefined && other !== wish) map.problem(`has ${word} in ${other} already`, wish);
      seen.set(plain, wish);
    }
  }
  map.end();
  return read;
}

function period(rule: MapReader): Period {
  const given = UNITS.filter((unit) => rule.has(unit));
  const [unit] = given;
  if (given.length !== 1 || unit === undefined) rule.problem(`must have exactly one of ${UNITS.join(', ')}`);
  // All are read, so that a second unit is one problem and not two.
  const amounts = given.map((each) => rule.wholeNumber(each, 0));
  return { unit: unit ?? 'minutes', amount: amounts[0] ?? 0 };
}

function check(name: CheckName): (rule: MapReader) => CheckParameters {
  return (rule) => ({
    effect: rule.oneOf('effect', CHECK_EFFECTS[name]),
    urgentEffect: rule.has('urgent_effect') ? rule.oneOf('urgent_effect', CHECK_EFFECTS[name]) : null,
    recheckAtPivot: rule.flag('recheck_at_pivot'),
    clearAt: rule.oneOf('clear_at', CLEARING_PLACES),
  });
}

function tie(name: CheckName): (rule: MapReader) => TieParameters {
  return (rule) => ({ ...check(name)(rule), memberEffect: rule.oneOf('member_effect', CHECK_EFFECTS[name]) });
}

function materialRule(item: MapReader): MaterialRule {
  const read = {
    material: item.oneOf('material', MATERIALS),
    opened: item.has('opened') ? item.someOf('opened', OPENED_CHANNELS) : null,
    channels: item.has('channels') ? item.someOf('channels', CHANNELS) : null,
    accesses: item.has('accesses') ? item.someOf('accesses', ACCESS_KINDS) : null,
    capacities: item.has('for') ? item.someOf('for', CAPACITIES) : null,
    waivedIfUrgent: item.has('waived_if_urgent') && item.flag('waived_if_urgent'),
  };
  item.end();
  return read;
}

function factorRule(factors: MapReader): FactorRule {
  const accepted = factors.someOf('accepted', IDENTITY_FACTORS);
  const needed = factors.wholeNumber('needed', 1);
  if (accepted.length > 0 && needed > accepted.length) {
    factors.problem(`asks for more than the ${accepted.length} that are accepted`, 'needed');
  }
  factors.end();
  return { needed, accepted };
}

function spokenTier(tier: MapReader): SpokenTier {
  const of = tier.someOf('of', IDENTITY_FACTORS);
  const always = tier.has('always') ? tier.someOf('always', IDENTITY_FACTORS) : [];
  const needed = tier.wholeNumber('needed', 1);
  if (of.length > 0 && needed > of.length)
    tier.problem(`asks for more than the ${of.length} that count`, 'needed');
  if (always.some((factor) => !of.includes(factor))) tier.problem('must be among those that count', 'always');
  tier.end();
  return { needed, of, always };
}

function ended<T>(map: MapReader, read: (map: MapReader) => T): T {
  const value = read(map);
  map.end();
  return value;
}

export function readSource(source: MapReader): RuleSource {
  const read: RuleSource = {
    title: source.text('title'),
    ...(source.has('url') && {
      url: source.text('url', { pattern: /^https?:\/\//, called: 'a web address' }),
    }),
    strength: source.oneOf('strength', STRENGTHS),
    ...(source.has('citation') && { citation: source.text('citation') }),
    ...(source.has('clause') && { clause: source.text('clause') }),
  };
  source.end();
  return read;
}
