import { expect, it } from 'vitest';
import { auditOf, booksOf, caseOf, completed, running } from '../../support/cases.ts';
import { eventually, testInstance } from '../../support/instance.ts';
import { seedCases, seedLines } from '../../support/seed.ts';

const instance = await testInstance();
const { operations: op, simulator } = instance;
const { pool } = op;
const { version: rulebookVersion } = op.rulebooks.current('cn', 'CN-BJ', new Date());

it('certifies nobody while the disk is full, keeps nothing half, and each line once when there is room again', async () => {
  const lines = await seedLines(pool, instance.vault, 5, { simulator });
  // What PostgreSQL says when a file cannot grow (errcodes, class 53): the statement fails, the server lives.
  await pool.query(`create function no_room() returns trigger language plpgsql as $$
    begin raise exception 'could not extend file: No space left on device' using errcode = 'disk_full'; end $$`);
  await pool.query('create trigger full_disk before insert on certificate execute function no_room()');
  await seedCases(pool, lines, { rulebookVersion });
  const faults: unknown[] = [];
  const engine = instance.engine({}, { onFault: (_where, error) => faults.push(error) });
  await running(engine, async () => {
    await eventually(
      async () => faults.filter((error) => (error as { code?: unknown }).code === '53100').length,
      (n) => n >= 3,
    );
    for (const line of lines) {
      const audit = await auditOf(pool, await caseOf(pool, line));
      expect(audit.filter((action) => /prove_absent|certify|notify|close|stuck/.test(action))).toEqual([]);
    }
    const { rows } = await pool.query<{ evidence: number; messages: number; logged: number }>(
      `select (select count(*)::int from evidence where stage = 'prove_absent') as evidence,
         (select count(*)::int from outbox where kind = 'completed') as messages,
         (select count(*)::int from log_queue) as logged`,
    );
    expect(rows).toEqual([{ evidence: 0, messages: 0, logged: 0 }]);
    await pool.query('drop trigger full_disk on certificate');
    await completed(pool, lines);
  });
  for (const line of lines) {
    expect(await booksOf(pool, line)).toMatchObject({ certificates: 1, finals: 1 });
    expect(simulator.effects(line.imsi).deleted).toBe(1);
  }
});
