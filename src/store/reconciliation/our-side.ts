import type { Imsi } from '../../domain/values/imsi.ts';
import type { Msisdn } from '../../domain/values/msisdn.ts';
import { texts } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';

/** Behind every IMSI and MSISDN. A range that is always one lets the index begin where the page does, whatever the plan was made for. */
const LAST = '9'.repeat(16);

/** A card as our inventory has it. */
export interface OurAccess {
  readonly imsi: Imsi;
  readonly lineId: string;
  /** Its line serves with it. */
  readonly stands: boolean;
  /** The number that the line has now. */
  readonly msisdn: Msisdn | null;
}

/** The newest of each card of a list. */
export async function accessesOf(db: Db, imsis: readonly string[]): Promise<ReadonlyMap<string, OurAccess>> {
  const { rows } = await db.query<OurAccess>({
    name: 'our-accesses-of',
    text: `select distinct on (a.imsi) a.imsi, a.line_id as "lineId", a.to_at is null and l.status <> 'ended' as stands, m.msisdn
      from unnest($1::text[]) as o(imsi) join access a using (imsi) join line l using (line_id)
        left join msisdn_assignment m on m.line_id = a.line_id and m.to_at is null
      order by a.imsi, a.to_at desc nulls first, a.from_at desc`,
    values: [texts(imsis, (imsi) => imsi)],
  });
  return new Map(rows.map((row) => [row.imsi, row]));
}

/** Who has each of some numbers, and with which cards. */
export async function linesWithNumbers(
  db: Db,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, { readonly lineId: string; readonly imsis: readonly string[] }>> {
  const { rows } = await db.query<{ msisdn: string; lineId: string; imsis: string[] }>({
    name: 'lines-with-numbers',
    text: `select m.msisdn, m.line_id as "lineId", array(select imsi from access a where a.line_id = m.line_id and a.to_at is null) as imsis
      from msisdn_assignment m where m.msisdn = any($1::text[]) and m.to_at is null`,
    values: [texts(numbers, (number) => number)],
  });
  return new Map(rows.map((row) => [row.msisdn, row]));
}

/** Which of some numbers rested before the cut, and nobody has them. */
export async function restingAmong(
  db: Db,
  numbers: readonly string[],
  cutAt: Date,
): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ msisdn: string }>({
    name: 'resting-among',
    text: `select msisdn from number_ledger where msisdn = any($1::text[]) and state in ('quarantined', 'free') and line_id is null and since < $2`,
    values: [texts(numbers, (number) => number), cutAt],
  });
  return new Set(rows.map((row) => row.msisdn));
}

export async function noteSeen(tx: Db, runId: string, imsis: readonly string[]): Promise<void> {
  await tx.query({
    name: 'note-seen',
    text: `insert into reconciliation_seen (run_id, imsi) select $1, imsi from unnest($2::text[]) as o(imsi) on conflict do nothing`,
    values: [runId, texts(imsis, (imsi) => imsi)],
  });
}

/** Behind one key, up to another; null for the beginning, and for the end. */
export interface Span {
  readonly after: string | null;
  readonly upTo: string | null;
  readonly cutAt: Date;
}

interface Page {
  readonly after: string | null;
  readonly limit: number;
}

/** Cards with which lines serve, up to a key; `seen` where the list of the run named it. */
export async function standingAccesses(
  db: Db,
  { after, upTo, cutAt, runId }: Span & { readonly runId: string },
): Promise<readonly (Omit<OurAccess, 'stands'> & { readonly seen: boolean })[]> {
  const { rows } = await db.query<Omit<OurAccess, 'stands'> & { seen: boolean }>({
    name: 'standing-accesses',
    text: `select a.imsi, a.line_id as "lineId", m.msisdn, s.imsi is not null as seen
      from access a join line l on l.line_id = a.line_id and l.status <> 'ended' and l.updated_at < $3
        left join msisdn_assignment m on m.line_id = a.line_id and m.to_at is null
        left join reconciliation_seen s on s.run_id = $4 and s.imsi = a.imsi
      where a.to_at is null and a.from_at < $3 and a.imsi > coalesce($1::text, '') and a.imsi <= coalesce($2::text, '${LAST}')
      order by a.imsi`,
    values: [after, upTo, cutAt, runId],
  });
  return rows;
}

