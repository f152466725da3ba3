import { expect, it } from 'vitest';
import { ENGINE } from '../../../src/operations/access/actor.ts';
import { confirm } from '../../../src/operations/cases/confirm.ts';
import { endCaseOfFormerHolder } from '../../../src/operations/cases/end-case-of-former-holder.ts';
import { withdraw } from '../../../src/operations/cases/withdraw.ts';
import { subscriberOf } from '../../support/actors.ts';
import { declared } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const { operations: op, vault } = await testInstance();
const [mine, sold, next] = await seedLines(op.pool, vault, 3);

/** What is kept of the messages about a case: the kind, and why it was given up. */
async function messages(caseId: string): Promise<readonly (readonly [string, string | null])[]> {
  const { rows } = await op.pool.query<{ kind: string; why: string | null }>(
    'select kind, given_up_for as why from outbox where case_id = $1 order by message_id',
    [caseId],
  );
  return rows.map(({ kind, why }) => [kind, why]);
}

it('sends no confirmation any more after a withdrawal, when both waited', async () => {
  const { caseId } = await declared(op, mine!);
  await confirm(op, subscriberOf(mine!), { caseId });
  expect((await messages(caseId)).map(([kind]) => kind)).toContain('confirmed');
  await withdraw(op, subscriberOf(mine!), { caseId });
  const kept = await messages(caseId);
  expect(kept).toContainEqual(['withdrawn', null]);
  expect(kept.filter(([kind]) => kind !== 'withdrawn').map(([, why]) => why)).toEqual(
    kept.filter(([kind]) => kind !== 'withdrawn').map(() => 'outdated'),
  );
});

it('tells a number nothing any more of the person who had it before', async () => {
  const { caseId } = await declared(op, sold!);
  await confirm(op, subscriberOf(sold!), { caseId, contact: '+8617009990001' });
  await op.pool.query('update line set holder_id = $2 where line_id = $1', [sold!.lineId, next!.partyId]);
  await endCaseOfFormerHolder(op, ENGINE, { caseId });
  expect(await messages(caseId)).toContainEqual(['confirmed', 'outdated']);
  expect((await messages(caseId)).filter(([, why]) => why === null)).toEqual([]);
});
