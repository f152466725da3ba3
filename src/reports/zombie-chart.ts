import type { Language } from '../domain/values/language.ts';
import { type Messages, messages } from '../messages/index.ts';
import type { ZombieCount, ZombieGrouping } from '../operations/esim/count-zombies.ts';

const PARTS = [
  { result: 'unreachable', fill: '#b3261e' },
  { result: 'unproven', fill: '#c77700' },
  { result: 'not_possible', fill: '#5f6b7a' },
] as const;

type ChartWords = Messages['zombieChart'];

const WIDTH = 720;
const LEFT = 150;
const RIGHT = 70;
const TOP = 84;
const ROW = 34;
/** More would not be read; the CSV has them all. */
const MOST_ROWS = 20;

/** Stacked bars of the ledger as an SVG that needs nothing else, in the language of whoever reads it. */
export function zombieChart(language: Language, by: ZombieGrouping, counts: readonly ZombieCount[]): string {
  const { zombieChart: words } = messages(language);
  const titles: Readonly<Record<ZombieGrouping, string>> = words.titles;
  const rows = by === 'age' ? counts : [...counts].sort((a, b) => total(b) - total(a)).slice(0, MOST_ROWS);
  const most = Math.max(1, ...rows.map(total));
  const height = TOP + Math.max(1, rows.length) * ROW + 24;
  const scale = (WIDTH - LEFT - RIGHT) / most;
  const legend = PARTS.map(
    ({ result, fill }, i) =>
      `<g transform="translate(${LEFT + i * 180} 46)"><rect width="14" height="14" fill="${fill}"/><text x="20" y="12">${escapeXml(words.results[result])}</text></g>`,
  );
  const bars = rows.map((row, i) => bar(words, row, by, i, scale));
  const sum = rows.reduce((all, row) => all + total(row), 0);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" lang="${language}" aria-label="${escapeXml(words.inAll(titles[by], sum))}" font-family="system-ui, sans-serif" font-size="13">`,
    `<rect width="100%" height="100%" fill="#fff"/><text x="16" y="26" font-size="16" font-weight="600" fill="#111">${escapeXml(words.heading(titles[by], sum))}</text>`,
    `<g fill="#333">${legend.join('')}</g>`,
    rows.length === 0
      ? `<text x="${LEFT}" y="${TOP + 20}" fill="#333">${escapeXml(words.none)}</text>`
      : bars.join(''),
    '</svg>',
  ].join('\n');
}

function bar(words: ChartWords, row: ZombieCount, by: ZombieGrouping, i: number, scale: number): string {
  const y = TOP + i * ROW;
  let x = LEFT;
  const parts = PARTS.map(({ result, fill }) => {
    const width = row.counts[result] * scale;
    const at = x;
    x += width;
    return width === 0
      ? ''
      : `<rect x="${at.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="22" fill="${fill}"><title>${escapeXml(words.part(words.results[result], row.counts[result]))}</title></rect>`;
  });
  return `<text x="${LEFT - 10}" y="${y + 16}" text-anchor="end" fill="#111">${escapeXml(nameOf(words, row.group, by))}</text>${parts.join('')}<text x="${(x + 6).toFixed(1)}" y="${y + 16}" fill="#111">${total(row)}</text>`;
}

function nameOf(words: ChartWords, group: string, by: ZombieGrouping): string {
  if (by === 'age') return words.days(group);
  if (group !== '') return group.length > 20 ? `${group.slice(0, 19)}…` : group;
  return by === 'maker' ? words.unknownMaker : words.noCampaign;
}

const total = ({ counts }: ZombieCount): number => counts.unproven + counts.unreachable + counts.not_possible;

function escapeXml(text: string): string {
  return text.replace(/[<>&"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
