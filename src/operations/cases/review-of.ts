import type { Decision } from '../../domain/cases/decision.ts';
import { type EffectiveDates, effectiveDates } from '../../domain/cases/effective-dates.ts';
import type { Eligibility } from '../../domain/cases/eligibility.ts';
import type { CoolingRisk } from '../../domain/rules/cooling-risk.ts';
import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import { latestOf } from '../../domain/values/local-date.ts';
import type { Money } from '../../domain/values/money.ts';
import type { Bill } from '../../ports/billing.ts';
import type { CaseRecord } from '../../store/cases/cases.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import type { Operations } from '../context.ts';

export interface Review {
  readonly eligibility: Eligibility;
  readonly dates: EffectiveDates | null;
  /** What makes the cooling-off longer than usual. */
  readonly risks: readonly CoolingRisk[];
  /** What the final bill would hold as of today; null when billing does not answer. */
  readonly bill: Bill | null;
}

/** The dates and the money that a decision means for a case, as of `now`. */
export async function reviewOf(
  op: Operations,
  asked: {
    readonly found: CaseRecord;
    readonly record: LineRecord;
    readonly rules: ResolvedRules;
    readonly decision: Decision;
    readonly now: Date;
  },
): Promise<Review> {
  const { found, record, rules, now } = asked;
  const { eligibility, facts } = asked.decision;
  const { risks = [] } = facts;
  if (eligibility.earliestServiceEnd === null) return { eligibility, dates: null, risks, bill: null };
  const earliestServiceEnd =
    found.wantedEndOn === null
      ? eligibility.earliestServiceEnd
      : latestOf(eligibility.earliestServiceEnd, found.wantedEndOn);
  const confirmedAt = found.confirmedAt ?? now;
  const dates = effectiveDates(
    { confirmedAt, urgent: found.urgent, risks, earliestServiceEnd, line: record.line },
    rules,
  );
  const bill = await op.billing
    .quote([
      {
        key: `${found.caseId}:settle`,
        lineId: found.lineId,
        accountId: record.accountId,
        openedOn: record.line.openedOn,
        billingEndOn: dates.billingEndOn,
        earlyTermination: earlyTerminationOf(eligibility),
        monthlyFee: record.line.plan.monthlyFee,
        payment: record.line.payment,
        confidential: found.confidential,
      },
    ])
    .then((bills) => bills[0] ?? null)
    .catch(() => null);
  return { eligibility, dates, risks, bill };
}

/** The price of leaving the contract early, as the eligibility check found it. */
export function earlyTerminationOf(eligibility: Eligibility): Money | null {
  return eligibility.charges.find((charge) => charge.check === 'contract_term')?.amount ?? null;
}
