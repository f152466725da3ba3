import { HandbackError } from '../../domain/errors.ts';
import { type ChartRange, momentsOf } from '../../domain/statistics/chart-range.ts';
import { BARS, CHART_NAMES, type ChartName } from '../../domain/statistics/charts.ts';
import { insertAudit } from '../../store/audit.ts';
import { type BehindBar, type BehindPlace, behindBar } from '../../store/statistics/behind-bar.ts';
import { inOnePicture } from '../../store/statistics/one-picture.ts';
import { type Actor, auditName } from '../access/actor.ts';
import { seesConfidential } from '../access/confidential.ts';
import { requireAccess } from '../access/require-access.ts';
import type { Operations } from '../context.ts';
import { homeTimeZone } from '../home-time-zone.ts';
import { requireRange, type TypedRange } from './asked-range.ts';

export interface BehindBarPage {
  readonly chart: ChartName;
  readonly bar: string;
  readonly range: ChartRange;
  readonly rows: readonly BehindBar[];
  /** What `after` must be for the next page; null on the last. */
  readonly next: string | null;
}

const A_PAGE = 50;

/**
 * What one bar of a chart counts, the newest first: as many as the bar says, page by page. Bars of a bucket are those of its days.
 *
 * @throws HandbackError `role_needed`, `forbidden`, `request_invalid` for a chart, bar, range or place that is none
 */
export async function listBehindBar(
  op: Operations,
  actor: Actor,
  asked: TypedRange & { readonly chart: string; readonly bar: string; readonly after: string | null },
): Promise<BehindBarPage> {
  requireAccess(actor, 'listBehindBar');
  const { bar } = asked;
  const chart = CHART_NAMES.find((name) => name === asked.chart);
  if (chart === undefined) throw new HandbackError('request_invalid', { field: 'chart' });
  if (!(BARS[chart]?.includes(bar) ?? /^[a-z_]{1,60}$/.test(bar)))
    throw new HandbackError('request_invalid', { field: 'bar' });
  const range = requireRange(op, asked);
  const after = asked.after === null ? null : placeOf(asked.after);
  const counted = {
    ...momentsOf(range, homeTimeZone(op)),
    ...{ confidential: seesConfidential(actor), now: op.clock.now() },
  };
  const found = await inOnePicture(op.pool, (db) =>
    behindBar(db, { chart, bar, after }, counted, A_PAGE + 1),
  );
  await insertAudit(op.pool, [
    {
      ...{ caseId: null, lineId: null, actor: auditName(actor), action: 'viewed' },
      facts: { what: 'statistics_cases', chart, bar, from: range.from, to: range.to },
    },
  ]);
  const rows = found.slice(0, A_PAGE);
  const last = rows.at(-1);
  const next = found.length > A_PAGE && last !== undefined ? `${last.at}_${last.item}` : null;
  return { chart, bar, range, rows, next };
}

function placeOf(after: string): BehindPlace {
  const match =
    /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(
      after,
    );
  if (match === null || Number.isNaN(Date.parse(match[1]!)))
    throw new HandbackError('request_invalid', { field: 'after' });
  return { at: match[1]!, item: match[2]! };
}
