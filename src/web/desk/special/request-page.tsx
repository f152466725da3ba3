import type { ComponentChildren } from 'preact';
import { ROLES } from '../../../domain/rules/role.ts';
import { acceptSpecialRequest } from '../../../operations/special/accept-request.ts';
import { type RouteAsks, routeAsks } from '../../../operations/special/route-asks.ts';
import {
  type RequestCandidate,
  type SpecialRequestView,
  viewSpecialRequest,
} from '../../../operations/special/view-request.ts';
import { doOrAsk } from '../../../operations/staff/approvals/do-or-ask.ts';
import { listApprovals } from '../../../operations/staff/approvals/list-approvals.ts';
import { Answers } from '../../kit/answers.ts';
import { type Form, go } from '../../kit/page.ts';
import { Errors, LinkButton, MainForm, PlainList, Submit } from '../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, hasRole, staffOf } from '../kit/desk-visit.ts';
import { boxOf, CandidatesTable } from './candidates-table.tsx';
import { ASKERS, DECIDERS, REQUESTS, RequestTags, requestPath } from './request-words.tsx';
import { Papers, Said } from './said-section.tsx';
import { LeavingCustomer, leavingIslands } from './taken-in.tsx';

/** Of more lines than a form has boxes, all are accepted that can be. */
const MOST_BOXES = 40;

/** One special request: all that is needed to decide, and the decision. */
export const requestPage: DeskPage = {
  path: `${REQUESTS}/:requestId`,
  roles: ROLES,
  async show(visit, form) {
    const { specialDesk: t } = visit.t;
    const view = await viewSpecialRequest(visit.op, staffOf(visit), { requestId: idOf(visit) });
    const { request, overdue, candidates } = view;
    const asks = routeAsks(visit.op, request.route);
    const approval = request.state === 'received' ? await approvalOf(visit) : null;
    const decides =
      request.state === 'received' && view.body !== null && approval === null && hasRole(visit, ASKERS);
    const choosable = candidates.filter((one) => one.choosable);
    const asked = decides && choosable.length > 0;
    const table = (ticked: readonly string[] | null) => (
      <CandidatesTable visit={visit} route={request.route} candidates={candidates} ticked={ticked} />
    );
    return {
      kind: 'page',
      title: t.one.title(request.reference),
      back: REQUESTS,
      form: asked,
      islands: leavingIslands(visit),
      body: (
        <>
          <Errors visit={visit} form={form} />
          <div class="tight">
            <h1>{t.one.title(request.reference)}</h1>
            <RequestTags visit={visit} request={request} overdue={overdue} />
          </div>
          {visit.url.searchParams.get('done') === '1' ? (
            <p class="note ok" role="status">
              {t.decide.done}
            </p>
          ) : null}
          {request.confidential ? <p class="note warn">{t.confidentialLead}</p> : null}
          {approval === null ? null : <Waits visit={visit} approvalId={approval} />}
          <div class="beside">
            <Said visit={visit} view={view} asks={asks} />
            <Papers visit={visit} view={view} asks={asks} />
          </div>
          {asked ? (
            <MainForm visit={visit}>
              <Lines visit={visit} view={view}>
                <Choose visit={visit} form={form} choosable={choosable} />
                {table(choosable.length > MOST_BOXES ? null : tickedIn(form.values, candidates))}
              </Lines>
              <Accept visit={visit} view={view} asks={asks} />
            </MainForm>
          ) : (
            <Lines visit={visit} view={view}>
              {table(null)}
              {decides ? <p class="note">{t.decide.nothing}</p> : null}
            </Lines>
          )}
          {request.state === 'received' ? <Refuse visit={visit} /> : null}
          <LeavingCustomer visit={visit} />
        </>
      ),
    };
  },
  fields: {
    special_line_unfit: 'line-0',
    special_request_decided: null,
    approval_open: null,
    cannot_tell: null,
  },
  async submit(visit) {
    const { op } = visit;
    const staff = staffOf(visit);
    const requestId = idOf(visit);
    const { candidates } = await viewSpecialRequest(op, staff, { requestId });
    const choosable = candidates.filter((one) => one.choosable);
    const chosen =
      choosable.length > MOST_BOXES
        ? choosable.flatMap(({ lineId }) => lineId ?? [])
        : tickedIn(visit.values, candidates);
    const answers = new Answers(visit);
    if (chosen.length === 0) answers.refuse(firstBox(candidates), visit.t.specialDesk.decide.linesMissing);
    if (answers.refused !== null) return answers.refused;
    const asked = { requestId, lineIds: chosen };
    const result = await doOrAsk(op, staff, { act: 'accept_special_request', with: asked }, () =>
      acceptSpecialRequest(op, staff, asked),
    );
    return go(
      'asked' in result ? `/desk/approvals/${result.asked.requestId}` : `${requestPath(requestId)}?done=1`,
    );
  },
};

