import type { LocalDate } from '../../domain/values/local-date.ts';
import { dates, texts } from '../database/array-parameters.ts';
import { type Db, joiningLists } from '../database/database.ts';
import { type NamedColumn, rowsAs } from '../database/named-columns.ts';

/** Marks lines as barred: the network refuses them from now on. */
export async function barLines(tx: Db, lineIds: readonly string[]): Promise<void> {
  await tx.query({
    name: 'bar-lines',
    text: `update line set status = 'barred', updated_at = now() where line_id = any($1::text[]) and status = 'active'`,
    values: [texts(lineIds, (id) => id)],
  });
}

/** Marks barred lines as active again. */
export async function unbarLines(tx: Db, lineIds: readonly string[]): Promise<void> {
  await tx.query({
    name: 'unbar-lines',
    text: `update line set status = 'active', updated_at = now() where line_id = any($1::text[]) and status = 'barred'`,
    values: [texts(lineIds, (id) => id)],
  });
}

/** Ends lines, and the accesses that were removed. An access that was added meanwhile still serves and stays open. */
export async function endLines(
  tx: Db,
  lineIds: readonly string[],
  accessIds: readonly string[],
): Promise<void> {
  await Promise.all([
    tx.query({
      name: 'end-lines',
      text: `update line set status = 'ended', updated_at = now() where line_id = any($1::text[])`,
      values: [texts(lineIds, (id) => id)],
    }),
    tx.query({
      name: 'end-accesses',
      text: `update access set to_at = now() where access_id = any($1::text[]) and to_at is null`,
      values: [texts(accessIds, (id) => id)],
    }),
  ]);
}

/** A number that its line gives up. */
export interface ReleasedNumber {
  readonly lineId: string;
  readonly msisdn: string;
  /** For a ported-in number, whom it goes back to. */
  readonly rangeHolder: string | null;
  /** From when it may be given out again. */
  readonly releaseOn: LocalDate | null;
}

const COLUMNS: readonly NamedColumn<ReleasedNumber>[] = [
  { name: 'line_id', type: 'text', values: (all) => texts(all, (n) => n.lineId) },
  { name: 'msisdn', type: 'text', values: (all) => texts(all, (n) => n.msisdn) },
  { name: 'range_holder', type: 'text', values: (all) => texts(all, (n) => n.rangeHolder) },
  { name: 'release_on', type: 'date', values: (all) => dates(all, (n) => n.releaseOn) },
];

/** Ends the assignments, and rests the numbers or gives them back to their range holders. */
export async function releaseNumbers(tx: Db, numbers: readonly ReleasedNumber[]): Promise<void> {
  if (numbers.length === 0) return;
  const assigned = rowsAs('o', COLUMNS.slice(0, 2), numbers);
  const resting = rowsAs('o', COLUMNS, numbers);
  await Promise.all([
    joiningLists(tx, {
      name: 'end-assignments',
      text: `update msisdn_assignment a set to_at = now() from ${assigned.from}
        where a.line_id = any($1::text[]) and a.line_id = o.line_id and a.msisdn = o.msisdn and a.to_at is null`,
      values: assigned.values,
    }),
    tx.query({
      name: 'quarantine-numbers',
      text: `insert into number_ledger (msisdn, state, line_id, range_holder, release_on)
        select o.msisdn, case when o.range_holder is null then 'quarantined' else 'returned' end, null, o.range_holder, o.release_on
        from ${resting.from}
        on conflict (msisdn) do update set state = excluded.state, line_id = null, range_holder = excluded.range_holder,
          release_on = excluded.release_on, since = now(), reasons = null, ended_on = null, judged_at = null, released_at = null
        where number_ledger.line_id is null or number_ledger.line_id = any($1::text[])`,
      values: resting.values,
    }),
  ]);
}
