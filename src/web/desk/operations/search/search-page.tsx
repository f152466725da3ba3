import { maskMsisdn } from '../../../../domain/values/msisdn.ts';
import {
  type FoundLine,
  type SearchResult,
  searchCases,
} from '../../../../operations/oversight/search/search-cases.ts';
import { Answers } from '../../../kit/answers.ts';
import { type Form, go } from '../../../kit/page.ts';
import { Errors, Field, Heading, MainForm, Submit, Tag } from '../../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { requestPath } from '../../special/request-words.tsx';
import { CaseState, casePath } from '../case-words.tsx';
import { DataTable } from '../data-table.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { OPERATIONS, OPERATIONS_ROLES } from '../sections.ts';

export const SEARCH = `${OPERATIONS}/search`;

/**
 * Everything by one field. What is typed is a number or a name, so it comes as a form and never stands in an address, which browsers
 * and proxies keep.
 */
export const searchPage: DeskPage = {
  path: SEARCH,
  roles: OPERATIONS_ROLES,
  show: (visit, form) => shown(visit, form, null),
  fields: {
    msisdn_invalid: 'key',
    msisdn_not_international: 'key',
    iccid_invalid: 'key',
    eid_invalid: 'key',
    imsi_invalid: 'key',
    request_invalid: 'key',
  },
  async submit(visit) {
    const answers = new Answers(visit);
    const key = answers.filled('key', visit.t.caseDesk.keyMissing);
    if (answers.refused !== null) return answers.refused;
    const result = await searchCases(visit.op, staffOf(visit), { key });
    if (result.case !== null) return go(casePath(result.case.reference));
    if (result.request !== null) return go(requestPath(result.request.requestId));
    return shown(visit, { values: visit.values, errors: [] }, result);
  },
};

async function shown(visit: DeskVisit, form: Form, result: SearchResult | null) {
  const t = visit.t.caseDesk;
  return {
    kind: 'page' as const,
    title: t.title,
    back: null,
    form: true,
    body: (
      <OperationsFrame visit={visit} here="search">
        <Errors visit={visit} form={form} />
        <Heading lead={t.lead}>{t.title}</Heading>
        <div class="narrow">
          <MainForm visit={visit}>
            <Field
              visit={visit}
              form={form}
              name="key"
              label={t.key}
              hint={t.keyHint}
              autocomplete="off"
              spellcheck={false}
              maxLength={200}
            />
            <Submit>{t.find}</Submit>
          </MainForm>
        </div>
        {result === null ? null : <Results visit={visit} result={result} />}
      </OperationsFrame>
    ),
  };
}

function Results({ visit, result }: { visit: DeskVisit; result: SearchResult }) {
  const t = visit.t.caseDesk;
  const { lines, requests, more, namesMissing } = result;
  const nothing = lines.length === 0 && requests.length === 0;
  return (
    <section class="stack" aria-labelledby="found">
      <div class="tight">
        <h2 id="found" tabIndex={-1} autofocus>
          {nothing ? t.nothing : t.found(lines.length)}
        </h2>
        <p class="hint">{t.takenAs(result.kind)}</p>
      </div>
      {namesMissing ? <p class="note warn">{t.namesMissing}</p> : null}
      {more ? <p class="note warn">{t.more}</p> : null}
      {nothing ? <p>{t.nothingHint}</p> : null}
      {lines.length === 0 ? null : <Lines visit={visit} lines={lines} />}
      {requests.length === 0 ? null : <Requests visit={visit} requests={requests} />}
    </section>
  );
}

function Lines({ visit, lines }: { visit: DeskVisit; lines: readonly FoundLine[] }) {
  const t = visit.t.caseDesk;
  return (
    <DataTable label={t.linesFound} columns={[t.line, t.number, t.status, t.cases]}>
      {lines.map((one) => (
        <tr key={one.lineId}>
          <th scope="row" class="code">
            {one.lineId}
          </th>
          <td>
            <NumberOf visit={visit} line={one} />
          </td>
          <td>{t.statuses[one.status]}</td>
          <td>
            {one.cases.length === 0 ? t.noCases : null}
            {one.cases.map((found) => (
              <span class="case-of-line" key={found.reference}>
                <a class="code" href={casePath(found.reference)}>
                  {found.reference}
                </a>{' '}
                <CaseState visit={visit} found={found} />
                <span class="hint">{visit.formats.moment(found.declaredAt)}</span>
              </span>
            ))}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

function NumberOf({ visit, line }: { visit: DeskVisit; line: FoundLine }) {
  const t = visit.t.caseDesk;
  const { msisdn, numberUntil, hadUntil } = line;
  return (
    <>
      {msisdn === null ? t.noNumber : maskMsisdn(msisdn)}
      {numberUntil === null ? null : (
        <span class="hint below">{t.formerly(visit.formats.moment(numberUntil))}</span>
      )}
      {hadUntil === null ? null : (
        <span class="hint below">{t.hadUntil(visit.formats.moment(hadUntil))}</span>
      )}
    </>
  );
}

function Requests({ visit, requests }: { visit: DeskVisit; requests: SearchResult['requests'] }) {
  const { caseDesk: t, specialDesk } = visit.t;
  return (
    <DataTable label={t.requestsFound} columns={[t.requestsFound, t.route, t.received, t.status]}>
      {requests.map((one) => (
        <tr key={one.requestId}>
          <th scope="row">
            <a class="code" href={requestPath(one.requestId)}>
              {one.reference}
            </a>
          </th>
          <td>{specialDesk.routes[one.route]}</td>
          <td>{visit.formats.moment(one.receivedAt)}</td>
          <td>
            {specialDesk.states[one.state]}{' '}
            {one.confidential ? <Tag tone="warn">{t.confidential}</Tag> : null}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
