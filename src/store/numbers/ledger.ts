import type { FlagReason, RestReason } from '../../domain/numbers/quarantine.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import type { Db } from '../database/database.ts';

export const NUMBER_STATES = [
  'free',
  'reserved',
  'assigned',
  'ported_in',
  'ported_out',
  'quarantined',
  'returned',
] as const;
export type NumberState = (typeof NUMBER_STATES)[number];

/** A number as the ledger has it. */
export interface LedgerNumber {
  readonly msisdn: string;
  readonly state: NumberState;
  readonly rangeHolder: string | null;
  readonly since: Date;
  readonly endedOn: LocalDate | null;
  readonly releaseOn: LocalDate | null;
  readonly reasons: readonly RestReason[] | null;
  readonly releasedAt: Date | null;
  readonly flags: readonly { readonly because: FlagReason; readonly note: string }[];
  /** Texts that came for it in the last 30 days. */
  readonly texts: number;
}

const SELECT = `select n.msisdn, n.state, n.range_holder as "rangeHolder", n.since, n.ended_on as "endedOn", n.release_on as "releaseOn",
    n.reasons, n.released_at as "releasedAt",
    coalesce((select json_agg(json_build_object('because', f.because, 'note', f.note)) from number_flag f where f.msisdn = n.msisdn), '[]') as flags,
    coalesce((select sum(t.texts)::int from number_texts t where t.msisdn = n.msisdn and t.on_day > current_date - 30), 0) as texts
  from number_ledger n`;

export async function findNumber(db: Db, msisdn: string): Promise<LedgerNumber | null> {
  const { rows } = await db.query<LedgerNumber>({
    name: 'find-ledger-number',
    text: `${SELECT} where n.msisdn = $1`,
    values: [msisdn],
  });
  return rows[0] ?? null;
}

/** Numbers in the order of their rest's end, where they rest; else by number. */
export async function listedNumbers(
  db: Db,
  query: {
    readonly state: NumberState | null;
    readonly prefix: string | null;
    /** Only those whose rest ends by this day. */
    readonly freeBy: LocalDate | null;
    readonly after: string | null;
    readonly limit: number;
  },
): Promise<readonly LedgerNumber[]> {
  const { rows } = await db.query<LedgerNumber>({
    name: 'listed-numbers',
    text: `${SELECT} where ($1::text is null or n.state = $1) and ($2::text is null or starts_with(n.msisdn, $2))
        and ($3::date is null or (n.state = 'quarantined' and n.release_on <= $3)) and ($4::text is null or n.msisdn > $4)
      order by n.msisdn limit $5`,
    values: [query.state, query.prefix, query.freeBy, query.after, query.limit],
  });
  return rows;
}

/** A block of ten thousand numbers, by how it begins, and how many of it are in which state. */
export interface NumberRange {
  readonly prefix: string;
  readonly counts: Readonly<Partial<Record<NumberState, number>>>;
}

/** Blocks by their last four digits, the fullest first. */
export async function numberRanges(db: Db, limit: number): Promise<readonly NumberRange[]> {
  const { rows } = await db.query<NumberRange>({
    name: 'number-ranges',
    text: `select prefix, json_object_agg(state, n) as counts from (
        select left(msisdn, -4) as prefix, state, count(*) as n from number_ledger group by 1, 2) r
      group by 1 order by sum(n) desc, prefix limit $1`,
    values: [limit],
  });
  return rows;
}

export async function countStates(db: Db): Promise<ReadonlyMap<NumberState, number>> {
  const { rows } = await db.query<{ state: NumberState; n: number }>(
    'select state, count(*) as n from number_ledger group by 1',
  );
  return new Map(rows.map(({ state, n }) => [state, n]));
}
