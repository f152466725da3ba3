import type { Hold, Line, Tie } from '../lines/line.ts';
import type {
  Channel,
  CheckName,
  CheckParameters,
  Effect,
  ResolvedRules,
  TieParameters,
} from '../rules/rulebook.ts';
import { addMonths, type LocalDate, lastDayOfMonth, monthsLeft } from '../values/local-date.ts';
import { compareMoney, type Money, multiply, negate, zero } from '../values/money.ts';
import type { Clearing, EligibilityFacts, Finding, FindingFacts } from './finding.ts';
import { endOfNotice } from './notice-period.ts';

/** `earliest`: the latest of today and the dates that earlier checks have set. */
type Given = EligibilityFacts & { readonly earliest: LocalDate };
type Check = (given: Given, rules: ResolvedRules) => readonly Finding[];

/** Every check, in the order of evaluation and of display. */
export const CHECK_FUNCTIONS: Readonly<Record<CheckName, Check>> = {
  line_ended: lineEnded,
  legal_hold: hold('legal', 'legal_hold', 'contact_legal_desk'),
  fraud_hold: hold('fraud', 'fraud_hold', 'contact_fraud_desk'),
  termination_lock: hold('termination_lock', 'termination_lock', 'unlock'),
  port_out: portOutUnderWay,
  channel: channelPermitted,
  family_tie: tie('family', 'family_tie', { main: 'move_members', member: 'leave_group' }),
  group_tie: tie('group', 'group_tie', { main: 'move_members', member: 'leave_group' }),
  main_secondary_tie: tie('main_secondary', 'main_secondary_tie', {
    main: 'end_secondary_lines',
    member: 'leave_group',
  }),
  broadband_tie: tie('broadband', 'broadband_tie', { main: 'cancel_broadband', member: 'cancel_broadband' }),
  arrears,
  unbilled_usage: unbilledUsage,
  roaming: roamedThisMonth,
  notice_period: noticePeriod,
  contract_term: contractTerm,
};

/**
 * What leaving on `lastDay` costs: the contract's amount for each month or part of one left, cut to the
 * rulebook's share and number of months. The plan uses it again with the service end that was agreed.
 */
export function earlyTermination(line: Line, lastDay: LocalDate, rules: ResolvedRules): Money {
  if (line.contract === null) return zero(rules.currency);
  const { percent, maxMonths } = rules.settings.early_termination.value;
  const months = Math.min(monthsLeft(lastDay, line.contract.endsOn), maxMonths ?? Number.MAX_SAFE_INTEGER);
  return multiply(line.contract.earlyTerminationPerMonth, months * percent, 100);
}

function effectOf(parameters: CheckParameters, urgent: boolean): Effect {
  return urgent && parameters.urgentEffect !== null ? parameters.urgentEffect : parameters.effect;
}

function finding(
  check: CheckName,
  effect: Effect,
  rules: ResolvedRules,
  facts: FindingFacts,
  clear: Clearing | null,
): readonly Finding[] {
  if (effect === 'not_applied') return [];
  const { id, version, source } = rules.checks[check];
  return [{ check, effect, facts, rule: { id, version, source }, clear }];
}

/** A system that does not answer is no reason against the person: the finding says who is silent. */
function cannotTell(
  check: CheckName,
  system: 'billing' | 'portability',
  given: Given,
  rules: ResolvedRules,
): readonly Finding[] {
  const { id, version, source, value } = rules.checks[check];
  const ifFound = effectOf(value, given.urgent);
  if (ifFound === 'not_applied') return [];
  const clear: Clearing = { action: 'try_again', where: 'portal' };
  return [{ check, effect: 'cannot_tell', facts: { system, ifFound }, rule: { id, version, source }, clear }];
}

function lineEnded({ line, urgent }: Given, rules: ResolvedRules): readonly Finding[] {
  if (line.status !== 'ended') return [];
  return finding('line_ended', effectOf(rules.checks.line_ended.value, urgent), rules, {}, null);
}

function hold(
  kind: Hold['kind'],
  check: 'legal_hold' | 'fraud_hold' | 'termination_lock',
  action: Clearing['action'],
): Check {
  return ({ line, urgent }, rules) => {
    const rule = rules.checks[check].value;
    return line.holds
      .filter((held) => held.kind === kind)
      .flatMap(({ since, reference }) =>
        finding(
          check,
          effectOf(rule, urgent),
          rules,
          { date: since, reference },
          { action, where: rule.clearAt },
        ),
      );
  };
}

function portOutUnderWay(given: Given, rules: ResolvedRules): readonly Finding[] {
  const { portOut, urgent } = given;
  if (!portOut.known) return cannotTell('port_out', portOut.system, given, rules);
  if (portOut.value === null) return [];
  const rule = rules.checks.port_out.value;
  const facts = { date: portOut.value.requestedOn, label: portOut.value.recipient };
  return finding('port_out', effectOf(rule, urgent), rules, facts, {
    action: 'withdraw_port_out',
    where: rule.clearAt,
  });
}

