import { CHART_NAMES, type ChartName } from '../../../../domain/statistics/charts.ts';
import { askedRange } from '../../../../operations/statistics/asked-range.ts';
import { viewStatistics } from '../../../../operations/statistics/view-statistics.ts';
import { statisticsCsv } from '../../../../reports/statistics-csv.ts';
import type { Form } from '../../../kit/page.ts';
import { Errors, Field, Heading } from '../../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { OperationsFrame } from '../operations-frame.tsx';
import { ChartSection } from './chart-section.tsx';
import { CHART_ROLES, CHARTS } from './chart-words.ts';

/** All charts over one range of days, which stands in the address. */
export const chartsPage: DeskPage = {
  path: CHARTS,
  roles: CHART_ROLES,
  async show(visit) {
    const t = visit.t.chartDesk;
    const typed = typedRange(visit);
    const read = askedRange(visit.op, typed);
    const statistics = read.ok
      ? await viewStatistics(visit.op, staffOf(visit), { ...read.range, charts: CHART_NAMES })
      : null;
    const form: Form = {
      values: read.ok ? { ...read.range } : { from: typed.from ?? '', to: typed.to ?? '' },
      errors: read.ok ? [] : [{ field: read.field, ...t.rangeProblems[read.problem] }],
    };
    return {
      kind: 'page',
      title: read.ok ? t.title : `${visit.t.common.errorPrefix}${t.title}`,
      back: null,
      ...(read.ok ? {} : { status: 422 }),
      body: (
        <OperationsFrame visit={visit} here="charts">
          <Errors visit={visit} form={form} />
          <Heading lead={t.lead}>{t.title}</Heading>
          <RangeForm visit={visit} form={form} />
          {statistics === null ? null : (
            <>
              <p class="hint">{t.zone(visit.formats.zone)}</p>
              {statistics.charts.map((chart) => (
                <ChartSection key={chart.name} visit={visit} statistics={statistics} chart={chart} />
              ))}
            </>
          )}
        </OperationsFrame>
      ),
    };
  },
};

/** Each chart as a file, for spreadsheets. */
export const chartFiles: readonly DeskPage[] = CHART_NAMES.map(
  (name: ChartName): DeskPage => ({
    path: `${CHARTS}/${name}.csv`,
    roles: CHART_ROLES,
    async show(visit) {
      const asked = { ...typedRange(visit), charts: [name] };
      const statistics = await viewStatistics(visit.op, staffOf(visit), asked);
      const { from, to } = statistics.range;
      return {
        kind: 'file',
        type: 'text/csv; charset=utf-8',
        name: `${name}-${from}-${to}.csv`,
        bytes: statisticsCsv(statistics, statistics.charts[0]!),
      };
    },
  }),
);

function RangeForm({ visit, form }: { visit: DeskVisit; form: Form }) {
  const t = visit.t.chartDesk;
  const day = { optional: 'unmarked', autocomplete: 'off', maxLength: 20 } as const;
  return (
    <form class="filters" method="get" action={CHARTS} aria-label={t.range} noValidate>
      <Field visit={visit} form={form} name="from" label={t.from} hint={t.dayHint} {...day} />
      <Field visit={visit} form={form} name="to" label={t.to} hint={t.dayHint} {...day} />
      <span class="filter-acts">
        <button class="button second" type="submit">
          {t.show}
        </button>
      </span>
    </form>
  );
}

function typedRange({ url }: DeskVisit): { from: string | null; to: string | null } {
  return { from: url.searchParams.get('from'), to: url.searchParams.get('to') };
}
