import { expect, it } from 'vitest';
import type { Pool } from '../../../src/store/database/database.ts';
import { Engine } from '../../../src/workflow/engine/engine.ts';
import { closedCase, readyToEnd } from '../../support/cases.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator, context } = instance;

/** The statements of each transaction, by name or by their first words, in the order in which they were sent. */
const transactions: string[][] = [];

const watched = {
  async connect() {
    const client = await context.pipelined.connect();
    return new Proxy(client, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        if (name !== 'query') return member.bind(target);
        return (...args: unknown[]): unknown => {
          const statement = args[0] as string | { readonly name?: string; readonly text: string };
          const text = typeof statement === 'string' ? statement : (statement.name ?? statement.text);
          if (text === 'begin') transactions.push([]);
          else if (!text.startsWith('set local')) transactions.at(-1)!.push(text);
          return member.apply(target, args);
        };
      },
    });
  },
} as unknown as Pool;

it('locks the case first in every commit, so that it waits where an operation has the case', async () => {
  const [line] = await seedLines(op.pool, instance.vault, 1, { simulator });
  const { caseId } = await readyToEnd(op, line!);
  const engine = new Engine({ ...context, pipelined: watched }, { idleMs: 50 });
  engine.start();
  expect(await closedCase(op.pool, caseId)).toMatchObject({ outcome: 'completed' });
  await engine.stop();

  const moving = transactions.filter((sent) => sent.some((name) => name.startsWith('move-')));
  const asking = moving.filter((sent) => sent[0] === 'lock-cases');
  // Two intents ask whether the line changed: those of the bar and of the removal.
  expect(asking).toHaveLength(2);
  for (const sent of asking) expect(sent[1]).toBe('changed-lines');
  expect(moving.length).toBeGreaterThan(5);
  for (const sent of moving.filter((one) => !asking.includes(one))) expect(sent[0]).toMatch(/^move-/);
});
