import type { Role } from '../../../domain/rules/role.ts';
import { findLine } from '../../../store/lines/lines.ts';
import type { ApprovalRequest } from '../../../store/staff/approvals.ts';
import type { Operations } from '../../context.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';

/** By the rules of the line, as they are today: also where the act itself could not be done any more. */
export async function approversOf(
  op: Operations,
  { act, lineId }: Pick<ApprovalRequest, 'act' | 'lineId'>,
): Promise<readonly Role[]> {
  const record = lineId === null ? null : await findLine(op.pool, lineId);
  return rulesOfLine(op, record, op.clock.now()).settings.two_person.value.approvers[act];
}
