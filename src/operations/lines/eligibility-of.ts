import { type Decision, type DecisionKind, decide } from '../../domain/cases/decision.ts';
import { checkEligibility, type Eligibility } from '../../domain/cases/eligibility.ts';
import type { EligibilityFacts } from '../../domain/cases/finding.ts';
import type { Known, Standing } from '../../domain/lines/line.ts';
import type { CoolingRisk } from '../../domain/rules/cooling-risk.ts';
import type { Channel, ResolvedRules } from '../../domain/rules/rulebook.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import type { Operations } from '../context.ts';

export interface Asked {
  readonly channel: Channel;
  readonly urgent: boolean;
  readonly rules: ResolvedRules;
  readonly now: Date;
  /** When the declaration was received, where there is one. */
  readonly receivedAt?: Date;
  /** Where the dates follow from the decision. */
  readonly risks?: readonly CoolingRisk[];
}

/** Of one line among many. */
export interface AskedOf extends Asked {
  readonly record: LineRecord;
}

/** Everything that stands in the way of ending a line, in one pass; a billing system that is down is said to be down. */
export async function eligibilityOf(op: Operations, record: LineRecord, asked: Asked): Promise<Eligibility> {
  return (await eligibilityOfMany(op, [{ ...asked, record }]))[0]!;
}

/** The same of many lines, whose accounts are asked for at once; in their order. */
export async function eligibilityOfMany(
  op: Operations,
  asked: readonly AskedOf[],
): Promise<readonly Eligibility[]> {
  const facts = await factsOf(op, asked);
  return asked.map(({ rules }, i) => checkEligibility(facts[i]!, rules));
}

/** The same as a decision: with all that it was made from. */
export async function decideOn(
  op: Operations,
  kind: DecisionKind,
  record: LineRecord,
  asked: Asked,
): Promise<Decision> {
  return (await decideOnMany(op, kind, [{ ...asked, record }]))[0]!;
}

/** The same of many lines, in their order. */
export async function decideOnMany(
  op: Operations,
  kind: DecisionKind,
  asked: readonly AskedOf[],
): Promise<readonly Decision[]> {
  const facts = await factsOf(op, asked);
  return asked.map(({ rules, now }, i) => decide(kind, now, facts[i]!, rules));
}

async function factsOf(op: Operations, asked: readonly AskedOf[]): Promise<readonly EligibilityFacts[]> {
  const standings = await standingsOf(
    op,
    asked.map(({ record }) => record.accountId),
  );
  return asked.map(({ record: { line, portOut }, channel, urgent, rules, now, receivedAt, risks }, i) => ({
    line,
    standing: standings[i] ?? UNKNOWN,
    portOut: { known: true, value: portOut },
    channel,
    urgent,
    today: localDateAt(now, rules.timeZone),
    ...(receivedAt === undefined ? {} : { receivedOn: localDateAt(receivedAt, rules.timeZone) }),
    ...(risks === undefined ? {} : { risks }),
  }));
}

const UNKNOWN: Known<Standing> = { known: false, system: 'billing' };

async function standingsOf(
  op: Operations,
  accountIds: readonly string[],
): Promise<readonly Known<Standing>[]> {
  if (accountIds.length === 0) return [];
  try {
    return await op.billing.standing(accountIds);
  } catch (error) {
    if (error instanceof ConnectorError) return accountIds.map(() => UNKNOWN);
    throw error;
  }
}
