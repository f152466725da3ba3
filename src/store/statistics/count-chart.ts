import type { Outcome } from '../../domain/cases/termination.ts';
import { type ChartName, FUNNEL_STEPS, PERCENTILES } from '../../domain/statistics/charts.ts';
import type { Db } from '../database/database.ts';
import { REACHED, rowsOf } from './chart-parts.ts';

/** What is counted: from `start` until before `end`. */
export interface Counted {
  readonly start: Date;
  readonly end: Date;
  readonly confidential: boolean;
  readonly now: Date;
}

const valuesOf = ({ start, end, confidential, now }: Counted): readonly unknown[] => [
  start,
  end,
  confidential,
  now,
];

/** How many belong to each bar; those without any are left out. */
export async function countBars(
  db: Db,
  chart: Exclude<ChartName, 'funnel' | 'durations' | 'outcomes'>,
  counted: Counted,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<{ bar: string; n: number }>(
    `select bar, count(*)::int as n from ${rowsOf(chart)} group by bar`,
    [...valuesOf(counted)],
  );
  return new Map(rows.map(({ bar, n }) => [bar, n]));
}

/** How many of the cases that were declared came how far. */
export async function countFunnel(db: Db, counted: Counted): Promise<ReadonlyMap<string, number>> {
  const { rows } = await db.query<Record<string, number>>(
    `select ${FUNNEL_STEPS.map((step) => `count(*) filter (where ${REACHED[step]})::int as ${step}`).join(', ')}
     from ${rowsOf('funnel')}`,
    [...valuesOf(counted)],
  );
  return new Map(FUNNEL_STEPS.map((step) => [step, rows[0]![step]!]));
}

/** The time from declaration to end of the cases of one bucket, in whole seconds. */
export interface BucketDurations {
  /** From 0. */
  readonly bucket: number;
  readonly cases: number;
  /** In the order of `PERCENTILES`. */
  readonly seconds: readonly number[];
}

/**
 * Each bucket for itself, so that it reads its own part of an index and sorts little: a bucket for each row, found among hundreds, takes
 * several times as long.
 *
 * @param counts of `(case_id, at, bar, took)` of one bucket
 */
const byBucket = (chart: 'durations' | 'outcomes', counts: string): string => `
  select b.n::int - 1 as bucket, c.* from (
    select n, start, coalesce(lead(start) over (order by n), $2) as finish from unnest($5::timestamptz[]) with ordinality o(start, n)
    where start >= $1) b
  cross join lateral (${counts.replace('$rows', rowsOf(chart).replaceAll(/\$1\b/g, 'b.start').replaceAll(/\$2\b/g, 'b.finish'))}) c
  order by 1`;

/** @param begins the first moment of each bucket, in order; the first of them is that of the range */
export async function countDurations(
  db: Db,
  begins: readonly Date[],
  counted: Counted,
): Promise<readonly BucketDurations[]> {
  const { rows } = await db.query<BucketDurations>(
    byBucket(
      'durations',
      `select count(*)::int as cases, percentile_disc(array[${PERCENTILES.map((p) => p / 100).join(', ')}]::float8[])
         within group (order by floor(extract(epoch from took))::int) as seconds
       from $rows having count(*) > 0`,
    ),
    [...valuesOf(counted), begins],
  );
  return rows;
}

export interface BucketOutcomes {
  /** From 0. */
  readonly bucket: number;
  readonly outcome: Outcome;
  readonly cases: number;
}

/** @param begins the first moment of each bucket, in order; the first of them is that of the range */
export async function countOutcomes(
  db: Db,
  begins: readonly Date[],
  counted: Counted,
): Promise<readonly BucketOutcomes[]> {
  const { rows } = await db.query<BucketOutcomes>(
    byBucket('outcomes', 'select bar as outcome, count(*)::int as cases from $rows group by bar'),
    [...valuesOf(counted), begins],
  );
  return rows;
}
