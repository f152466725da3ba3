import { describe, expect, it } from 'vitest';
import { withinCodeBudget } from '../../../src/operations/access/code-budget.ts';
import { requestCode } from '../../../src/operations/people/request-code.ts';
import { forgetSignIn } from '../../../src/store/retention.ts';
import { subscriberOf, VISITOR } from '../../support/actors.ts';
import { testInstance } from '../../support/instance.ts';
import { seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const lines = await seedLines(instance.operations.pool, instance.vault, 40);
const HOUR = 3_600_000;
let hours = 0;

/** Budgets of an hour that no other test uses. */
function anHour(limits: { perMinute: number; perHour: number; perClient: number }) {
  const now = new Date(Math.floor(Date.now() / HOUR) * HOUR + ++hours * 48 * HOUR);
  const op = { ...instance.operations, codeLimits: limits, clock: { now: () => now } };
  let next = 0;
  return {
    op,
    now,
    ask: (client: string, number = lines[next++ % lines.length]!.msisdn) =>
      withinCodeBudget(op, VISITOR, client, () => requestCode(op, VISITOR, { number })).then(
        () => 'sent',
        (error) => `${error.code} ${error.facts.bound ?? ''}`.trim(),
      ),
  };
}
const messages = async (): Promise<number> =>
  (await instance.operations.pool.query(`select count(*)::int as n from outbox where kind = 'code'`)).rows[0]
    .n;

describe('codes by text message', () => {
  it('are bounded over all clients, and a part is kept for those who have hardly asked', async () => {
    const { ask } = anHour({ perMinute: 20, perHour: 20, perClient: 1_000 });
    const before = await messages();
    const flood: string[] = [];
    for (let i = 0; i < 20; i++) flood.push(await ask('192.0.2.1'));
    expect(flood.filter((answer) => answer === 'sent')).toHaveLength(16);
    expect(flood.at(-1)).toBe('codes_exhausted all');
    expect(await ask('192.0.2.2')).toBe('sent');
    for (let i = 3; i < 6; i++) await ask(`192.0.2.${i}`);
    expect(await ask('192.0.2.9')).toBe('codes_exhausted all');
    expect((await messages()) - before).toBe(20);
  });

  it('are bounded for one client, whatever the numbers, and the others do not notice', async () => {
    const { ask, now, op } = anHour({ perMinute: 1_000, perHour: 1_000, perClient: 8 });
    expect([await ask('a'), await ask('a'), await ask('a')]).toEqual([
      'sent',
      'sent',
      'codes_exhausted client',
    ]);
    expect(await ask('b')).toBe('sent');
    const end = new Date(now.getTime() + 60_000).toISOString();
    await expect(withinCodeBudget(op, VISITOR, 'a', async () => 0)).rejects.toMatchObject({
      code: 'codes_exhausted',
      facts: { bound: 'client', retryAt: end },
    });
  });

  it('count the same for numbers that nobody has', async () => {
    const answers = async (number: (n: number) => string): Promise<string[]> => {
      const { ask } = anHour({ perMinute: 10, perHour: 10, perClient: 100 });
      const told: string[] = [];
      for (let i = 0; i < 10; i++) told.push(await ask('192.0.2.1', number(i)));
      return told;
    };
    const nobody = await answers((n) => `+8613900000${100 + n}`);
    expect(nobody.filter((told) => told === 'sent')).toHaveLength(8);
    expect(await answers((n) => lines[n]!.msisdn)).toEqual(nobody);
  });

  it('are not exceeded by many at once', async () => {
    const { ask } = anHour({ perMinute: 10, perHour: 10, perClient: 100 });
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => ask(`192.0.2.${n % 3}`)));
    expect(answers.filter((answer) => answer === 'sent').length).toBeLessThanOrEqual(10);
  });

  it('cost nothing where nothing is sent, and who has signed in draws on the reserve', async () => {
    const { ask, op } = anHour({ perMinute: 10, perHour: 10, perClient: 100 });
    const { msisdn } = lines[0]!;
    expect(await ask('c', msisdn)).toBe('sent');
    for (let i = 0; i < 20; i++) expect(await ask('c', msisdn)).toBe('code_too_soon');
    expect(await ask('c', 'no number')).toBe('msisdn_invalid');
    for (let i = 1; i < 8; i++) expect(await ask('c', lines[i]!.msisdn)).toBe('sent');
    expect(await ask('c', lines[9]!.msisdn)).toBe('codes_exhausted all');
    const subscriber = subscriberOf(lines[0]!);
    expect(await withinCodeBudget(op, subscriber, 'c', async () => 'sent')).toBe('sent');
  });

  it('are forgotten by client: no address is kept, and its hash for two hours', async () => {
    const { pool } = instance.operations;
    const { ask, now } = anHour({ perMinute: 10, perHour: 10, perClient: 100 });
    await ask('203.0.113.77');
    const of = 'select client from code_budget where starts_at >= $1 and length(client) > 0';
    const { rows } = await pool.query<{ client: Buffer }>(of, [now]);
    expect(rows.length).toBeGreaterThan(0);
    for (const { client } of rows) expect(client.toString('latin1')).not.toContain('203.0.113');
    await pool.query(
      `update code_budget set starts_at = now() - interval '3 hours' where starts_at >= $1 and span = 'hour'`,
      [now],
    );
    await forgetSignIn(pool);
    const left = await pool.query(`select from code_budget where starts_at < now() - interval '2 hours'`);
    expect(left.rowCount).toBe(0);
  });
});
