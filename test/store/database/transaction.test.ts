import { expect, it } from 'vitest';
import { inTransaction, type Pool } from '../../../src/store/database/database.ts';
import { testDatabase } from '../../support/database.ts';

const { pool, pipelined } = await testDatabase();
await pool.query('create table noted (n int)');

const noted = async (): Promise<number[]> =>
  (await pool.query<{ n: number }>('select n from noted order by n')).rows.map((row) => row.n);

it.each([
  ['one after the other', pool, 10],
  ['together', pipelined, 20],
])('commits statements that were sent at once, %s', async (_name, on, from) => {
  await inTransaction(on, (tx) =>
    Promise.all([1, 2, 3].map((n) => tx.query('insert into noted values ($1)', [from + n]))),
  );
  expect(await noted()).toEqual(expect.arrayContaining([from + 1, from + 2, from + 3]));
});

it.each([
  ['one after the other', pool, 30],
  ['together', pipelined, 40],
])('keeps nothing when one of several fails, also not what waited behind it, %s', async (_name, on, from) => {
  const before = await noted();
  await expect(
    inTransaction(on, (tx) =>
      Promise.all([
        tx.query('insert into noted values ($1)', [from + 1]),
        tx.query('select 1 / 0'),
        ...[2, 3, 4].map((n) => tx.query('insert into noted values ($1)', [from + n])),
      ]),
    ),
  ).rejects.toMatchObject({ code: '22012' });
  expect(await noted()).toEqual(before);
});

it('refuses a statement that comes after the transaction', async () => {
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let late: Promise<unknown> = Promise.resolve();
  await inTransaction(pool, async (tx) => {
    late = ended.then(() => tx.query('insert into noted values (99)'));
  });
  end();
  await expect(late).rejects.toThrow('the transaction is over');
  expect(await noted()).not.toContain(99);
});

it('asks nothing of a client that is busy, also when it takes a transaction back', async () => {
  const client = await pool.connect();
  let busy = 0;
  let most = 0;
  const counted = new Proxy(client, {
    get: (target, name) => {
      const value = Reflect.get(target, name, target);
      if (name !== 'query') return typeof value === 'function' ? value.bind(target) : value;
      return async (...statement: Parameters<typeof client.query>) => {
        most = Math.max(most, ++busy);
        return Promise.resolve(client.query(...statement)).finally(() => {
          busy -= 1;
        });
      };
    },
  });
  const watched = { connect: async () => counted } as unknown as Pool;
  const three = inTransaction(watched, (tx) =>
    Promise.all([tx.query('select 1 / 0'), tx.query('select 1'), tx.query('select 2')]),
  );
  await expect(three).rejects.toMatchObject({ code: '22012' });
  expect(most).toBe(1);
});
