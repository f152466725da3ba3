import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LocalDate, parseLocalDate } from '../../../src/domain/values/local-date.ts';
import {
  booleans,
  byteas,
  dates,
  float8s,
  int2s,
  int4s,
  int8s,
  jsonbs,
  jsons,
  texts,
  timestamps,
  uuids,
} from '../../../src/store/database/array-parameters.ts';
import { testDatabase } from '../../support/database.ts';

const { pool } = await testDatabase();

/** What PostgreSQL reads in the parameter, element by element, as text; null is NULL. */
async function readBack(type: string, parameter: Buffer): Promise<(string | null)[]> {
  const { rows } = await pool.query<{ value: string | null }>(
    `select e::text as value from unnest($1::${type}[]) with ordinality as o(e, n) order by n`,
    [parameter],
  );
  return rows.map((row) => row.value);
}

const same = <T>(value: T): T => value;

const UUID = '01a216d3-0576-7817-a036-14c2b677d941';
const TEXTS = ['', 'plain', null, '"q" \\ {,}', '号码 📵'];
const DAYS = ['1970-01-01', null, '2026-02-28', '9999-12-31', '0001-01-01'];

test.each<[type: string, parameter: Buffer, read: (string | null)[]]>([
  ['uuid', uuids([UUID, null, UUID.toUpperCase()], same), [UUID, null, UUID]],
  ['text', texts(TEXTS, same), TEXTS],
  ['jsonb', jsonbs(['{"b":1,"a":2}', null, '"号"'], same), ['{"a": 2, "b": 1}', null, '"号"']],
  ['json', jsons(['{"b":1,"a":2}', null], same), ['{"b":1,"a":2}', null]],
  ['bytea', byteas([Buffer.of(0, 255, 92), null, Buffer.alloc(0)], same), ['\\x00ff5c', null, '\\x']],
  ['boolean', booleans([true, null, false], same), ['true', null, 'false']],
  ['smallint', int2s([-32_768, null, 32_767], same), ['-32768', null, '32767']],
  ['int', int4s([-2_147_483_648, null, 2_147_483_647], same), ['-2147483648', null, '2147483647']],
  ['bigint', int8s([-(2 ** 53) + 1, -1, null, 0], same), ['-9007199254740991', '-1', null, '0']],
  ['float8', float8s([0.1, null, -1e300], same), ['0.1', null, '-1e+300']],
  ['date', dates(DAYS as LocalDate[], same), DAYS],
])('PostgreSQL reads a column of %s, with NULLs, as it was meant', async (type, parameter, read) => {
  expect(await readBack(type, parameter)).toEqual(read);
});

test('instants come out to the millisecond, on either side of 2000', async () => {
  const instants = ['1999-12-31T23:59:59.999Z', '2000-01-01T00:00:00.000Z', '2026-11-26T08:15:30.123Z'];
  const { rows } = await pool.query<{ at: Date | null }>('select unnest($1::timestamptz[]) as at', [
    timestamps([...instants, null], (text) => (text === null ? null : new Date(text))),
  ]);
  expect(rows.map(({ at }) => at?.toISOString() ?? null)).toEqual([...instants, null]);
});

test('any text, number and date that PostgreSQL can hold comes back the same', async () => {
  const anyText = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''));
  const anyDay = fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => parseLocalDate(date.toISOString().slice(0, 10)));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.option(anyText), fc.maxSafeInteger(), anyDay), { maxLength: 20 }),
      async (rows) => {
        const { rows: back } = await pool.query<{ t: string | null; n: number; d: string }>(
          'select t, n, d from unnest($1::text[], $2::bigint[], $3::date[]) as o(t, n, d)',
          [texts(rows, ([t]) => t), int8s(rows, ([, n]) => n), dates(rows, ([, , d]) => d)],
        );
        expect(back.map(({ t, n, d }) => [t, n, d])).toEqual(rows);
      },
    ),
    { numRuns: 60 },
  );
});

test('no rows are an empty array', async () => {
  expect(await readBack('uuid', uuids([], same))).toEqual([]);
  expect(await readBack('text', texts([], same))).toEqual([]);
  expect(await readBack('bytea', byteas([], same))).toEqual([]);
});

test.each([
  ['a UUID that is too short', () => uuids([randomUUID().slice(1)], same)],
  ['a UUID with another letter', () => uuids(['01a216d3-0576-7817-a036-14c2b677d94g'], same)],
  ['a UUID whose groups end elsewhere', () => uuids(['01a216d30-576-7817-a036-14c2b677d941'], same)],
  ['a date that is none', () => dates(['soon' as LocalDate], same)],
  ['an instant that is none', () => timestamps([new Date(Number.NaN)], same)],
  ['a number beyond 2^53', () => int8s([2 ** 53], same)],
  ['a fraction of an amount', () => int8s([0.5], same)],
])('%s is refused, and never written as something else', (_, make) => {
  expect(make).toThrow(RangeError);
});

test('the server refuses a column of another type than the statement names', async () => {
  await expect(readBack('text', uuids([randomUUID()], same))).rejects.toThrow(/wrong|type/);
});
