import { OUTCOMES } from '../domain/cases/termination.ts';
import { PERCENTILES } from '../domain/statistics/charts.ts';
import type { Chart, Statistics } from '../operations/statistics/view-statistics.ts';
import { csvCell } from './csv-cell.ts';

/** One chart as a table: the names of its columns and bars are those of the API, times are whole seconds. */
export function statisticsCsv({ range }: Pick<Statistics, 'range'>, chart: Chart): string {
  const rows = rowsOf(range, chart);
  return rows.map((cells) => `${cells.map((cell) => csvCell(String(cell))).join(',')}\n`).join('');
}

function rowsOf(range: Statistics['range'], chart: Chart): readonly (readonly (string | number)[])[] {
  switch (chart.kind) {
    case 'bars':
      return [
        ['from', 'to', 'bar', 'count'],
        ...chart.bars.map(({ bar, count }) => [range.from, range.to, bar, count]),
      ];
    case 'durations':
      return [
        ['from', 'to', 'cases', ...PERCENTILES.map((p) => `p${p}_seconds`)],
        ...chart.buckets.map(({ from, to, cases, seconds }) => [
          from,
          to,
          cases,
          ...PERCENTILES.map((_, n) => seconds?.[n] ?? ''),
        ]),
      ];
    case 'outcomes':
      return [
        ['from', 'to', ...OUTCOMES],
        ...chart.buckets.map(({ from, to, counts }) => [
          from,
          to,
          ...OUTCOMES.map((outcome) => counts[outcome]),
        ]),
      ];
  }
}
