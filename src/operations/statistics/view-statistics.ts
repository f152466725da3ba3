import { OUTCOMES, type Outcome } from '../../domain/cases/termination.ts';
import {
  type BucketUnit,
  bucketsOf,
  type ChartRange,
  momentsOf,
  unitOf,
} from '../../domain/statistics/chart-range.ts';
import { BARS, type ChartName } from '../../domain/statistics/charts.ts';
import { insertAudit } from '../../store/audit.ts';
import type { Db } from '../../store/database/database.ts';
import {
  type Counted,
  countBars,
  countDurations,
  countFunnel,
  countOutcomes,
} from '../../store/statistics/count-chart.ts';
import { inOnePicture } from '../../store/statistics/one-picture.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { homeTimeZone } from '../home-time-zone.ts';
import { requireRange, type TypedRange } from './asked-range.ts';

export interface Bar {
  readonly bar: string;
  readonly count: number;
}

/** How many belong to each bar. */
export interface BarChart {
  readonly kind: 'bars';
  readonly name: Exclude<ChartName, 'durations' | 'outcomes'>;
  readonly bars: readonly Bar[];
}

/** How long the cases took that were completed in each bucket. */
export interface DurationChart {
  readonly kind: 'durations';
  readonly name: 'durations';
  readonly buckets: readonly (ChartRange & {
    readonly cases: number;
    /** Seconds of `PERCENTILES`; null where no case was completed. */
    readonly seconds: readonly number[] | null;
  })[];
}

/** How the cases ended that were closed in each bucket. */
export interface OutcomeChart {
  readonly kind: 'outcomes';
  readonly name: 'outcomes';
  readonly buckets: readonly (ChartRange & { readonly counts: Readonly<Record<Outcome, number>> })[];
}

export type Chart = BarChart | DurationChart | OutcomeChart;

export interface Statistics {
  readonly range: ChartRange;
  readonly unit: BucketUnit;
  readonly timeZone: string;
  readonly charts: readonly Chart[];
}

/**
 * Charts over a range of local days of the operator's own country, counted from the rows of one moment.
 *
 * @throws HandbackError `role_needed`, `forbidden`, `request_invalid` for a range that is none
 */
export async function viewStatistics(
  op: Operations,
  actor: Actor,
  asked: TypedRange & { readonly charts: readonly ChartName[] },
): Promise<Statistics> {
  requireAccess(actor, 'viewStatistics');
  const range = requireRange(op, asked);
  const timeZone = homeTimeZone(op);
  const counted: Counted = {
    ...momentsOf(range, timeZone),
    confidential: seesConfidential(actor),
    now: op.clock.now(),
  };
  const charts = await inOnePicture(op.pool, async (db) => {
    const made: Chart[] = [];
    for (const name of asked.charts) made.push(await chartOf(db, name, range, timeZone, counted));
    return made;
  });
  await insertAudit(op.pool, [
    {
      ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
      facts: { what: 'statistics', charts: asked.charts, from: range.from, to: range.to },
    },
  ]);
  return { range, unit: unitOf(range), timeZone, charts };
}

async function chartOf(
  db: Db,
  name: ChartName,
  range: ChartRange,
  timeZone: string,
  counted: Counted,
): Promise<Chart> {
  if (name === 'durations') return durationsIn(db, range, timeZone, counted);
  if (name === 'outcomes') return outcomesIn(db, range, timeZone, counted);
  const counts = await (name === 'funnel' ? countFunnel(db, counted) : countBars(db, name, counted));
  const known = BARS[name];
  const bars =
    known?.map((bar): Bar => ({ bar, count: counts.get(bar) ?? 0 })) ??
    [...counts]
      .map(([bar, count]): Bar => ({ bar, count }))
      .sort((a, b) => b.count - a.count || (a.bar < b.bar ? -1 : 1));
  return { kind: 'bars', name, bars };
}

async function durationsIn(
  db: Db,
  range: ChartRange,
  timeZone: string,
  counted: Counted,
): Promise<DurationChart> {
  const buckets = bucketsOf(range);
  const found = await countDurations(db, beginsOf(buckets, timeZone), counted);
  const of = new Map(found.map((one) => [one.bucket, one]));
  return {
    ...{ kind: 'durations', name: 'durations' },
    buckets: buckets.map((bucket, n) => ({
      ...bucket,
      ...{ cases: of.get(n)?.cases ?? 0, seconds: of.get(n)?.seconds ?? null },
    })),
  };
}

async function outcomesIn(
  db: Db,
  range: ChartRange,
  timeZone: string,
  counted: Counted,
): Promise<OutcomeChart> {
  const buckets = bucketsOf(range);
  const found = await countOutcomes(db, beginsOf(buckets, timeZone), counted);
  const of = new Map(found.map(({ bucket, outcome, cases }) => [`${bucket} ${outcome}`, cases]));
  return {
    ...{ kind: 'outcomes', name: 'outcomes' },
    buckets: buckets.map((bucket, n) => ({
      ...bucket,
      counts: Object.fromEntries(
        OUTCOMES.map((outcome) => [outcome, of.get(`${n} ${outcome}`) ?? 0]),
      ) as Record<Outcome, number>,
    })),
  };
}

const beginsOf = (buckets: readonly ChartRange[], timeZone: string): readonly Date[] =>
  buckets.map((bucket) => momentsOf(bucket, timeZone).start);
