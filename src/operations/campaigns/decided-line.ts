import { type Decision, decide } from '../../domain/cases/decision.ts';
import { effectiveDates } from '../../domain/cases/effective-dates.ts';
import { openChannels } from '../../domain/cases/eligibility-checks.ts';
import { planFor } from '../../domain/cases/plan.ts';
import { LANES } from '../../domain/cases/termination.ts';
import { waitForDevicesUntil } from '../../domain/esim/unbinding.ts';
import type { Known, Standing } from '../../domain/lines/line.ts';
import type { Channel } from '../../domain/rules/rulebook.ts';
import { localDateAt } from '../../domain/values/local-date.ts';
import type { CampaignLine } from '../../store/campaigns/campaigns.ts';
import type { NewCase } from '../../store/cases/open-cases.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import { hashReceipt, newReceiptSecret, newReference } from '../cases/receipt.ts';
import { earlyTerminationOf } from '../cases/review-of.ts';
import type { Operations } from '../context.ts';
import { rulesOfLine } from '../people/rules-of-line.ts';

/** What became of one line of a campaign's list. */
export interface CampaignRow extends Omit<CampaignLine, 'result'> {
  /** `would_start`: what a dry run says in place of `started`. */
  readonly result: CampaignLine['result'] | 'would_start';
  readonly reference: string | null;
}

/** A row that was really done, and can be stored. */
export type DoneRow = CampaignLine & Pick<CampaignRow, 'reference'>;

/** A line that the rulebook was asked about. */
export interface Decided {
  readonly record: LineRecord;
  readonly decision: Decision;
  /** Null where something stands in the way. */
  readonly opening: NewCase | null;
  /** Until when the line waits for its eSIM devices; null for one without. */
  readonly unbindUntil: Date | null;
}

/** Decides on a line as of `now`, and drafts its case where nothing stands in the way. */
export function decideLine(
  op: Operations,
  record: LineRecord,
  asked: {
    readonly standing: Known<Standing>;
    /** Whether it has eSIM profiles. */
    readonly esim: boolean;
    readonly channel: Channel;
    readonly now: Date;
  },
): Decided {
  const { standing, esim, now } = asked;
  const { line, holderId, currency, portOut } = record;
  const rules = rulesOfLine(op, record, now);
  // No holder asks for it anywhere: an operator that ends a line does so also where a holder would have to come in person.
  const open = openChannels(rules);
  const channel = open.includes(asked.channel) ? asked.channel : (open[0] ?? asked.channel);
  const decision = decide(
    'campaign',
    now,
    {
      line,
      standing,
      portOut: { known: true, value: portOut },
      channel,
      urgent: false,
      today: localDateAt(now, rules.timeZone),
    },
    rules,
  );
  const { earliestServiceEnd } = decision.eligibility;
  if (earliestServiceEnd === null) return { record, decision, opening: null, unbindUntil: null };
  const dates = effectiveDates(
    { confirmedAt: now, urgent: false, risks: [], earliestServiceEnd, line },
    rules,
  );
  return {
    record,
    decision,
    unbindUntil: esim ? waitForDevicesUntil(now, dates.serviceEndAt, rules) : null,
    opening: {
      reference: newReference(op.vault),
      lineId: line.lineId,
      holderId,
      lane: LANES.campaign,
      stage: 'cool_off',
      dueAt: dates.serviceEndAt,
      plan: planFor({ urgent: false, esim }),
      jurisdiction: line.jurisdiction,
      province: line.province,
      rulebookVersion: rules.version,
      channel,
      urgent: false,
      reason: null,
      declaredAt: now,
      identifiedAt: now,
      currency,
      receiptHash: hashReceipt(newReceiptSecret(op.vault)),
      receiptFactors: [],
      wantedEndOn: null,
      route: null,
      requesterId: null,
      confidential: false,
      confirmed: {
        at: now,
        billingEndOn: dates.billingEndOn,
        earlyTermination: earlyTerminationOf(decision.eligibility)?.minor ?? null,
      },
    },
  };
}

/** What became of a decided line, with the case that was opened for it. */
export function rowOf(
  { record: { line }, decision: { eligibility }, opening }: Decided,
  opened: { readonly caseId: string | null; readonly reference: string | null } | undefined,
): DoneRow {
  const row = { lineId: line.lineId, checks: [], caseId: null, reference: null };
  if (opening !== null) {
    return opened === undefined
      ? { ...row, result: 'open_already' }
      : { ...row, ...opened, result: 'started' };
  }
  const checks = eligibility.findings
    .filter(({ effect }) => effect === 'blocks' || effect === 'cannot_tell')
    .map(({ check }) => check);
  return { ...row, checks, result: eligibility.verdict === 'blocked' ? 'blocked' : 'cannot_tell' };
}

/** As a trial says it: nothing was started. */
export const wouldBe = (row: CampaignRow): CampaignRow =>
  row.result === 'started' ? { ...row, result: 'would_start' } : row;
