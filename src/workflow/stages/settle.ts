import { money } from '../../domain/values/money.ts';
import type { Bill, SettleRequest } from '../../ports/billing.ts';
import { ConnectorError } from '../../ports/connector-error.ts';
import type { StageOutcome, Work } from '../../store/cases/work.ts';
import { isConnectionFailure } from '../../store/database/database.ts';
import type { StageContext, StageModule } from '../engine/stage.ts';
import { outcomeOf } from './per-case.ts';

/** Books the final bill, once: the case is the effect's key. Money moves only here, after the cut. */
export const settle: StageModule = {
  stage: 'settle',
  connector: 'billing',
  run(cases, context) {
    const together = settleAll(cases, context);
    return cases.map(async (work, i): Promise<StageOutcome> => {
      try {
        const bill = (await together)?.[i] ?? (await settleAll([work], context))![0]!;
        return {
          kind: 'done',
          patch: { bill },
          facts: { total: bill.total.minor, currency: bill.total.currency },
        };
      } catch (error) {
        if (error instanceof ConnectorError) return outcomeOf(error, work);
        throw error;
      }
    });
  },
};

/** The bills of many cases; null if one of several may have spoiled it for the others, so that each is asked for by itself. */
async function settleAll(cases: readonly Work[], context: StageContext): Promise<readonly Bill[] | null> {
  try {
    return await context.billing.settle(cases.map(toRequest));
  } catch (error) {
    const outage = error instanceof ConnectorError ? error.fault !== 'refused' : isConnectionFailure(error);
    if (outage || cases.length === 1) throw error;
    return null;
  }
}

function toRequest(work: Work): SettleRequest {
  if (work.billingEndOn === null) throw new Error(`case ${work.caseId} reached settle without a billing end`);
  return {
    key: `${work.caseId}:settle`,
    lineId: work.lineId,
    accountId: work.accountId,
    openedOn: work.openedOn,
    billingEndOn: work.billingEndOn,
    earlyTermination: work.earlyTermination === null ? null : money(work.currency, work.earlyTermination),
    monthlyFee: money(work.currency, work.monthlyFee),
    payment: work.payment,
    confidential: work.confidential,
  };
}
