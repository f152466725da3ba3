import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fileComplaint } from '../../src/operations/complaints/file-complaint.ts';
import { subscriberOf } from '../support/actors.ts';
import { declared } from '../support/cases.ts';
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

it('shows a held charge with its certificate, its sum and what became of it', async () => {
  await pool.query(
    `insert into charge (charge_id, digest, received_from, line_id, case_id, kind, from_on, to_on, amount, currency, verdict, because,
       held_from, held_amount, dispute)
     values ('C-1', '', 'billing', $1, gen_random_uuid(), 'recurring', '2026-12-01', '2026-12-31', 12900, 'CNY', 'held', 'after_end',
       '2026-12-01', 12900, 'waiting')`,
    [line!.lineId],
  );
  const { out } = await handback('charges', 'show', 'C-1');
  expect(out).toMatch(/Amount +129\.00 CNY\nHeld +129\.00 CNY \(from 2026-12-01 on\)\n/);
});

it('answers a complaint, and shows its paragraphs as they were written', async () => {
  const made = await declared(instance.operations, line!);
  const { reference } = await fileComplaint(instance.operations, subscriberOf(line!), {
    ...{ caseId: made.caseId, topic: 'other', text: 'One.\r\nTwo.', via: 'portal' },
  });
  const answer = join(folder, 'answer.txt');
  writeFileSync(answer, 'Yes.\nSorry.');
  const absent = join(folder, 'nowhere.txt');
  expect(
    await handback('complaints', 'answer', reference, '--outcome', 'upheld', '--text', absent),
  ).toMatchObject({ code: 1, err: expect.stringContaining(`${absent} cannot be opened (ENOENT)`) });
  expect((await handback('complaints', 'list')).out).toContain('Waits for an answer');
  const said = await handback('complaints', 'answer', reference, '--outcome', 'upheld', '--text', answer);
  expect(said).toMatchObject({ code: 0, out: 'It is answered. The person is told.\n' });
  const { out } = await handback('complaints', 'show', reference);
  expect(out).toMatch(/What was said +One\.\n +Two\.\n/);
  expect(out).toMatch(/Answer +Yes\.\n +Sorry\.\n/);
  const pack = join(folder, 'pack.zip');
  expect((await handback('cases', 'pack', made.reference, '--output', pack)).out).toBe(`Written: ${pack}\n`);
  const again = await handback('cases', 'pack', made.reference, '--output', pack);
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining(`${pack} is there already`) });
});

it('says which setting the American list lacks', async () => {
  const refused = await handback('feeds', 'make', '--kind', 'rnd', '--month', '2026-01');
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('sets HANDBACK_RND_COMPANY_ID') });
  // What a form shows beside its field is named here.
  const nobody = await handback('feeds', 'make', '--kind', 'range_holder');
  expect(nobody).toMatchObject({
    code: 1,
    err: expect.stringMatching(/\(field_missing\)\n.*\nrecipient\n$/),
  });
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
  await handback('feeds', 'resend', made.feedId, '--output', file);
  expect(readFileSync(file, 'utf8')).toBe('Number,RevokedOn\r\n');
  expect((await handback('feeds', 'list')).out).toContain('nil report');
});
