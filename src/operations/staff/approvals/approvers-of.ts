import type { Role } from '../../../domain/rules/role.ts';
import { approversOfAct } from '../../../domain/rules/two-person.ts';
import { findLine } from '../../../store/lines/lines.ts';
import type { ApprovalRequest } from '../../../store/staff/approvals.ts';
import type { Operations } from '../../context.ts';
import { rulesOfLine } from '../../people/rules-of-line.ts';
import { rulebookNamed } from '../../rulebooks/rulebook-name.ts';

/** By the rules of the line, as they are today: also where the act itself could not be done any more. */
export async function approversOf(
  op: Operations,
  { act, about, lineId }: Pick<ApprovalRequest, 'act' | 'about' | 'lineId'>,
): Promise<readonly Role[]> {
  const now = op.clock.now();
  if (act === 'adopt_rulebook') {
    const { jurisdiction } = rulebookNamed(about);
    return approversOfAct(op.rulebooks.current(jurisdiction, null, now).settings.two_person.value, act);
  }
  const record = lineId === null ? null : await findLine(op.pool, lineId);
  return approversOfAct(rulesOfLine(op, record, now).settings.two_person.value, act);
}
