import { checkEligibility, type Eligibility } from '../../domain/cases/eligibility.ts';
import type { Known, Standing } from '../../domain/lines/line.ts';
import type { Channel, ResolvedRules } from '../../domain/rules/rulebook.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import type { Operations } from '../context.ts';

/** Everything that stands in the way of ending a line, in one pass; a billing system that is down is said to be down. */
export async function eligibilityOf(
  op: Operations,
  record: LineRecord,
  asked: { readonly channel: Channel; readonly urgent: boolean; readonly rules: ResolvedRules },
): Promise<Eligibility> {
  return checkEligibility(
    {
      line: record.line,
      standing: await standingOf(op, record.accountId),
      portOut: { known: true, value: record.portOut },
      channel: asked.channel,
      urgent: asked.urgent,
      today: localDateAt(op.clock.now(), asked.rules.timeZone),
    },
    asked.rules,
  );
}

async function standingOf(op: Operations, accountId: string): Promise<Known<Standing>> {
  try {
    return (await op.billing.standing([accountId]))[0] ?? { known: false, system: 'billing' };
  } catch (error) {
    if (error instanceof ConnectorError) return { known: false, system: 'billing' };
    throw error;
  }
}
