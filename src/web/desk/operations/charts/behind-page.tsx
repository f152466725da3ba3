import { type BehindBarPage, listBehindBar } from '../../../../operations/statistics/list-behind-bar.ts';
import { Heading } from '../../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { REQUESTS } from '../../special/request-words.tsx';
import { casePath } from '../case-words.tsx';
import { DataTable } from '../data-table.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { barWords, behindPath, CHART_ROLES, CHARTS } from './chart-words.ts';

/** What one bar counts, the newest first. */
export const behindPage: DeskPage = {
  path: `${CHARTS}/cases`,
  roles: CHART_ROLES,
  async show(visit) {
    const t = visit.t.chartDesk;
    const asked = visit.url.searchParams;
    const found = await listBehindBar(visit.op, staffOf(visit), {
      ...{ chart: asked.get('chart') ?? '', bar: asked.get('bar') ?? '' },
      ...{ from: asked.get('from'), to: asked.get('to'), after: asked.get('after') },
    });
    const { chart, bar, range, rows, next } = found;
    const name = barWords(visit, chart, bar);
    const { formats } = visit;
    return {
      kind: 'page',
      title: t.names[chart],
      back: `${CHARTS}?${new URLSearchParams({ ...range })}#${chart}`,
      body: (
        <OperationsFrame visit={visit} here="charts">
          <Heading lead={t.behind.lead(name, formats.date(range.from), formats.date(range.to))}>
            {t.names[chart]}
          </Heading>
          {rows.length === 0 ? (
            <p>{t.behind.none}</p>
          ) : (
            <DataTable label={name} columns={[t.behind.what, t.behind.at[chart]]}>
              {rows.map((row) => (
                <tr key={row.item}>
                  <th scope="row">
                    <Thing visit={visit} row={row} />
                  </th>
                  <td>{formats.moment(row.at)}</td>
                </tr>
              ))}
            </DataTable>
          )}
          {next === null ? null : (
            <p>
              <a href={behindPath({ chart, bar }, range, next)}>{t.behind.older}</a>
            </p>
          )}
        </OperationsFrame>
      ),
    };
  },
};

function Thing({ visit, row }: { visit: DeskVisit; row: BehindBarPage['rows'][number] }) {
  const { request, reference } = row;
  if (request !== null)
    return (
      <a class="code" href={`${REQUESTS}/${request.requestId}`}>
        {request.reference}
      </a>
    );
  if (reference === null) return <>{visit.t.chartDesk.behind.noCase}</>;
  return (
    <a class="code" href={casePath(reference)}>
      {reference}
    </a>
  );
}
