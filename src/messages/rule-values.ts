import { COOLING_RISKS, ruleOfRisk } from '../domain/rules/cooling-risk.ts';
import { ROUTES } from '../domain/rules/route.ts';
import type {
  CheckName,
  CheckParameters,
  Checks,
  FactorRule,
  Material,
  NoticeLength,
  RouteRule,
  Settings,
  SpokenTier,
  TieParameters,
} from '../domain/rules/rulebook.ts';
import type { RuleName, RuleValue } from '../domain/rules/rulebook-difference.ts';
import { TEXT_WISHES } from '../domain/rules/text-rules.ts';
import { TWO_PERSON_ACTS } from '../domain/rules/two-person.ts';
import { decimalText, type Money } from '../domain/values/money.ts';
import type { Period } from '../domain/values/period.ts';
import type { Messages } from './shape.ts';

/** One line a statement, so that two values can be laid beside each other. */
type InWords<T> = { readonly [K in keyof T]: (value: T[K], t: Messages) => readonly string[] };

/** What a rule says, in words, whatever rule it is. */
export function ruleValueText(t: Messages, name: RuleName, value: RuleValue): readonly string[] {
  const inWords = { ...SETTINGS, ...CHECKS }[name] as (value: RuleValue, t: Messages) => readonly string[];
  return inWords(value, t);
}

/** What only one of two values says; a rule of one line is told whole. */
export function differingLines(
  t: Messages,
  name: RuleName,
  before: RuleValue,
  after: RuleValue,
): { readonly before: readonly string[]; readonly after: readonly string[] } {
  const [then, now] = [ruleValueText(t, name, before), ruleValueText(t, name, after)];
  return {
    before: then.filter((line) => !now.includes(line)),
    after: now.filter((line) => !then.includes(line)),
  };
}

