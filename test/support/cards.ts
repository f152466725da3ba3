import { confirm } from '../../src/operations/cases/confirm.ts';
import type { Declared } from '../../src/operations/cases/declare.ts';
import type { Operations } from '../../src/operations/context.ts';
import { CASE_COLUMNS } from '../../src/store/cases/close-cases.ts';
import { subscriberOf } from './actors.ts';
import { declared } from './cases.ts';
import type { SeededLine } from './seed.ts';

/** The ICCID of the card of a seeded line. */
export function cardOf({ imsi }: SeededLine): string {
  return `8986001${imsi.slice(4).padStart(12, '0')}`;
}

export async function confirmed(op: Operations, line: SeededLine): Promise<Declared> {
  const made = await declared(op, line);
  await confirm(op, subscriberOf(line), { caseId: made.caseId });
  return made;
}

/** The line has ended, as far as its case tells: for tests that are about what comes after. */
export async function endedByHand(op: Operations, { caseId }: Pick<Declared, 'caseId'>): Promise<void> {
  await op.pool.query(
    `with gone as (delete from termination where case_id = $1 returning *)
     insert into termination_closed (${CASE_COLUMNS}, closed_at) select ${CASE_COLUMNS}, now() from gone`,
    [caseId],
  );
  await op.pool.query(
    `update termination_closed set outcome = 'completed', service_ended_at = now() where case_id = $1`,
    [caseId],
  );
}
