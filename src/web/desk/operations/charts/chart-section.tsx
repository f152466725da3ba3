import { OUTCOMES, type Outcome } from '../../../../domain/cases/termination.ts';
import { PERCENTILES } from '../../../../domain/statistics/charts.ts';
import type {
  BarChart as Bars,
  Chart,
  DurationChart,
  OutcomeChart,
  Statistics,
} from '../../../../operations/statistics/view-statistics.ts';
import { BarChart, ColumnChart } from '../../../../reports/bar-chart.tsx';
import type { DeskVisit } from '../../kit/desk-visit.ts';
import { numberText } from '../campaigns/campaign-parts.tsx';
import { DataTable } from '../data-table.tsx';
import { barWords, behindPath, CHARTS, durationText, isEmpty } from './chart-words.ts';

/** The outcomes that left the line as it was; the others are shown by the time they took. */
const DRAWN = OUTCOMES.filter((outcome) => outcome !== 'completed');

type Days = Statistics['range'];

/** One chart with its table, and the way to its file. */
export function ChartSection({
  visit,
  statistics,
  chart,
}: {
  visit: DeskVisit;
  statistics: Statistics;
  chart: Chart;
}) {
  const t = visit.t.chartDesk;
  const { name } = chart;
  const { range, unit } = statistics;
  const title =
    chart.kind === 'bars' ? t.names[name] : `${t.names[name]}${visit.t.punctuation.aside(t.units[unit])}`;
  return (
    <section class="tight" aria-labelledby={name}>
      <h2 id={name}>{title}</h2>
      <p class="hint">{t.leads[name]}</p>
      {isEmpty(chart) ? (
        <p>{t.none}</p>
      ) : (
        <>
          {chart.kind === 'bars' ? (
            <BarsShown visit={visit} chart={chart} range={range} title={title} />
          ) : null}
          {chart.kind === 'durations' ? <DurationsShown visit={visit} chart={chart} title={title} /> : null}
          {chart.kind === 'outcomes' ? <OutcomesShown visit={visit} chart={chart} title={title} /> : null}
          <p>
            <a href={`${CHARTS}/${name}.csv?${new URLSearchParams({ ...range })}`} download>
              {t.csv(t.names[name])}
            </a>
          </p>
        </>
      )}
    </section>
  );
}

function BarsShown({
  visit,
  chart,
  range,
  title,
}: {
  visit: DeskVisit;
  chart: Bars;
  range: Days;
  title: string;
}) {
  const t = visit.t.chartDesk;
  const { name, bars } = chart;
  // Steps of a funnel are the same cases again and again: their whole is the first of them.
  const whole = name === 'funnel' ? bars[0]!.count : bars.reduce((sum, { count }) => sum + count, 0);
  const drawn = bars.map(({ bar, count }) => ({
    ...{ bar, count, label: barWords(visit, name, bar), value: count },
    text: numberText(visit, count),
  }));
  const said = t.listed(drawn.map(({ label, text }) => visit.t.punctuation.labelled(label, text)));
  return (
    <div class="charted">
      <BarChart id={`chart-${name}`} title={title} description={said} bars={drawn} />
      <DataTable label={title} columns={[t.bar, t.count, t.share]}>
        {drawn.map(({ bar, count, label }) => (
          <tr key={bar}>
            <th scope="row">{label}</th>
            <td>
              <Count visit={visit} n={count} words={label} to={behindPath({ chart: name, bar }, range)} />
            </td>
            <td>{whole === 0 ? '' : percentText(visit, count / whole)}</td>
          </tr>
        ))}
      </DataTable>
    </div>
  );
}

