import { createSecretKey, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { LIST_SIZE } from '../../../src/certificate/credential/status-token.ts';
import { StatusPlaces, shuffled, statusesOfList } from '../../../src/store/certificates/status-places.ts';
import { testInstance } from '../../support/instance.ts';

const instance = await testInstance();
const { pool } = instance.operations;

test('a shuffle gives each position another place, and neighbours nothing in common', () => {
  const key = createSecretKey(randomBytes(32));
  const places = Array.from({ length: 20_000 }, (_, position) => shuffled(key, position));
  expect(new Set(places).size).toBe(places.length);
  expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...places)).toBeLessThan(LIST_SIZE);
  // Spread over the whole list: of 20,000 about a fiftieth are in each fiftieth.
  const parts = Array<number>(50).fill(0);
  for (const place of places) parts[Math.floor((place / LIST_SIZE) * 50)]! += 1;
  expect(Math.min(...parts)).toBeGreaterThan(250);
  const other = createSecretKey(randomBytes(32));
  expect(places.filter((place, position) => shuffled(other, position) === place).length).toBeLessThan(10);
});

test('processes that take places at once never get the same one', async () => {
  const takers = Array.from({ length: 5 }, () => new StatusPlaces(pool));
  const taken = await Promise.all(
    takers.flatMap((taker) => [taker.take(300), taker.take(1), taker.take(0), taker.take(77)]),
  );
  const all = taken.flat().map(({ list, index }) => `${list} ${index}`);
  expect(all).toHaveLength(5 * 378);
  expect(new Set(all).size).toBe(all.length);
  // One key a list, whoever came first.
  const { rows } = await pool.query('select list_no from status_list');
  expect(rows).toEqual([{ list_no: 0 }]);
});

test('a full list is followed by the next, with a key of its own', async () => {
  await pool.query(`select setval('certificate_status_position', $1)`, [LIST_SIZE - 512]);
  const taken = await new StatusPlaces(pool).take(512);
  expect([...new Set(taken.map(({ list }) => list))]).toEqual([0, 1]);
  expect(taken.filter(({ list }) => list === 0)).toHaveLength(256);
  const { rows } = await pool.query<{ n: number }>(
    'select count(distinct shuffle_key)::int as n from status_list',
  );
  expect(rows[0]!.n).toBe(2);
});

test('a list tells of the certificates in it that do not stand, and nothing of a list that is not there', async () => {
  const place = async (list: number, index: number, set: string) => {
    await pool.query(
      `insert into certificate (certificate_id, case_id, line_id, jwt, disclosures_enc, status_list, status_index)
       values (gen_random_uuid(), gen_random_uuid(), 'L', 'x', '', $1, $2)`,
      [list, index],
    );
    await pool.query(`update certificate set ${set} where status_list = $1 and status_index = $2`, [
      list,
      index,
    ]);
  };
  await place(0, 7, `revoked_at = now(), revoked_reason = 'fraud'`);
  await place(0, 8, 'superseded_by = gen_random_uuid()');
  await place(0, 9, 'line_id = line_id');
  await place(0, 10, `revoked_at = now(), revoked_reason = 'fraud', superseded_by = gen_random_uuid()`);
  const told = (await statusesOfList(pool, 0))!;
  expect(told.toSorted((a, b) => a.idx - b.idx)).toEqual([
    { idx: 7, state: 'revoked' },
    { idx: 8, state: 'superseded' },
    { idx: 10, state: 'revoked' },
  ]);
  expect(await statusesOfList(pool, 1)).toEqual([]);
  expect(await statusesOfList(pool, 2)).toBeNull();
});
