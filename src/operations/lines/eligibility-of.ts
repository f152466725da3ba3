import { type Decision, type DecisionKind, decide } from '../../domain/cases/decision.ts';
import { checkEligibility, type Eligibility } from '../../domain/cases/eligibility.ts';
import type { EligibilityFacts } from '../../domain/cases/finding.ts';
import type { Known, Standing } from '../../domain/lines/line.ts';
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
}

/** Everything that stands in the way of ending a line, in one pass; a billing system that is down is said to be down. */
export async function eligibilityOf(op: Operations, record: LineRecord, asked: Asked): Promise<Eligibility> {
  return checkEligibility(await factsOf(op, record, asked), asked.rules);
}

/** The same as a decision: with all that it was made from. */
export async function decideOn(
  op: Operations,
  kind: DecisionKind,
  record: LineRecord,
  asked: Asked,
): Promise<Decision> {
  return decide(kind, asked.now, await factsOf(op, record, asked), asked.rules);
}

async function factsOf(
  op: Operations,
  record: LineRecord,
  { channel, urgent, rules, now }: Asked,
): Promise<EligibilityFacts> {
  return {
    line: record.line,
    standing: await standingOf(op, record.accountId),
    portOut: { known: true, value: record.portOut },
    channel,
    urgent,
    today: localDateAt(now, rules.timeZone),
  };
}

async function standingOf(op: Operations, accountId: string): Promise<Known<Standing>> {
  try {
    return (await op.billing.standing([accountId]))[0] ?? { known: false, system: 'billing' };
  } catch (error) {
    if (error instanceof ConnectorError) return { known: false, system: 'billing' };
    throw error;
  }
}
