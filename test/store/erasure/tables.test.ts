import { expect, it } from 'vitest';
import { FATES, type Fate } from '../../../src/store/erasure/tables.ts';
import { testInstance } from '../../support/instance.ts';

const { operations: op } = await testInstance();

/** Every table of ours with its columns; partitions are of their parent. */
async function schema(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await op.pool.query<{ name: string; columns: string[] }>(
    `select c.relname as name, array_agg(a.attname::text order by a.attname) as columns
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relispartition group by 1`,
  );
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}

const named = (fate: Fate): readonly string[] | null => {
  if (fate.fate === 'nobody') return fate.keeps.split(' ');
  return fate.fate === 'blanked' ? [...Object.keys(fate.set), ...fate.keeps.split(' ')] : null;
};

it('knows what becomes of every table and every column when somebody is erased', async () => {
  const tables = await schema();
  expect(Object.keys(FATES).sort()).toEqual([...tables.keys()].sort());
  for (const [table, fate] of Object.entries<Fate>(FATES)) {
    const columns = named(fate);
    if (columns !== null) expect([table, [...columns].sort()]).toEqual([table, tables.get(table)]);
  }
});

it('keeps no column that holds something encrypted or a look-up hash, but those of the operator', async () => {
  const operators = [
    // Who of the operator saw a card destroyed; the hint with which the operator's people sign out.
    'card_destruction.witness_enc',
    'staff_session.id_token_enc',
  ];
  const kept = Object.entries<Fate>(FATES).flatMap(([table, fate]) =>
    fate.fate === 'blanked' || fate.fate === 'nobody'
      ? fate.keeps.split(' ').map((column) => `${table}.${column}`)
      : [],
  );
  expect(kept.filter((name) => /_(enc|bidx)$/.test(name)).sort()).toEqual(operators);
});

it('lets the planner keep no samples of what is encrypted or a hash, in new partitions either', async () => {
  await op.pool.query(`select ensure_closed_partition(now() + interval '9 months')`);
  const { rows } = await op.pool.query<{ column: string }>(
    `select c.relname || '.' || a.attname as column from pg_attribute a join pg_class c on c.oid = a.attrelid
       join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'public' and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
       and a.atttypid = 'bytea'::regtype and c.relname !~ '^log_' and a.attstattarget is distinct from 0`,
  );
  expect(rows).toEqual([]);
});
