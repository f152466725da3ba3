import type { AccessInput } from '../../domain/lines/line-input.ts';
import type { Db } from '../database/database.ts';
import type { ChangedRow, Neighbours } from './line-conflicts.ts';

/** From when a new line has had its number and cards: the day it was opened is the best that is known. */
function beganAt(row: ChangedRow, now: Date): string {
  const opened = `${row.input.openedOn}T00:00:00.000Z`;
  const at = now.toISOString();
  return row.exists || opened > at ? at : opened;
}

/** A changed number ends the old dated assignment and begins a new one; the number ledger follows. */
export async function writeNumbers(
  tx: Db,
  rows: readonly ChangedRow[],
  { numberOf }: Neighbours,
  now: Date,
): Promise<void> {
  const moved = rows.filter((row) => (numberOf.get(row.input.lineId) ?? null) !== row.input.msisdn);
  const left = moved.filter((row) => numberOf.has(row.input.lineId));
  if (left.length > 0) {
    await tx.query({
      name: 'end-numbers',
      text: `with ended as (
          update msisdn_assignment m set to_at = $2 from unnest($1::text[]) as o(line_id)
          where m.line_id = o.line_id and m.to_at is null returning m.msisdn, m.line_id)
        update number_ledger n set state = case when n.range_holder is null then 'quarantined' else 'returned' end, line_id = null,
          since = $2, release_on = null, reasons = null, ended_on = null, judged_at = null, released_at = null
        from ended where n.msisdn = ended.msisdn and n.line_id = ended.line_id`,
      // A number that a line gave up rests until it is judged, and one that was ported in goes back to its range holder.
      values: [left.map((row) => row.input.lineId), now],
    });
  }
  const began = moved.filter((row) => row.input.msisdn !== null);
  if (began.length > 0) {
    await tx.query({
      name: 'begin-numbers',
      text: `insert into msisdn_assignment (line_id, msisdn, from_at)
        select a, b, c from unnest($1::text[], $2::text[], $3::timestamptz[]) as o(a, b, c)`,
      values: [
        began.map((row) => row.input.lineId),
        began.map((row) => row.input.msisdn),
        began.map((row) => beganAt(row, now)),
      ],
    });
  }
  const numbered = rows
    .filter((row) => row.input.msisdn !== null)
    .sort((a, b) => (a.input.msisdn! < b.input.msisdn! ? -1 : 1));
  if (numbered.length === 0) return;
  await tx.query({
    name: 'assign-in-ledger',
    text: `insert into number_ledger (msisdn, state, line_id, range_holder, since)
      select a, case when c is null then 'assigned' else 'ported_in' end, b, c, d
      from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) as o(a, b, c, d)
      on conflict (msisdn) do update set state = excluded.state, line_id = excluded.line_id, range_holder = excluded.range_holder,
        since = excluded.since, release_on = null, reasons = null, ended_on = null, judged_at = null, released_at = null
      where (number_ledger.state, number_ledger.line_id, number_ledger.range_holder)
        is distinct from (excluded.state, excluded.line_id, excluded.range_holder)`,
    values: [
      numbered.map((row) => row.input.msisdn),
      numbered.map((row) => row.input.lineId),
      numbered.map((row) => row.input.rangeHolder),
      numbered.map((row) => beganAt(row, now)),
    ],
  });
}

/** A changed card ends the old access and begins a new one. What is the same in every part stays as it is. */
export async function writeAccesses(
  tx: Db,
  rows: readonly ChangedRow[],
  { accessesOf }: Neighbours,
  now: Date,
): Promise<void> {
  const ended: string[] = [];
  const began: { row: ChangedRow; access: AccessInput }[] = [];
  const keyOf = (a: AccessInput): string => `${a.kind} ${a.imsi} ${a.iccid} ${a.eid}`;
  for (const row of rows) {
    const stored = new Map(
      (accessesOf.get(row.input.lineId) ?? []).map((access) => [keyOf(access), access.accessId]),
    );
    for (const access of row.input.accesses) {
      if (!stored.delete(keyOf(access))) began.push({ row, access });
    }
    ended.push(...stored.values());
  }
  if (ended.length > 0) {
    await tx.query({
      name: 'end-replaced-accesses',
      text: 'update access set to_at = $2 where access_id = any($1::text[]) and to_at is null',
      values: [ended, now],
    });
  }
  if (began.length === 0) return;
  await tx.query({
    name: 'begin-accesses',
    text: `insert into access (access_id, line_id, kind, imsi, iccid, eid, from_at)
      select uuidv7()::text, a, b, c, d, e, f
      from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[]) as o(a, b, c, d, e, f)`,
    values: [
      began.map(({ row }) => row.input.lineId),
      began.map(({ access }) => access.kind),
      began.map(({ access }) => access.imsi),
      began.map(({ access }) => access.iccid),
      began.map(({ access }) => access.eid),
      began.map(({ row }) => beganAt(row, now)),
    ],
  });
}