function DurationsShown({ visit, chart, title }: { visit: DeskVisit; chart: DurationChart; title: string }) {
  const { t, formats } = visit;
  const words = t.chartDesk;
  const { buckets } = chart;
  const series = PERCENTILES.map((p, n) => ({
    label: words.percentile(p),
    values: buckets.map(({ seconds }) => seconds?.[n] ?? null),
  }));
  const longest = buckets.reduce((most, one) =>
    (one.seconds?.at(-1) ?? -1) > (most.seconds?.at(-1) ?? -1) ? one : most,
  );
  return (
    <>
      <ColumnChart
        {...{ id: 'chart-durations', title, series, how: 'nested', ends: endsOf(visit, buckets) }}
        description={words.most(daysText(visit, longest), durationText(visit, longest.seconds?.at(-1) ?? 0))}
        top={(value) => durationText(visit, value)}
      />
      <details class="fold">
        <summary>{words.table}</summary>
        <div class="charted">
          <DataTable label={title} columns={[words.days, words.cases, ...PERCENTILES.map(words.percentile)]}>
            {buckets.map((bucket) => (
              <tr key={bucket.from}>
                <th scope="row">{daysText({ formats, t }, bucket)}</th>
                <td>
                  <Count
                    visit={visit}
                    n={bucket.cases}
                    words={daysText(visit, bucket)}
                    to={behindPath({ chart: 'durations', bar: 'completed' }, bucket)}
                  />
                </td>
                {PERCENTILES.map((p, n) => (
                  <td key={p}>{bucket.seconds === null ? '' : durationText(visit, bucket.seconds[n]!)}</td>
                ))}
              </tr>
            ))}
          </DataTable>
        </div>
      </details>
    </>
  );
}

function OutcomesShown({ visit, chart, title }: { visit: DeskVisit; chart: OutcomeChart; title: string }) {
  const words = visit.t.chartDesk;
  const { buckets } = chart;
  const total = (outcome: Outcome): number => buckets.reduce((sum, { counts }) => sum + counts[outcome], 0);
  const series = DRAWN.map((outcome) => ({
    label: words.outcomes[outcome],
    values: buckets.map(({ counts }) => counts[outcome]),
  }));
  const said = OUTCOMES.map((outcome) =>
    visit.t.punctuation.labelled(words.outcomes[outcome], numberText(visit, total(outcome))),
  );
  return (
    <>
      <ColumnChart
        {...{ id: 'chart-outcomes', title, series, how: 'stacked', ends: endsOf(visit, buckets) }}
        description={words.listed(said)}
        top={(value) => numberText(visit, value)}
      />
      <details class="fold">
        <summary>{words.table}</summary>
        <div class="charted">
          <DataTable
            label={title}
            columns={[words.days, ...OUTCOMES.map((outcome) => words.outcomes[outcome])]}
          >
            {buckets.map((bucket) => (
              <tr key={bucket.from}>
                <th scope="row">{daysText(visit, bucket)}</th>
                {OUTCOMES.map((outcome) => (
                  <td key={outcome}>
                    <Count
                      visit={visit}
                      n={bucket.counts[outcome]}
                      words={visit.t.punctuation.labelled(words.outcomes[outcome], daysText(visit, bucket))}
                      to={behindPath({ chart: 'outcomes', bar: outcome }, bucket)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </DataTable>
        </div>
      </details>
    </>
  );
}

/** A number that leads to what it counts, if there is any. */
function Count({ visit, n, words, to }: { visit: DeskVisit; n: number; words: string; to: string }) {
  const text = numberText(visit, n);
  if (n === 0) return <>{text}</>;
  return (
    <a href={to} aria-label={visit.t.chartDesk.behind.see(text, words)}>
      {text}
    </a>
  );
}

/** One day, or the first and the last. */
export function daysText({ t, formats }: Pick<DeskVisit, 't' | 'formats'>, { from, to }: Days): string {
  return from === to ? formats.date(from) : t.chartDesk.upTo(formats.date(from), formats.date(to));
}

function endsOf(visit: DeskVisit, buckets: readonly Days[]): readonly [string, string] {
  return [visit.formats.date(buckets[0]!.from), visit.formats.date(buckets.at(-1)!.to)];
}

function percentText({ t }: DeskVisit, part: number): string {
  return new Intl.NumberFormat(t.writing.locale, { style: 'percent', maximumFractionDigits: 1 }).format(part);
}