/** Where somebody may ask for the end of a line. */
export function openChannels({ settings }: Pick<ResolvedRules, 'settings'>): readonly Channel[] {
  const { presenceRequired, permitted } = settings.channels.value;
  return presenceRequired ? permitted.filter((channel) => channel === 'store') : permitted;
}

/** Some provinces want the person present; some channels are not offered everywhere. */
function channelPermitted({ channel, urgent }: Given, rules: ResolvedRules): readonly Finding[] {
  const open = openChannels(rules);
  if (open.includes(channel)) return [];
  const clear: Clearing = open.includes('online')
    ? { action: 'use_portal', where: 'portal' }
    : open.includes('hotline')
      ? { action: 'call_hotline', where: 'hotline' }
      : { action: 'visit_store', where: 'store' };
  const { id, version, source } = rules.settings.channels;
  // The reason is the province's rule on channels, so that is the one to quote.
  return finding(
    'channel',
    effectOf(rules.checks.channel.value, urgent),
    rules,
    { permitted: open },
    clear,
  ).map((found) => ({ ...found, rule: { id, version, source } }));
}

function tie(
  kind: Tie['kind'],
  check: 'family_tie' | 'group_tie' | 'main_secondary_tie' | 'broadband_tie',
  action: Readonly<Record<Tie['role'], Clearing['action']>>,
): Check {
  return ({ line, urgent }, rules) => {
    const rule: TieParameters = rules.checks[check].value;
    return line.ties
      .filter((bond) => bond.kind === kind)
      .flatMap(({ role, label }) => {
        const usual = role === 'member' ? rule.memberEffect : rule.effect;
        const effect = effectOf({ ...rule, effect: usual }, urgent);
        return finding(check, effect, rules, { label, role }, { action: action[role], where: rule.clearAt });
      });
  };
}

function arrears(given: Given, rules: ResolvedRules): readonly Finding[] {
  const { standing, urgent } = given;
  if (!standing.known) return cannotTell('arrears', standing.system, given, rules);
  const rule = rules.checks.arrears.value;
  const owed = negate(standing.value.balance);
  if (owed.minor <= 0 || compareMoney(owed, rule.tolerance) <= 0) return [];
  const clear: Clearing = { action: 'pay_balance', where: rule.clearAt, amount: owed };
  return finding('arrears', effectOf(rule, urgent), rules, { amount: owed }, clear);
}

function unbilledUsage(given: Given, rules: ResolvedRules): readonly Finding[] {
  const { standing, urgent } = given;
  if (!standing.known) return cannotTell('unbilled_usage', standing.system, given, rules);
  const amount = standing.value.unbilled;
  if (amount.minor <= 0) return [];
  const rule = rules.checks.unbilled_usage.value;
  const clear: Clearing = { action: 'wait_for_bill', where: rule.clearAt };
  return finding('unbilled_usage', effectOf(rule, urgent), rules, { amount }, clear);
}

/** Records of roaming arrive from abroad for weeks; some operators therefore end such a line a month later. */
function roamedThisMonth({ line, urgent, today }: Given, rules: ResolvedRules): readonly Finding[] {
  if (line.lastRoamedOn === null || lastDayOfMonth(line.lastRoamedOn) < today) return [];
  const rule = rules.checks.roaming.value;
  const date = lastDayOfMonth(rule.until === 'end_of_month' ? today : addMonths(today, 1));
  const clear: Clearing = { action: 'wait_until', where: rule.clearAt, until: date };
  return finding('roaming', effectOf(rule, urgent), rules, { date }, clear);
}

/** Some contracts end only so long after their notice was received: the day of receipt counts, whenever it is confirmed. */
function noticePeriod(
  { line, urgent, today, receivedOn = today }: Given,
  rules: ResolvedRules,
): readonly Finding[] {
  const rule = rules.checks.notice_period.value;
  const date = endOfNotice(receivedOn, rule.length);
  if (!rule.payments.includes(line.payment) || date <= today) return [];
  const clear: Clearing = { action: 'wait_until', where: rule.clearAt, until: date };
  return finding('notice_period', effectOf(rule, urgent), rules, { date, received: receivedOn }, clear);
}

function contractTerm({ line, urgent, earliest }: Given, rules: ResolvedRules): readonly Finding[] {
  if (line.contract === null || earliest >= line.contract.endsOn) return [];
  const rule = rules.checks.contract_term.value;
  const effect = effectOf(rule, urgent);
  const date = line.contract.endsOn;
  const clear: Clearing = { action: 'wait_until', where: rule.clearAt, until: date };
  // Who waits for the end pays nothing for leaving early.
  if (effect === 'sets_earliest_date') return finding('contract_term', effect, rules, { date }, clear);
  const amount = earlyTermination(line, earliest, rules);
  if (effect === 'adds_charge' && amount.minor === 0) return [];
  return finding('contract_term', effect, rules, { date, months: monthsLeft(earliest, date), amount }, clear);
}
