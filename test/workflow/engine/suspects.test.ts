import { afterAll, expect, it } from 'vitest';
import type { Hlr } from '../../../src/ports/hlr.ts';
import { Engine } from '../../../src/workflow/engine/engine.ts';
import { completed } from '../../support/cases.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { type SeededLine, seedCases, seedLines } from '../../support/seed.ts';

// Cases that were held when processes died. Nearly all of them were only there.

const instance = await testInstance();
const { operations: op, simulator } = instance;
const { pool } = op;
const { version: rulebookVersion } = op.rulebooks.current('cn', 'CN-BJ', new Date());

/** Bars wait here for as long as the gate is closed. */
const waiting = new Set<string>();
let gate = Promise.withResolvers<void>();
let held: ReadonlySet<string> = new Set();
const hlr = new Proxy(instance.hlr, {
  get(target, name: keyof Hlr) {
    const member = target[name];
    if (name !== 'bar') return typeof member === 'function' ? member.bind(target) : member;
    return async (imsi: Parameters<Hlr['bar']>[0]) => {
      if (held.has(imsi)) {
        waiting.add(imsi);
        await gate.promise;
        waiting.delete(imsi);
      }
      return target.bar(imsi);
    };
  },
});
const engine = new Engine({ ...instance.context, hlr }, { idleMs: 50 });
afterAll(() => engine.stop());

async function suspects(count: number, from: number, crashes: number): Promise<readonly SeededLine[]> {
  const lines = await seedLines(pool, instance.vault, count, { from, simulator });
  await seedCases(pool, lines, { rulebookVersion });
  await pool.query('update termination set crashes = $2 where line_id = any($1::text[])', [
    lines.map((line) => line.lineId),
    crashes,
  ]);
  return lines;
}

it.each([
  ['several that were there twice are walked together', 2, 20, 20],
  ['those that were there again are walked one by one', 3, 3, 1],
])('%s, and a new line waits for none of them', async (_name, crashes, count, together) => {
  gate = Promise.withResolvers();
  const lines = await suspects(count, crashes * 100, crashes);
  held = new Set(lines.map((line) => line.imsi));
  engine.start();
  await eventually(
    async () => waiting.size,
    (n) => n === together,
  );
  const fresh = await seedLines(pool, instance.vault, 2, { from: crashes * 100 + 50, simulator });
  await seedCases(pool, fresh, { rulebookVersion });
  engine.wake();
  await completed(pool, fresh);
  expect(waiting.size).toBe(together);
  gate.resolve();
  await completed(pool, lines);
  await engine.stop();
});