/** One for each setting: a further one does not compile without its words. */
const SETTINGS: InWords<Settings> = {
  cooling_off: ({ period, skippedIfUrgent }, t) => [
    periodText(t, period),
    skippedIfUrgent ? t.ruleDesk.values.skippedIfUrgent : t.ruleDesk.values.alsoIfUrgent,
  ],
  risk_cooling_off: (rule, t) => {
    const words = t.ruleDesk.values;
    return [
      ...COOLING_RISKS.flatMap((risk) => {
        const found = ruleOfRisk(rule, risk);
        if (found === null) return [];
        const within = found.withinDays === undefined ? null : daysText(t, found.withinDays);
        return [words.longerFor(t.protection.risks[risk], periodText(t, found.longer), within)];
      }),
      ...(rule.manyByAgent === null ? [] : [words.manyIs(rule.manyByAgent.moreThan)]),
      words.longerAtMost(periodText(t, rule.most)),
    ];
  },
  agent_watch: (rule, t) => {
    const words = t.ruleDesk.values;
    return [
      words.open(rule.openFrom, rule.openTo),
      words.unusualFrom(rule.atLeast),
      words.unusualUrgent(rule.urgentPercent),
      words.unusualWrong(rule.wrongPercent),
      words.unusualOutside(rule.outsidePercent),
      words.unusualObjections(rule.objections),
    ];
  },
  lock_lifting: ({ period }, t) => [periodText(t, period)],
  objection: ({ period }, t) => [periodText(t, period)],
  declaration_expiry: ({ period }, t) => [periodText(t, period)],
  channels: ({ permitted, presenceRequired }, t) => {
    const words = t.ruleDesk.values;
    return [
      words.permitted(listed(t, permitted, t.eligibility.channels)),
      presenceRequired ? words.presence : words.noPresence,
    ];
  },
  materials: ({ items }, t) => {
    const words = t.ruleDesk.values;
    if (items.length === 0) return [words.nothingToBring];
    return items.map(({ material, capacities, opened, channels, accesses, waivedIfUrgent }) =>
      [
        t.materials.names[material],
        ...(capacities === null ? [] : [words.for(listed(t, capacities, t.materials.capacities))]),
        ...(opened === null ? [] : [words.opened(listed(t, opened, words.openedAt))]),
        ...(channels === null ? [] : [words.asked(listed(t, channels, t.eligibility.channels))]),
        ...(accesses === null ? [] : [words.cards(listed(t, accesses, words.accesses))]),
        ...(waivedIfUrgent ? [words.waived] : []),
      ].join(t.punctuation.pause),
    );
  },
  document_photos: ({ keep }, t) => [periodText(t, keep)],
  quarantine_longer: ({ harassmentDays, fraudDays, codes }, t) => [
    t.ruleDesk.values.quarantineHarassment(daysText(t, harassmentDays)),
    t.ruleDesk.values.quarantineFraud(daysText(t, fraudDays)),
    ...(codes === null
      ? []
      : [
          t.ruleDesk.values.quarantineCodes(
            codes.moreThan,
            daysText(t, codes.withinDays),
            daysText(t, codes.extendDays),
            daysText(t, codes.mostDays),
          ),
        ]),
  ],
  quarantine: ({ ownDays, rangeHolderDays }, t) => [
    t.ruleDesk.values.quarantineOwn(daysText(t, ownDays)),
    t.ruleDesk.values.quarantinePorted(daysText(t, rangeHolderDays)),
  ],
  complaints: ({ answerDays, warnWorkingDays, regulator }, t) => [
    daysText(t, answerDays),
    t.ruleDesk.values.complaintWarning(warnWorkingDays),
    t.ruleDesk.values.complaintRegulator(regulator),
  ],
  detach_unconfirmed_after: ({ period }, t) => [periodText(t, period)],
  unbinding: ({ period }, t) => [periodText(t, period)],
  billing_end: ({ policy }, t) => [t.ruleDesk.values.billing[policy]],
  early_termination: ({ percent, maxMonths }, t) => [
    t.ruleDesk.values.share(percent),
    t.ruleDesk.values.mostMonths(maxMonths),
  ],
  records_kept: ({ years, ...shorter }, t) => {
    const words = t.ruleDesk.values;
    return [
      words.years(years),
      ...(['disclosuresYears', 'decisionsYears', 'contactsYears'] as const).flatMap((name) => {
        const of = shorter[name];
        return of === undefined ? [] : [words.yearsOf[name](words.years(of))];
      }),
    ];
  },
  idle_end: ({ days, payments }, t) => {
    const words = t.ruleDesk.values;
    return days === 0
      ? [words.neverIdle]
      : [daysText(t, days), words.noticeOf(listed(t, payments, words.payments))];
  },
  refund: ({ bankTransferFrom, withinDays }, t) => [
    t.ruleDesk.values.bankFrom(moneyText(t, bankTransferFrom)),
    t.ruleDesk.values.within(daysText(t, withinDays)),
  ],
  identity_factors: (value, t) => {
    const by = (where: string, { needed, accepted }: FactorRule): string =>
      t.ruleDesk.values.factors(where, needed, listed(t, accepted, t.factors));
    return [
      by(t.eligibility.channels.online, value.online),
      by(t.eligibility.channels.hotline, value.hotline),
      by(t.eligibility.channels.store, value.store),
      by(t.ruleDesk.values.urgentBar, value.urgent_bar),
    ];
  },
  hotline_verification: ({ base, risky, riskyIf, tries, topUps, wrongADay }, t) => {
    const words = t.ruleDesk.values;
    const tier = (name: 'base' | 'risky', { needed, of, always }: SpokenTier): string =>
      words.tierOf(words.tier[name], needed, listed(t, of, t.factors), listed(t, always, t.factors));
    return [
      tier('base', base),
      tier('risky', risky),
      words.riskyContact(daysText(t, riskyIf.contactChangedDays)),
      words.riskyOpened(daysText(t, riskyIf.openedDays)),
      words.riskyLockouts(riskyIf.lockouts),
      words.riskyDisputed(daysText(t, riskyIf.disputedDays)),
      words.tries(tries),
      words.topUps(topUps.newest, daysText(t, topUps.days)),
      words.wrongADay(wrongADay.agent, wrongADay.caller, wrongADay.document),
    ];
  },
  one_time_code: ({ validMinutes, attempts, lockoutMinutes, resendAfterSeconds, sendsPerDay }, t) => {
    const words = t.ruleDesk.values;
    return [
      words.codeValid(words.period.minutes(validMinutes)),
      words.codeTries(attempts),
      words.lockouts(t.punctuation.listed(lockoutMinutes.map((n) => words.period.minutes(n)))),
      words.resend(t.punctuation.listed(resendAfterSeconds.map((n) => words.seconds(n)))),
      words.sendsADay(sendsPerDay),
    ];
  },
  two_person: ({ approvers, expires }, t) => {
    const words = t.ruleDesk.values;
    return [
      ...TWO_PERSON_ACTS.map((act) => {
        const roles = approvers[act] ?? [];
        const by = roles.length === 0 ? words.alone : listed(t, roles, t.desk.roles);
        return words.actBy(t.desk.approval.acts[act], by);
      }),
      words.waitsFor(periodText(t, expires)),
    ];
  },
  routes: ({ routes, calendar }, t) => {
    const words = t.ruleDesk.values;
    const weekdays: Readonly<Record<number, string>> = words.weekday;
    return [
      ...ROUTES.flatMap((route) =>
        routeLines(t, routes[route]).map((line) => words.route(t.specialDesk.routes[route], line)),
      ),
      words.weekend(t.punctuation.listed(calendar.weekend.map((day) => weekdays[day] ?? String(day)))),
      ...calendar.holidays.map((day) => words.holiday(day)),
      ...calendar.workdays.map((day) => words.workday(day)),
    ];
  },
  text_keywords: (rule, t) => {
    const words = t.inboundTexts.rule;
    return [
      ...TEXT_WISHES.filter((wish) => rule.words[wish].length > 0).map((wish) =>
        words.words(words.wishes[wish], t.punctuation.listed(rule.words[wish])),
      ),
      words.within(t.ruleDesk.values.seconds(rule.answerWithinSeconds)),
      words.answersADay(rule.answersADay),
      words.strangers(rule.strangers.eachADay, rule.strangers.allAnHour),
      words.parts(t.ruleDesk.values.period.minutes(rule.partsWithinMinutes)),
      words.kept(daysText(t, rule.keepDays)),
    ];
  },
  switching_codes: ({ validDays }, t) => [
    validDays === null ? t.inboundTexts.rule.noCodes : t.inboundTexts.rule.codes(daysText(t, validDays)),
  ],
  notice: ({ channels }, t) => [listed(t, channels, t.ruleDesk.values.notices)],
};

