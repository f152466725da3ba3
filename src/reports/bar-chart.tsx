/** One bar with its words; all of it formatted for the reader already. */
export interface DrawnBar {
  readonly label: string;
  readonly value: number;
  readonly text: string;
}

/** As wide as the narrowest window leaves room for: its letters are never smaller than as they are written. */
const WIDTH = 340;
const ROW = 40;

interface Named {
  /** Of this chart in its page. */
  readonly id: string;
  readonly title: string;
  /** What somebody is told who does not see it. */
  readonly description: string;
}

function Frame({ id, title, description, height, children }: Named & { height: number; children: unknown }) {
  return (
    <svg
      class="chart"
      viewBox={`0 0 ${WIDTH} ${height}`}
      role="img"
      aria-labelledby={`${id}-title ${id}-desc`}
      xmlns="http://www.w3.org/2000/svg"
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-desc`}>{description}</desc>
      {children as never}
    </svg>
  );
}

/** Bars that lie, each below its words: for things with names. */
export function BarChart({
  bars,
  whole,
  ...named
}: Named & {
  readonly bars: readonly DrawnBar[];
  /** What a full bar stands for, where bars are shares of something; default: the longest of them. */
  readonly whole?: number;
}) {
  const most = whole ?? Math.max(1, ...bars.map(({ value }) => value));
  return (
    <Frame {...named} height={bars.length * ROW}>
      {bars.map(({ label, value, text }, n) => (
        <g key={label} transform={`translate(0 ${n * ROW})`}>
          <text class="chart-label" x={0} y={15}>
            {label}
          </text>
          <text class="chart-value" x={WIDTH} y={15} text-anchor="end">
            {text}
          </text>
          <rect class="chart-track" x={0} y={22} width={WIDTH} height={10} rx={2} />
          {value === 0 ? null : (
            <rect class="chart-bar" x={0} y={22} width={widthOf(value, most, WIDTH)} height={10} rx={2} />
          )}
        </g>
      ))}
    </Frame>
  );
}

/** One kind of value over all columns. Which colour it has, its place says. */
export interface Series {
  readonly label: string;
  /** Null where there is none, which is not the same as zero. */
  readonly values: readonly (number | null)[];
}

const TOP = 44;
const PLOT = 150;

/**
 * Columns that stand, side by side in time. `stacked`: the series of a column add up; `nested`: each is part of the next, as percentiles
 * are. Three series at most.
 */
export function ColumnChart(
  props: Named & {
    readonly series: readonly Series[];
    readonly how: 'stacked' | 'nested';
    /** Below the first, and below the last. */
    readonly ends: readonly [string, string];
    /** The value of the highest column. */
    readonly top: (value: number) => string;
  },
) {
  const { series, how, ends, top, ...named } = props;
  const columns = series[0]?.values.length ?? 0;
  const heights = Array.from({ length: columns }, (_, n) => {
    const values = series.map(({ values: all }) => all[n] ?? 0);
    return how === 'stacked' ? values.reduce((sum, value) => sum + value, 0) : Math.max(0, ...values);
  });
  const most = Math.max(0, ...heights);
  const step = WIDTH / Math.max(1, columns);
  const width = Math.min(28, Math.max(2, step * 0.7));
  return (
    <Frame {...named} height={TOP + PLOT + 24}>
      {series.map(({ label }, n) => (
        <g key={label} transform={`translate(${(n * WIDTH) / series.length} 4)`}>
          <rect class={`chart-series-${n}`} width={12} height={12} />
          <text class="chart-label" x={18} y={11}>
            {label}
          </text>
        </g>
      ))}
      <text class="chart-value" x={0} y={TOP - 6}>
        {top(most)}
      </text>
      <path class="chart-line" d={`M0 ${TOP}H${WIDTH}M0 ${TOP + PLOT}H${WIDTH}`} />
      {heights.map((_, n) => {
        const x = n * step + (step - width) / 2;
        // Of what is nested the longest is drawn first, and the shorter over it.
        const drawn = series.map(({ values }, place) => ({ place, value: values[n] ?? 0 }));
        let below = 0;
        return (how === 'nested' ? drawn.reverse() : drawn).map(({ place, value }) => {
          const height = most === 0 ? 0 : (value / most) * PLOT;
          const y = TOP + PLOT - height - (how === 'stacked' ? below : 0);
          below += height;
          return height === 0 ? null : (
            <rect
              key={`${n} ${place}`}
              class={`chart-series-${place}`}
              x={round(x)}
              y={round(y)}
              width={round(width)}
              height={round(height)}
            />
          );
        });
      })}
      <text class="chart-label" x={0} y={TOP + PLOT + 18}>
        {ends[0]}
      </text>
      {columns < 2 ? null : (
        <text class="chart-label" x={WIDTH} y={TOP + PLOT + 18} text-anchor="end">
          {ends[1]}
        </text>
      )}
    </Frame>
  );
}

/** Never so short that it is not there. */
const widthOf = (value: number, most: number, whole: number): number =>
  Math.max(2, round((value / most) * whole));

const round = (n: number): number => Math.round(n * 10) / 10;
