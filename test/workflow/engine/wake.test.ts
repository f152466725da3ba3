import { expect, it } from 'vitest';
import { KNOWN_PLAN_VERSIONS } from '../../../src/domain/cases/plan.ts';
import { moveCases } from '../../../src/store/cases/move-cases.ts';
import { claimDue } from '../../../src/store/cases/queue.ts';
import { wakeUnbinding } from '../../../src/store/cases/wake-unbinding.ts';
import { inTransaction } from '../../../src/store/database/database.ts';

import { planMove } from '../../../src/workflow/engine/plan-move.ts';
import { testInstance } from '../../support/instance.ts';
import { seedCases, seedLines } from '../../support/seed.ts';

const LEASE_MS = 60_000;
const instance = await testInstance();
const { pool } = instance.operations;

it.each([
  ['is due at once if it was woken after it was claimed', true],
  ['is due at its date if nobody woke it', false],
])('a case that waits for a device %s', async (_name, woken) => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: woken ? 1 : 2 });
  const { version: rulebookVersion } = instance.operations.rulebooks.current('cn', 'CN-BJ', new Date());
  await seedCases(pool, [line!], { rulebookVersion, stage: 'unbind' });
  const { cases } = await claimDue(pool, instance.vault, {
    ...{
      limit: 1,
      lanes: [1],
      leaseMs: LEASE_MS,
      planVersions: KNOWN_PLAN_VERSIONS,
      rulebooks: instance.operations.rulebooks.versions,
    },
    ...{ parkedStages: [], suspicion: 'none' },
  });
  const work = cases[0]!;
  // The stage has looked by now; what it waits for comes before its outcome is recorded.
  if (woken) await inTransaction(pool, (tx) => wakeUnbinding(tx, [work.caseId]));
  const outcome = { kind: 'wait', delayMs: 30_000, waitingFor: 'device' } as const;
  const move = planMove({ work, steps: [{ stage: 'unbind', outcome, evidence: [], after: work }] });
  await inTransaction(pool, (tx) => moveCases(tx, [move], { leaseMs: LEASE_MS }));
  const { rows } = await pool.query<{ due: boolean; lease: string | null }>(
    'select due_at <= now() as due, lease from termination where case_id = $1',
    [work.caseId],
  );
  expect(rows).toEqual([{ due: woken, lease: null }]);
  await pool.query('delete from termination');
});

it('gives a claim back that could not be loaded, and the next claim has it', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { from: 400 });
  const { version: rulebookVersion } = instance.operations.rulebooks.current('cn', 'CN-BJ', new Date());
  await seedCases(pool, [line!], { rulebookVersion, stage: 'bar' });
  const request = {
    limit: 10,
    lanes: [0, 1, 2],
    leaseMs: 60_000,
    planVersions: KNOWN_PLAN_VERSIONS,
    rulebooks: instance.operations.rulebooks.versions,
    parkedStages: [],
    suspicion: 'none' as const,
  };
  const failing = {
    query: (asked: unknown, values?: unknown) =>
      (asked as { name?: string }).name === 'load-claimed'
        ? Promise.reject(new Error('connection lost'))
        : pool.query(asked as never, values as never),
  } as unknown as Pick<typeof pool, 'query'>;
  await expect(claimDue(failing as never, instance.vault, request)).rejects.toThrow('connection lost');
  const { cases } = await claimDue(pool, instance.vault, request);
  expect(cases.map((work) => work.lineId)).toContain(line!.lineId);
  await pool.query('delete from termination where line_id = $1', [line!.lineId]);
});