/** One for each check. */
const CHECKS: InWords<Checks> = {
  line_ended: checkLines,
  legal_hold: checkLines,
  fraud_hold: checkLines,
  termination_lock: checkLines,
  port_out: checkLines,
  channel: checkLines,
  family_tie: tieLines,
  group_tie: tieLines,
  main_secondary_tie: tieLines,
  broadband_tie: tieLines,
  arrears: (value, t) => [
    ...checkLines(value, t),
    t.ruleDesk.values.tolerance(moneyText(t, value.tolerance)),
  ],
  unbilled_usage: checkLines,
  roaming: (value, t) => [...checkLines(value, t), t.ruleDesk.values.until[value.until]],
  notice_period: (value, t) => {
    const words = t.ruleDesk.values;
    return [
      ...checkLines(value, t),
      words.noticeLength(noticeText(t, value.length)),
      words.noticeOf(listed(t, value.payments, words.payments)),
    ];
  },
  contract_term: checkLines,
};

function checkLines(
  { effect, urgentEffect, recheckAtPivot, clearAt }: CheckParameters,
  t: Messages,
): readonly string[] {
  const words = t.ruleDesk.values;
  return [
    words.effects[effect],
    ...(urgentEffect === null ? [] : [words.urgent(words.effects[urgentEffect])]),
    recheckAtPivot ? words.rechecked : words.notRechecked,
    words.clearAt(t.eligibility.places[clearAt]),
  ];
}

function tieLines(value: TieParameters, t: Messages): readonly string[] {
  const words = t.ruleDesk.values;
  return [...checkLines(value, t), words.member(words.effects[value.memberEffect])];
}

function routeLines(
  t: Messages,
  {
    decideWithin,
    decideWithinHours,
    confidential,
    skipsCoolingOff,
    wishes,
    materials,
    oneOf,
    effects,
  }: RouteRule,
): readonly string[] {
  const words = t.ruleDesk.values;
  const papers = (names: readonly Material[]): string => listed(t, names, t.materials.names);
  return [
    words.decideWithin(decideWithin),
    ...(decideWithinHours === null ? [] : [words.decideWithinHours(words.period.hours(decideWithinHours))]),
    confidential ? words.confidential : words.openRoute,
    skipsCoolingOff ? words.noCoolingOff : words.coolingOff,
    words.wishes(listed(t, wishes, t.specialDesk.wishes)),
    ...(materials.length === 0 ? [] : [words.papers(papers(materials))]),
    ...(oneOf.length === 0 ? [] : [words.oneOf(papers(oneOf))]),
    ...Object.entries(effects).map(([check, effect]) =>
      words.checkOnRoute(t.ruleDesk.names[check as CheckName], words.effects[effect]),
    ),
  ];
}

/** A length of time as a rule states it: 48 hours. */
export function periodText(t: Messages, { unit, amount }: Period): string {
  return t.ruleDesk.values.period[unit](amount);
}

/** How long notice must be given: 1 month. */
export function noticeText(t: Messages, { unit, amount }: NoticeLength): string {
  return unit === 'months' ? t.ruleDesk.values.months(amount) : daysText(t, amount);
}

const daysText = (t: Messages, n: number): string => t.ruleDesk.values.period.days(n);

function moneyText(t: Messages, amount: Money): string {
  return new Intl.NumberFormat(t.writing.locale, { style: 'currency', currency: amount.currency }).format(
    decimalText(amount) as `${number}`,
  );
}

function listed<K extends string>(
  t: Messages,
  names: readonly K[],
  words: Readonly<Record<K, string>>,
): string {
  return t.punctuation.listed(names.map((name) => words[name]));
}
