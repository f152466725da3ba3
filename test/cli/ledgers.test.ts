import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { inProcess } from '../support/in-process.ts';
import { testInstance } from '../support/instance.ts';
import { seedLines } from '../support/seed.ts';

const instance = await testInstance();
const { pool } = instance.operations;
const handback = (...args: string[]) => inProcess(instance, args);
const folder = mkdtempSync(join(tmpdir(), 'handback-feeds-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const [line] = await seedLines(pool, instance.vault, 1);

it('begins a comparison, one at a time, and lists, shows and dismisses findings', async () => {
  expect((await handback('reconcile', 'run')).out).toContain('A comparison has begun.');
  expect((await handback('reconcile', 'run')).out).toContain('One is under way already.');
  await pool.query(
    `insert into reconciliation_finding (kind, part, subject, line_id, facts, last_run)
     select 'missing_at_hlr', 'hlr', '001010000000000', $1, '{"number":"+8617000000000"}', run_id from reconciliation_run`,
    [line!.lineId],
  );
  const { findings } = JSON.parse((await handback('reconcile', 'list', '--json')).out);
  expect((await handback('reconcile', 'show', findings[0].findingId)).out).toContain('Ask them');
  await handback('reconcile', 'dismiss', findings[0].findingId, '--note', 'a test card');
  expect((await handback('reconcile', 'list')).out).toBe('Nothing differs here.\n');
  expect((await handback('charges', 'list')).out).toBe('No charge is held here.\n');
});

it('shows why a number rests, and makes, checks and hands out a list', async () => {
  await pool.query(
    `update number_ledger set state = 'quarantined', line_id = null, release_on = current_date where msisdn = $1`,
    [line!.msisdn],
  );
  const extended = await handback(
    'numbers',
    'extend',
    line!.msisdn,
    '--until',
    '2099-12-31',
    '--reason',
    'x',
  );
  expect(extended.out).toContain('2099-12-31');
  expect((await handback('numbers', 'show', line!.msisdn)).out).toContain(
    'a person said so: until 2099-12-31',
  );
  const made = JSON.parse(
    (await handback('feeds', 'make', '--kind', 'mnrl', '--month', '2026-01', '--json')).out,
  );
  expect(made).toMatchObject({ rows: 0, period: '2026-01' });
  expect((await handback('feeds', 'check', made.feedId)).out).toContain('as it was made');
  const file = join(folder, 'list.csv');
  await handback('feeds', 'resend', made.feedId, '--out', file);
  expect(readFileSync(file, 'utf8')).toBe('Number,RevokedOn\r\n');
  expect((await handback('feeds', 'list')).out).toContain('nil report');
});
