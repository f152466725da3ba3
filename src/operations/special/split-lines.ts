import { HandbackError } from '../../domain/errors.ts';
import { base32 } from '../../domain/values/base32.ts';
import { insertAudit } from '../../store/audit.ts';
import { orderEndOfFormerCases } from '../../store/cases/former-holders.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import type { RequestLine, SpecialRequest } from '../../store/special/requests.ts';
import { splitOffLine } from '../../store/special/split-off.ts';
import { auditName } from '../access/actor.ts';
import { approvalFacts } from '../access/second-person.ts';
import type { Operations } from '../context.ts';
import { type Act, NOTHING } from './act.ts';

/**
 * Billing moves each line while the request is locked: it is not refused meanwhile, and without billing nothing of ours changes.
 * Its effect is keyed: where our own part fails afterwards, the next try finds it done.
 */
export function prepareSplits(
  op: Operations,
  { requestId, requesterId }: SpecialRequest,
  chosen: readonly LineRecord[],
): Act {
  // The same at each try, and nothing in it tells that the line was split off.
  const accountOf = (lineId: string): string =>
    base32(op.vault.index('account of a line that is split off', `${requestId} ${lineId}`).subarray(0, 15));
  return async (tx, actor) => {
    const lines: RequestLine[] = [];
    for (const { line, holderId, accountId: fromAccountId, currency } of chosen) {
      const { lineId } = line;
      if (line.status === 'ended') {
        lines.push({ lineId, outcome: 'ended_already', ...NOTHING });
        continue;
      }
      const accountId = accountOf(lineId);
      const between = { fromHolder: holderId, toHolder: requesterId };
      // It may have ended, or gone to somebody else, since it was chosen.
      if (!(await splitOffLine(tx, { lineId, ...between, accountId, currency })))
        throw new HandbackError('special_line_unfit', { reason: 'changed' });
      await op.billing.moveLine({
        ...{ key: `${requestId}:${lineId}:split`, lineId, currency, payerId: requesterId },
        ...{ fromAccountId, toAccountId: accountId },
      });
      lines.push({ lineId, outcome: 'split_off', ...NOTHING });
    }
    const split = lines.filter(({ outcome }) => outcome === 'split_off').map(({ lineId }) => lineId);
    // What its holder of before had begun ends with the change, and tells them nothing.
    await orderEndOfFormerCases(tx, split);
    await insertAudit(
      tx,
      split.map((lineId) => ({
        ...{ caseId: null, lineId, actor: auditName(actor), action: 'split_off' },
        facts: { requestId, ...approvalFacts(actor) },
      })),
    );
    return lines;
  };
}
