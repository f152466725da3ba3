import { withdrawalAt } from '../../domain/cases/termination.ts';
import { HandbackError } from '../../domain/errors.ts';
import { base32 } from '../../domain/values/base32.ts';
import { insertAudit } from '../../store/audit.ts';
import { lockOpenCase } from '../../store/cases/cases.ts';
import { hideFormerCase, orderEndOfFormerCases } from '../../store/cases/former-holders.ts';
import type { Db } from '../../store/database/database.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import type { RequestLine, SpecialRequest } from '../../store/special/requests.ts';
import { orderBillingMove, splitOffLine } from '../../store/special/split-off.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { approvalFacts } from '../access/second-person.ts';
import { hashReceipt, newReceiptSecret } from '../cases/receipt.ts';
import type { Operations } from '../context.ts';

/**
 * Lets a line go on as its requester's own, in the transaction in which the request is locked. What billing is to do is ordered with it,
 * and tried until it is done.
 *
 * @throws HandbackError `special_line_unfit` where it ended or went to somebody else since it was chosen, or its end cannot be stopped
 */
export async function splitLine(
  op: Operations,
  tx: Db,
  actor: Actor,
  { requestId, requesterId }: SpecialRequest,
  { line, holderId, accountId: fromAccountId, currency, openCase }: LineRecord,
): Promise<RequestLine> {
  const { lineId } = line;
  const nothing = { lineId, checks: [], caseId: null } as const;
  if (line.status === 'ended') return { ...nothing, outcome: 'ended_already' };
  const open = openCase === null ? null : await lockOpenCase(tx, openCase);
  // What its holder of before began cannot be stopped any more: the line ends, whoever holds it.
  if (open !== null && withdrawalAt(open) === 'refused')
    throw new HandbackError('special_line_unfit', { reason: 'ending' });
  // The same at each try, and nothing in it tells that the line was split off.
  const accountId = base32(
    op.vault.index('account of a line that is split off', `${requestId} ${lineId}`).subarray(0, 15),
  );
  const between = { fromHolder: holderId, toHolder: requesterId };
  if (!(await splitOffLine(tx, { lineId, ...between, accountId, currency })))
    throw new HandbackError('special_line_unfit', { reason: 'changed' });
  // What its holder of before had begun ends with the change, and is nothing that they can open any more.
  const receiptHash = hashReceipt(newReceiptSecret(op.vault));
  await hideFormerCase(tx, { lineId, holderId, requesterId, receiptHash });
  await orderEndOfFormerCases(tx, [lineId]);
  await insertAudit(tx, [
    {
      ...{ caseId: null, lineId, actor: auditName(actor), action: 'split_off' },
      facts: { requestId, ...approvalFacts(actor) },
    },
  ]);
  await orderBillingMove(tx, {
    ...{ key: `${requestId}:${lineId}:split`, lineId, currency, payerId: requesterId },
    ...{ fromAccountId, toAccountId: accountId },
  });
  return { ...nothing, outcome: 'split_off' };
}
