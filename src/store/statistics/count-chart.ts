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

/** @param begins the first moment of each bucket, in order */
export async function countDurations(
  db: Db,
  begins: readonly Date[],
  counted: Counted,
): Promise<readonly BucketDurations[]> {
  const { rows } = await db.query<BucketDurations>(
    `select width_bucket(at, $5::timestamptz[]) - 1 as bucket, count(*)::int as cases,
       percentile_disc(array[${PERCENTILES.map((p) => p / 100).join(', ')}]::float8[])
         within group (order by floor(extract(epoch from took))::int) as seconds
     from ${rowsOf('durations')} group by 1 order by 1`,
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

/** @param begins the first moment of each bucket, in order */
export async function countOutcomes(
  db: Db,
  begins: readonly Date[],
  counted: Counted,
): Promise<readonly BucketOutcomes[]> {
  const { rows } = await db.query<BucketOutcomes>(
    `select width_bucket(at, $5::timestamptz[]) - 1 as bucket, bar as outcome, count(*)::int as cases
     from ${rowsOf('outcomes')} group by 1, 2 order by 1, 2`,
    [...valuesOf(counted), begins],
  );
  return rows;
}