/** Lines that stand, sorted by the bytes of their names. */
export async function standingLines(
  db: Db,
  { after, limit }: Page,
  cutAt: Date,
): Promise<readonly { readonly lineId: string; readonly settled: boolean }[]> {
  const { rows } = await db.query<{ lineId: string; settled: boolean }>({
    name: 'standing-lines',
    text: `select line_id as "lineId", updated_at < $3 as settled from line
      where status <> 'ended' and line_id collate "C" > coalesce($1::text, '')
      order by line_id collate "C" limit $2`,
    values: [after, limit, cutAt],
  });
  return rows;
}

/** Which of some lines have ended, each with whether those who pay for it may learn of that. */
export async function endedAmong(
  db: Db,
  lineIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly confidential: boolean }>> {
  const { rows } = await db.query<{ line_id: string; confidential: boolean }>({
    name: 'ended-among',
    text: `select line_id, exists (select from termination_closed c where c.line_id = l.line_id and c.confidential) as confidential
      from line l where line_id = any($1::text[]) and status = 'ended'`,
    values: [texts(lineIds, (id) => id)],
  });
  return new Map(rows.map((row) => [row.line_id, row]));
}

/** The last of so many keys behind one: what a page covers, however many of its rows are left out. Null on the last page. */
export async function endOfPage(
  db: Db,
  of: 'standing' | 'ended' | 'resting',
  { after, limit }: Page,
  cutAt: Date,
): Promise<string | null> {
  const key = of === 'resting' ? 'msisdn' : 'imsi';
  const from = {
    standing: 'access where to_at is null and from_at < $3',
    ended: 'access where to_at is not null and to_at < $3',
    resting: `number_ledger where state = 'quarantined' and since < $3`,
  }[of];
  const { rows } = await db.query<{ last: string | null; n: number }>({
    name: `end-of-page-${of}`,
    text: `select max(${key}) as last, count(*)::int as n
      from (select ${key} from ${from} and ${key} > coalesce($1::text, '') order by ${key} limit $2) p`,
    values: [after, limit, cutAt],
  });
  return rows[0]!.n < limit ? null : rows[0]!.last;
}

/** Cards of which no line serves any more, up to a key. */
export async function endedAccesses(
  db: Db,
  { after, upTo, cutAt }: Span,
): Promise<readonly { readonly imsi: Imsi; readonly lineId: string }[]> {
  const { rows } = await db.query<{ imsi: Imsi; lineId: string }>({
    name: 'ended-accesses',
    text: `select distinct on (imsi) imsi, line_id as "lineId" from access a
      where to_at is not null and to_at < $3 and imsi > coalesce($1::text, '') and imsi <= coalesce($2::text, '${LAST}')
        and not exists (select from access n where n.imsi = a.imsi and n.to_at is null)
      order by imsi, to_at desc`,
    values: [after, upTo, cutAt],
  });
  return rows;
}

/** Numbers that rest, up to a key. */
export async function restingNumbers(db: Db, { after, upTo, cutAt }: Span): Promise<readonly Msisdn[]> {
  const { rows } = await db.query<{ msisdn: Msisdn }>({
    name: 'resting-numbers',
    text: `select msisdn from number_ledger where state = 'quarantined' and since < $3
        and msisdn > coalesce($1::text, '') and msisdn <= coalesce($2::text, '+${LAST}') order by msisdn`,
    values: [after, upTo, cutAt],
  });
  return rows.map(({ msisdn }) => msisdn);
}
