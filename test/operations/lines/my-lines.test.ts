import { expect, it } from 'vitest';
import { viewCase } from '../../../src/operations/cases/view-case.ts';
import { myLines } from '../../../src/operations/lines/my-lines.ts';
import { subscriberOf } from '../../support/actors.ts';
import { closedCase, readyToEnd, running } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, vault, simulator } = instance;

it('keeps the name of a line that has ended, its date and its case, for its holder', async () => {
  const [line] = await seedLines(op.pool, vault, 1, { simulator });
  const { caseId } = await readyToEnd(op, line!);
  await running(instance.engine(), () => closedCase(op.pool, caseId));
  const [mine] = await myLines(op, subscriberOf(line!));
  expect(mine).toMatchObject({
    line: { msisdn: null, status: 'ended' },
    lastNumber: line!.msisdn,
    ended: { caseId, closedAt: expect.any(Date) },
  });
  expect((await viewCase(op, subscriberOf(line!), { caseId })).msisdn).toBe(line!.msisdn);
});
