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

/** Billing moves each line first: its effect is keyed, and without it nothing of ours changes. */
export async function prepareSplits(
  op: Operations,
  { requestId, requesterId }: SpecialRequest,
  chosen: readonly LineRecord[],
): Promise<Act> {
  // The same at each try, and nothing in it tells that the line was split off.
  const accountOf = (lineId: string): string =>
    base32(op.vault.index('account of a line that is split off', `${requestId} ${lineId}`).subarray(0, 15));
  const going = chosen.filter(({ line }) => line.status !== 'ended');
  for (const { line, accountId, currency } of going)
    await op.billing.moveLine({
      ...{ key: `${requestId}:${line.lineId}:split`, lineId: line.lineId, currency, payerId: requesterId },
      ...{ fromAccountId: accountId, toAccountId: accountOf(line.lineId) },
    });
  return async (tx, actor) => {
    const lines: RequestLine[] = [];
    for (const { line, holderId, currency } of chosen) {
      const { lineId } = line;
      const accountId = accountOf(lineId);
      const split =
        line.status !== 'ended' &&
        (await splitOffLine(tx, {
          lineId,
          fromHolder: holderId,
          toHolder: requesterId,
          accountId,
          currency,
        }));
      lines.push({ lineId, outcome: split ? 'split_off' : 'ended_already', ...NOTHING });
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
