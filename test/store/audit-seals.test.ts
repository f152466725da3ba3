import { beforeEach, describe, expect, it } from 'vitest';
import { insertAudit } from '../../src/store/audit.ts';
import { type AuditCheck, checkAudit, sealAudit } from '../../src/store/audit-seals.ts';
import { inTransaction } from '../../src/store/database/database.ts';
import { testInstance } from '../support/instance.ts';

const instance = await testInstance();
const { pool, vault } = instance.operations;

const write = (from: number, count: number) =>
  insertAudit(
    pool,
    Array.from({ length: count }, (_, i) => ({
      caseId: null,
      lineId: `L${from + i}`,
      actor: 'staff:lin',
      action: 'declared',
      facts: { n: from + i },
    })),
  );
const sealed = async (): Promise<AuditCheck> => {
  while ((await sealAudit(pool, vault, 4)).sealed > 0);
  return checkAudit(pool, vault, null);
};

beforeEach(async () => {
  await pool.query('truncate audit, audit_seal');
  await write(1, 10);
});

it('numbers every committed row once, and the chain holds', async () => {
  expect(await sealed()).toMatchObject({
    rows: 10,
    broken: null,
    beyond: 0,
    unsealed: 0,
    head: { last: 10 },
  });
  await write(11, 3);
  expect(await checkAudit(pool, vault, null)).toMatchObject({ rows: 10, broken: null, unsealed: 3 });
  expect(await sealed()).toMatchObject({ rows: 13, broken: null, unsealed: 0 });
  const { rows } = await pool.query<{ n: number }>('select sealed_as as n from audit order by sealed_as');
  expect(rows.map((row) => row.n)).toEqual(Array.from({ length: 13 }, (_, i) => i + 1));
});

it('seals no row before its transaction commits, and those that commit later come later', async () => {
  const late = Promise.withResolvers<void>();
  const written = Promise.withResolvers<void>();
  const slow = inTransaction(pool, async (tx) => {
    await insertAudit(tx, [{ caseId: null, lineId: 'slow', actor: 'engine', action: 'declared' }]);
    written.resolve();
    await late.promise;
  });
  await written.promise;
  await write(20, 2);
  expect(await sealed()).toMatchObject({ rows: 12 });
  late.resolve();
  await slow;
  expect(await sealed()).toMatchObject({ rows: 13, broken: null });
});

it('is done by one of many at a time, and never twice', async () => {
  await Promise.all(Array.from({ length: 20 }, () => sealAudit(pool, vault, 3)));
  expect(await sealed()).toMatchObject({ rows: 10, broken: null });
});

describe('a log that somebody worked on', () => {
  const fault = async (sql: string): Promise<AuditCheck> => {
    await sealed();
    await pool.query(sql);
    return checkAudit(pool, vault, null);
  };

  it.each([
    ['a fact was changed', `update audit set facts = '{"n": 99}' where sealed_as = 6`, 'changed'],
    ['an actor was changed', `update audit set actor = 'engine' where sealed_as = 6`, 'changed'],
    [
      'a time was moved by a microsecond',
      `update audit set at = at + interval '1 microsecond' where sealed_as = 6`,
      'changed',
    ],
    ['a row was taken out', 'delete from audit where sealed_as = 6', 'missing'],
    [
      'two rows changed places',
      'update audit set sealed_as = 11 - sealed_as where sealed_as in (5, 6)',
      'changed',
    ],
    [
      'a number was given twice',
      `insert into audit (actor, action, sealed_as) values ('engine', 'declared', 6)`,
      'twice',
    ],
    [
      'a row was taken out and the numbers closed up',
      'with gone as (delete from audit where sealed_as = 6) update audit set sealed_as = sealed_as - 1 where sealed_as > 6',
      'changed',
    ],
    ['a link was taken out', 'delete from audit_seal where first = 5', 'changed'],
  ])('shows where: %s', async (_, sql, kind) => {
    const { broken } = await fault(sql);
    expect(broken?.fault).toBe(kind);
    expect(broken!.last).toBeGreaterThanOrEqual(5);
  });

  it('shows rows behind the last link', async () => {
    expect(await fault('delete from audit_seal where first > 8')).toMatchObject({ beyond: 2 });
    expect(
      await fault(`insert into audit (actor, action, sealed_as) values ('engine', 'declared', 99)`),
    ).toMatchObject({
      beyond: expect.any(Number),
    });
  });

  it('shows that its end was cut off to whoever kept a head', async () => {
    const { head } = await sealed();
    expect(await checkAudit(pool, vault, head)).toMatchObject({ holdsHead: true });
    await pool.query('delete from audit where sealed_as > 4');
    await pool.query('delete from audit_seal where last > 4');
    expect(await checkAudit(pool, vault, head)).toMatchObject({ broken: null, holdsHead: false });
  });

  it('is not sealed on by a worker that saw what is gone', async () => {
    const { head } = await sealAudit(pool, vault, 100);
    await pool.query('delete from audit_seal');
    await pool.query(`update audit set sealed_as = null, facts = '{"n": 99}'`);
    await expect(sealAudit(pool, vault, 100, head)).rejects.toThrow('lost a link');
    expect(await checkAudit(pool, vault, null)).toMatchObject({ rows: 0, unsealed: 10 });
  });

  it('cannot be chained anew without the key', async () => {
    const other = await testInstance();
    await pool.query('update audit set sealed_as = null');
    await pool.query('delete from audit_seal');
    await sealAudit(pool, other.operations.vault, 100);
    expect(await checkAudit(pool, vault, null)).toMatchObject({ broken: { fault: 'changed' } });
  });
});