function idOf({ params }: DeskVisit): string {
  return params['requestId'] ?? '';
}

/** What was ticked, wherever in the list a line stands by now. */
function tickedIn(values: Form['values'], candidates: readonly RequestCandidate[]): readonly string[] {
  const ticked = new Set(candidates.map((_, i) => values[boxOf(i)]));
  return candidates.flatMap(({ lineId }) => (lineId !== null && ticked.has(lineId) ? [lineId] : []));
}

function firstBox(candidates: readonly RequestCandidate[]): string {
  return boxOf(
    Math.max(
      0,
      candidates.findIndex(({ choosable }) => choosable),
    ),
  );
}

/** The request for a second person that waits about it; null where there is none. */
async function approvalOf(visit: DeskVisit): Promise<string | null> {
  const { waiting } = await listApprovals(visit.op, staffOf(visit));
  const found = waiting.find(({ act, about }) => act === 'accept_special_request' && about === idOf(visit));
  return found?.requestId ?? null;
}

function Waits({ visit, approvalId }: { visit: DeskVisit; approvalId: string }) {
  const { decide: t } = visit.t.specialDesk;
  return (
    <p class="note info" role="status">
      {t.waits} <a href={`/desk/approvals/${approvalId}`}>{t.waitsLink}</a>
    </p>
  );
}

function Lines(props: { visit: DeskVisit; view: SpecialRequestView; children: ComponentChildren }) {
  const { visit, view, children } = props;
  const { one: t } = visit.t.specialDesk;
  const retry = view.request.state === 'received' && view.candidates.some(({ outcome }) => outcome !== null);
  return (
    <section class="tight">
      <h2>{t.lines}</h2>
      {retry ? <p class="hint">{t.retry}</p> : null}
      {view.candidates.length === 0 && view.body !== null ? <p>{t.noLines}</p> : children}
    </section>
  );
}

function Choose(props: { visit: DeskVisit; form: Form; choosable: readonly RequestCandidate[] }) {
  const { visit, form, choosable } = props;
  const { decide: t } = visit.t.specialDesk;
  const fault = form.errors.find(({ field }) => field?.startsWith('line-'));
  const all = choosable.length > MOST_BOXES;
  return (
    <>
      <p class="hint">{all ? t.tooMany(MOST_BOXES) : t.linesHint}</p>
      {fault ? <p class="fault">{visit.t.punctuation.titled(fault.title, fault.detail)}</p> : null}
    </>
  );
}

/** What will happen, and who learns of it, before it is asked for. */
function Accept({ visit, view, asks }: { visit: DeskVisit; view: SpecialRequestView; asks: RouteAsks }) {
  const { decide: t } = visit.t.specialDesk;
  const { request, body } = view;
  const split = request.wish === 'split_off';
  const contact = body?.contact ?? '';
  const items = [
    asks.secondPerson ? t.second : t.alone,
    split ? t.splits : asks.skipsCoolingOff ? t.endsAtOnce : t.ends,
    split || request.confidential ? t.tellsNobody : t.tells,
    ...(contact === '' ? [] : [t.tellsRequester(contact)]),
  ];
  return (
    <div class="narrow stack">
      <PlainList title={t.happens} items={items} />
      <Submit>{asks.secondPerson ? t.accept : t.acceptAlone}</Submit>
    </div>
  );
}

function Refuse({ visit }: { visit: DeskVisit }) {
  const { decide: t } = visit.t.specialDesk;
  if (!hasRole(visit, DECIDERS)) return <p class="hint">{t.notYours}</p>;
  return (
    <div class="narrow">
      <LinkButton href={`${requestPath(idOf(visit))}/refuse`} second>
        {t.refuse}
      </LinkButton>
    </div>
  );
}
