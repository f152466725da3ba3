import {
  NUMBER_STATES,
  type NumberRange,
  type NumbersOverview,
} from '../../../../operations/numbers/view-numbers.ts';
import { BarChart } from '../../../../reports/bar-chart.tsx';
import type { DeskVisit } from '../../kit/desk-visit.ts';
import { numberText } from '../campaigns/campaign-parts.tsx';
import { DataTable } from '../data-table.tsx';
import { NUMBERS } from './number-words.ts';

/** As many ranges as a picture can show; the table has all of the page, and the file all there are. */
const DRAWN = 12;

const usedOf = ({ counts }: NumberRange): number => (counts.assigned ?? 0) + (counts.ported_in ?? 0);
const allOf = ({ counts }: NumberRange): number =>
  NUMBER_STATES.reduce((sum, state) => sum + (counts[state] ?? 0), 0);

/** How far each range is used, as a picture, as a table, and as a file. */
export function Ranges({ visit, overview }: { visit: DeskVisit; overview: NumbersOverview }) {
  const t = visit.t.numberDesk;
  const { ranges, states } = overview;
  const percent = new Intl.NumberFormat(visit.t.writing.locale, {
    style: 'percent',
    maximumFractionDigits: 1,
  });
  const shares = ranges.map((range) => ({
    range,
    share: allOf(range) === 0 ? 0 : usedOf(range) / allOf(range),
  }));
  const drawn = shares
    .slice(0, DRAWN)
    .map(({ range, share }) => ({ label: range.prefix, value: share * 100, text: percent.format(share) }));
  const said = t.charted(
    visit.t.punctuation.listed(drawn.map(({ label, text }) => visit.t.punctuation.labelled(label, text))),
  );
  return (
    <section class="tight" aria-labelledby="ranges">
      <h2 id="ranges">{t.ranges}</h2>
      <p class="hint">{t.rangesLead}</p>
      <DataTable label={t.state} columns={NUMBER_STATES.map((state) => t.states[state])}>
        <tr>
          {NUMBER_STATES.map((state) => (
            <td key={state}>{numberText(visit, states[state])}</td>
          ))}
        </tr>
      </DataTable>
      {ranges.length === 0 ? (
        <p>{t.noRange}</p>
      ) : (
        <>
          <div class="charted">
            <BarChart id="chart-ranges" title={t.ranges} description={said} bars={drawn} whole={100} />
            <DataTable label={t.ranges} columns={[t.range, t.used, t.all, t.share]}>
              {shares.map(({ range, share }) => (
                <tr key={range.prefix}>
                  <th scope="row">
                    <span class="code">{range.prefix}</span>
                  </th>
                  <td>{numberText(visit, usedOf(range))}</td>
                  <td>{numberText(visit, allOf(range))}</td>
                  <td>{percent.format(share)}</td>
                </tr>
              ))}
            </DataTable>
          </div>
          <p>
            <a class="act" href={`${NUMBERS}/ranges.csv`} download>
              {t.rangesCsv}
            </a>
          </p>
        </>
      )}
    </section>
  );
}
