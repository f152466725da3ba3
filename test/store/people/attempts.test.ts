import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { NO_ATTEMPTS } from '../../../src/domain/people/verification.ts';
import { inTransaction } from '../../../src/store/database/database.ts';
import { lockAttempts, saveAttempts } from '../../../src/store/people/attempts.ts';
import { testDatabase } from '../../support/database.ts';

const { pool } = await testDatabase();

const counter = () => ({ bucket: randomBytes(32), subject: randomBytes(32) });

it('locks the same counters in one order, whoever asks for them in which', async () => {
  const keys = [counter(), counter(), counter()];
  const add = (of: typeof keys) =>
    inTransaction(pool, async (tx) => {
      const before = await lockAttempts(tx, of);
      await saveAttempts(
        tx,
        of.map(({ bucket }, i) => ({
          bucket,
          attempts: { ...before[i]!, failures: before[i]!.failures + 1 },
        })),
      );
    });
  const turned = [...keys].reverse();
  await Promise.all(Array.from({ length: 40 }, (_, n) => add(n % 2 === 0 ? keys : turned)));
  const after = await inTransaction(pool, (tx) => lockAttempts(tx, keys));
  expect(after.map(({ failures }) => failures)).toEqual([40, 40, 40]);
});

it('answers in the order asked', async () => {
  const keys = [counter(), counter(), counter()].sort((a, b) => Buffer.compare(b.bucket, a.bucket));
  await inTransaction(pool, async (tx) => {
    await lockAttempts(tx, keys);
    await saveAttempts(
      tx,
      keys.map(({ bucket }, failures) => ({ bucket, attempts: { ...NO_ATTEMPTS, failures } })),
    );
    const after = await lockAttempts(tx, keys);
    expect(after.map(({ failures }) => failures)).toEqual([0, 1, 2]);
  });
});
