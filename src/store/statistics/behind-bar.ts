import type { ChartName, FunnelStep } from '../../domain/statistics/charts.ts';
import type { Db } from '../database/database.ts';
import { PARTS, REACHED } from './chart-parts.ts';
import type { Counted } from './count-chart.ts';

/** One of what a bar counts. */
export interface BehindBar {
  readonly item: string;
  /** When it came to count, with microseconds: ISO 8601 in UTC. */
  readonly at: string;
  /** Of its case; null where it belongs to none, or where the case is no longer kept. */
  readonly reference: string | null;
  /** Of the special request that it is; null for what is none. */
  readonly request: { readonly requestId: string; readonly reference: string } | null;
}

/** After which the list goes on. */
export type BehindPlace = Pick<BehindBar, 'item' | 'at'>;

/** What a bar counts, the newest first. */
export async function behindBar(
  db: Db,
  which: { readonly chart: ChartName; readonly bar: string; readonly after: BehindPlace | null },
  counted: Counted,
  limit: number,
): Promise<readonly BehindBar[]> {
  const { chart, bar, after } = which;
  const inBar = chart === 'funnel' ? REACHED[bar as FunnelStep] : 'bar = $5';
  // Each part for itself, so that an index can give its newest.
  const parts = PARTS[chart].map(
    (part) => `(select item, case_id, at from (${part}) p
      where $4::timestamptz is not null and $5::text is not null and ${inBar}
        and ($6::timestamptz is null or (at, item) < ($6, $7::uuid))
      order by at desc, item desc limit $8)`,
  );
  const { rows } = await db.query<BehindBar & { requestId: string | null; requestReference: string | null }>(
    `select b.item, to_char(b.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
       coalesce(t.reference, (select c.reference from termination_closed c where c.case_id = b.case_id limit 1)) as reference,
       r.request_id as "requestId", r.reference as "requestReference"
     from (select * from (${parts.join(' union all ')}) a order by at desc, item desc limit $8) b
       left join termination t on t.case_id = b.case_id left join special_request r on r.request_id = b.item
     order by b.at desc, b.item desc`,
    [
      ...[counted.start, counted.end, counted.confidential, counted.now],
      ...[bar, after?.at ?? null, after?.item ?? null, limit],
    ],
  );
  return rows.map(({ item, at, reference, requestId, requestReference }) => ({
    ...{ item, at, reference },
    request: requestId === null ? null : { requestId, reference: requestReference! },
  }));
}
