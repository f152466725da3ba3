import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Rulebook } from '../../../src/domain/rules/rulebook.ts';
import { stageContext } from '../../../src/run/compose.ts';
import { Rulebooks } from '../../../src/store/rulebooks.ts';
import { Engine } from '../../../src/workflow/engine/engine.ts';
import { closedCase, readyToEnd, running } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator } = instance;
const { pool } = op;

it('leaves a case to a process that has the rulebook which it pinned', async () => {
  const [line] = await seedLines(pool, instance.vault, 1, { simulator });
  const { rows } = await pool.query<{ body: Rulebook }>(
    `select body from rulebook where jurisdiction = 'cn'`,
  );
  // Another process came up with a newer file; this one runs on.
  const rulebooks = await Rulebooks.open(pool, [{ ...rows[0]!.body, version: '2099.1' }], 'adopt');
  const newer = { ...instance, operations: { ...op, rulebooks } };
  const { caseId } = await readyToEnd(newer.operations, line!);
  await running(instance.engine({ idleMs: 10 }), () => delay(200));
  const { rows: left } = await pool.query(
    'select stage, attempts, waiting_for from termination where case_id = $1',
    [caseId],
  );
  expect(left).toEqual([{ stage: 'cool_off', attempts: 0, waiting_for: 'cooling_off' }]);
  const engine = new Engine(stageContext(newer, instance.hlr, undefined), { idleMs: 10 });
  await running(engine, async () => {
    expect(await closedCase(pool, caseId)).toMatchObject({ outcome: 'completed' });
  });
});
