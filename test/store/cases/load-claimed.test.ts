import { expect, it } from 'vitest';
import { KNOWN_PLAN_VERSIONS } from '../../../src/domain/cases/plan.ts';
import { claimDue } from '../../../src/store/cases/queue.ts';
import { testInstance } from '../../support/instance.ts';
import { seedCases, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { pool } = instance.operations;
let next = 0;

/** A plan with a stage that this version does not know, as a later one may add it. */
const PLAN = ['cool_off', 'bar', 'remove', 'collect_card', 'quarantine', 'publish', 'certify', 'close'];

it.each([
  ['bar', 0, false],
  ['remove', 0, false],
  ['collect_card', 1, false],
  ['quarantine', 1, false],
  ['publish', 1, true],
  ['certify', 1, true],
])(
  'at %s, a case still has what the stages of its own plan before it took from the line',
  async (stage, cards, number) => {
    const [line] = await seedLines(pool, instance.vault, 1, { from: next++ });
    await seedCases(pool, [line!], { rulebookVersion: 'x' });
    await pool.query('update termination set plan = $2, stage = $3 where line_id = $1', [
      line!.lineId,
      PLAN,
      stage,
    ]);
    await pool.query('update access set to_at = now() where line_id = $1', [line!.lineId]);
    await pool.query('update msisdn_assignment set to_at = now() where line_id = $1', [line!.lineId]);
    const { cases } = await claimDue(pool, instance.vault, {
      limit: 10,
      lanes: [0, 1, 2],
      leaseMs: 60_000,
      planVersions: KNOWN_PLAN_VERSIONS,
      rulebooks: instance.operations.rulebooks.versions,
      parkedStages: [],
      suspicion: 'none',
    });
    const work = cases.find(({ lineId }) => lineId === line!.lineId)!;
    expect(work.accesses).toHaveLength(cards);
    expect(work.msisdn).toBe(number ? line!.msisdn : null);
  },
);
