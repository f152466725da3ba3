import { renderToString } from 'preact-render-to-string';
import { expect, it } from 'vitest';
import { BarChart } from '../../src/reports/bar-chart.tsx';

const NAMED = { id: 'c', title: 'Use', description: 'Use of ranges' };
const bars = [
  { label: '+861700000', value: 50, text: '50%' },
  { label: '+861700001', value: 25, text: '25%' },
];
const widths = (drawn: string): readonly number[] => {
  const track = Number(/chart-track" x="0" y="22" width="([\d.]+)"/.exec(drawn)![1]);
  return [...drawn.matchAll(/chart-bar" x="0" y="22" width="([\d.]+)"/g)].map(
    ([, width]) => Number(width) / track,
  );
};

it('draws shares by the whole that they are shares of, and counts by the largest', () => {
  expect(widths(renderToString(<BarChart {...NAMED} bars={bars} whole={100} />))).toEqual([0.5, 0.25]);
  expect(widths(renderToString(<BarChart {...NAMED} bars={bars} />))).toEqual([1, 0.5]);
});
