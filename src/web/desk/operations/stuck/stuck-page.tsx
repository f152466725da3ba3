import {
  type CauseGroup,
  type GroupRetry,
  listCauses,
} from '../../../../operations/oversight/stuck/list-causes.ts';

import { Heading, Tag } from '../../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { casePath } from '../case-words.tsx';
import { DataTable } from '../data-table.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { CauseName, causePath, retryPath, STUCK, STUCK_ROLES } from './cause-words.tsx';

/** Why cases are stuck: the causes, that of the most cases first. */
export const stuckPage: DeskPage = {
  path: STUCK,
  roles: STUCK_ROLES,
  async show(visit) {
    const t = visit.t.stuckDesk;
    const { causes, retries } = await listCauses(visit.op, staffOf(visit));
    return {
      kind: 'page',
      title: t.title,
      back: null,
      body: (
        <OperationsFrame visit={visit} here="stuck">
          <Heading lead={t.lead}>{t.title}</Heading>
          {causes.length === 0 ? <p>{t.none}</p> : <Causes visit={visit} causes={causes} />}
          {retries.length === 0 ? null : <Retries visit={visit} retries={retries} />}
        </OperationsFrame>
      ),
    };
  },
};

function Causes({ visit, causes }: { visit: DeskVisit; causes: readonly CauseGroup[] }) {
  const { stuckDesk: t, caseDesk } = visit.t;
  return (
    <DataTable label={t.list} columns={[t.cause, t.stage, t.element, t.count, t.oldest, t.sample]}>
      {causes.map((one) => (
        <tr key={causePath(one)}>
          <th scope="row">
            <a href={causePath(one)}>
              <CauseName visit={visit} cause={one} />
            </a>
          </th>
          <td>{caseDesk.stages[one.stage]}</td>
          <td class="code">{one.element === '' ? t.noElement : one.element}</td>
          <td>{one.count}</td>
          <td>{visit.formats.moment(one.oldest)}</td>
          <td>
            {one.sample.map((reference) => (
              <a key={reference} class="code below" href={casePath(reference)}>
                {reference}
              </a>
            ))}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

function Retries({ visit, retries }: { visit: DeskVisit; retries: readonly GroupRetry[] }) {
  const { stuckDesk: t, caseDesk } = visit.t;
  return (
    <section class="tight" aria-labelledby="retries">
      <h2 id="retries">{t.retries}</h2>
      <DataTable label={t.retries} columns={[t.askedAt, t.cause, t.stage, t.state]}>
        {retries.map((one) => (
          <tr key={one.retryId}>
            <th scope="row">
              <a href={retryPath(one.retryId)}>{visit.formats.moment(one.askedAt)}</a>
            </th>
            <td>
              <CauseName visit={visit} cause={one} />
            </td>
            <td>{caseDesk.stages[one.stage]}</td>
            <td>
              <Tag tone={one.finishedAt === null ? 'now' : one.causeStillThere ? 'bad' : 'plain'}>
                {one.finishedAt === null ? t.running : t.finished}
              </Tag>
            </td>
          </tr>
        ))}
      </DataTable>
    </section>
  );
}
