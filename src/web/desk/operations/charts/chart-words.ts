import type { ChartName } from '../../../../domain/statistics/charts.ts';
import type { Bar, Chart } from '../../../../operations/statistics/view-statistics.ts';
import { rolesOf } from '../../kit/desk-access.ts';
import type { DeskVisit } from '../../kit/desk-visit.ts';
import { OPERATIONS } from '../sections.ts';

export const CHARTS = `${OPERATIONS}/charts`;
export const CHART_ROLES = rolesOf('viewStatistics');

/** The list of what a bar counts, over the same days. */
export function behindPath(
  of: { readonly chart: ChartName; readonly bar: string },
  { from, to }: { readonly from: string; readonly to: string },
  after: string | null = null,
): string {
  const query = new URLSearchParams({ ...of, from, to, ...(after === null ? {} : { after }) });
  return `${CHARTS}/cases?${query}`;
}

/** What a bar is called; one of a newer release by its code. */
export function barWords({ t }: DeskVisit, chart: ChartName, bar: string): string {
  const words = t.chartDesk;
  const own = (texts: Readonly<Record<string, string>>): string =>
    Object.hasOwn(texts, bar) ? texts[bar]! : bar;
  switch (chart) {
    case 'reasons':
      return own({ ...t.reason.options, ...words.reasons });
    case 'funnel':
      return own(words.funnel);
    case 'durations':
    case 'outcomes':
      return own(words.outcomes);
    case 'blockers':
      return Object.hasOwn(t.eligibility.checks, bar)
        ? t.eligibility.checks[bar as keyof typeof t.eligibility.checks].title
        : bar;
    case 'clocks':
      return own(words.clocks);
    case 'proofs':
      return own(words.proofs);
    case 'notices':
      return own(words.notices);
  }
}

/** A time in its two largest units. */
export function durationText({ t }: Pick<DeskVisit, 't'>, seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return t.chartDesk.underAMinute;
  return t.chartDesk.duration(Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60);
}

export function isEmpty(chart: Chart): boolean {
  switch (chart.kind) {
    case 'bars':
      return chart.bars.every(({ count }: Bar) => count === 0);
    case 'durations':
      return chart.buckets.every(({ cases }) => cases === 0);
    case 'outcomes':
      return chart.buckets.every(({ counts }) => Object.values(counts).every((count) => count === 0));
  }
}
