import { HandbackError } from '../../../domain/errors.ts';
import type { RulebookChange } from '../../../domain/rules/rulebook-difference.ts';
import { DECISIONS, type Decision } from '../../../domain/rules/two-person.ts';
import { errorText } from '../../../messages/errors.ts';
import type { Messages } from '../../../messages/index.ts';
import { revocationReasonText } from '../../../messages/revocation-text.ts';
import { changeSentence } from '../../../messages/rule-difference.ts';
import { rulebookNamed } from '../../../operations/rulebooks/rulebook-name.ts';
import type { ApprovalFact } from '../../../operations/staff/approvals/acts.ts';
import { decideApproval } from '../../../operations/staff/approvals/decide-approval.ts';
import { type ApprovalView, viewApproval } from '../../../operations/staff/approvals/view-approval.ts';
import { Answers } from '../../kit/answers.ts';
import { MAIN_FORM } from '../../kit/layout.tsx';
import { type Form, go } from '../../kit/page.ts';
import { Actions, Errors, Field, Heading, type Row, Rows, Tag, Token } from '../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../kit/desk-visit.ts';
import { campaignPath } from '../operations/campaigns/campaign-parts.tsx';
import { daysOf, Lines, versionPath } from '../operations/rules/rule-parts.tsx';
import { requestPath } from '../special/request-words.tsx';

/** One act that waits for a second person: what they agree to, and the two answers side by side. */
export const approvalPage: DeskPage = {
  path: '/desk/approvals/:requestId',
  async show(visit, form) {
    const words = visit.t.desk.approval;
    const view = await viewApproval(visit.op, staffOf(visit), { requestId: idOf(visit) });
    const open = !view.over && !view.moot;
    return {
      kind: 'page',
      title: words.acts[view.request.act],
      back: '/desk',
      form: open,
      body: (
        <div class="narrow stack">
          <Errors visit={visit} form={form} />
          <Heading lead={words.about[view.request.act]}>{words.acts[view.request.act]}</Heading>
          <State visit={visit} view={view} />
          <Rows rows={factRows(visit, view.facts)} />
          {view.factsNow === null ? null : (
            <section class="tight">
              <h2>{words.now}</h2>
              <Rows rows={factRows(visit, view.factsNow)} />
            </section>
          )}
          {view.request.act === 'accept_special_request' ? (
            <p>
              <a class="act" href={requestPath(view.request.about)}>
                {words.openRequest}
              </a>
            </p>
          ) : null}
          {view.request.act === 'adopt_rulebook' ? (
            <p>
              <a class="act" href={versionPath(rulebookNamed(view.request.about))}>
                {words.openRulebook}
              </a>
            </p>
          ) : null}
          {view.request.act === 'start_campaign' ? (
            <p>
              <a class="act" href={campaignPath(view.request.about)}>
                {words.openCampaign}
              </a>
            </p>
          ) : null}
          {open ? <Decide visit={visit} form={form} view={view} /> : null}
        </div>
      ),
    };
  },
  fields: {
    approval_over: null,
    approval_own: null,
    approval_outdated: null,
    approval_asker_gone: null,
    role_needed: null,
    stage_conflict: null,
    campaign_conflict: null,
    request_invalid: 'reason',
  },
  async submit(visit) {
    const decision = DECISIONS.find((one) => one === visit.values['decision']);
    if (decision === undefined) throw new HandbackError('request_invalid', { field: 'decision' });
    const answers = new Answers(visit);
    const reason =
      decision === 'refused' ? answers.filled('reason', visit.t.desk.approval.reasonMissing) : undefined;
    if (answers.refused !== null) return answers.refused;
    await decideApproval(visit.op, staffOf(visit), {
      requestId: idOf(visit),
      decision,
      ...(reason === undefined ? {} : { reason }),
    });
    return go(`/desk/approvals/${idOf(visit)}`);
  },
};

function idOf({ params }: DeskVisit): string {
  const requestId = params['requestId'] ?? '';
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(requestId))
    throw new HandbackError('approval_unknown');
  return requestId;
}

function State({ visit, view }: { visit: DeskVisit; view: ApprovalView }) {
  const { t, formats } = visit;
  const words = t.desk.approval;
  const { request, over, factsNow, obstacle, moot } = view;
  const { requesterName, deciderName, requestedAt, decidedAt, decision, reason } = request;
  const rows: Row[] = [
    { label: words.askedBy, value: requesterName, hint: formats.moment(requestedAt) },
    ...(decision === null
      ? [
          {
            label: moot ? words.state : words.expires,
            value: moot ? words.mootState : over ? words.expired : formats.moment(request.expiresAt),
          },
        ]
      : [
          {
            label: words.decisions[decision],
            value: deciderName ?? '',
            hint: decidedAt === null ? undefined : formats.moment(decidedAt),
          },
        ]),
    ...(reason === null ? [] : [{ label: words.why, value: reason }]),
  ];
  const told =
    obstacle === null || moot ? null : errorText(visit.language, obstacle.code, obstacle.facts, 'desk');
  return (
    <>
      <Rows rows={rows} />
      {factsNow === null ? null : <p class="note warn">{words.changed}</p>}
      {moot ? <p class="note warn">{words.moot}</p> : null}
      {told === null ? null : <p class="note warn">{t.punctuation.titled(told.title, told.detail)}</p>}
    </>
  );
}

function Decide({ visit, form, view }: { visit: DeskVisit; form: Form; view: ApprovalView }) {
  const words = visit.t.desk.approval;
  const roles = staffOf(visit).person.roles;
  if (!view.mine && !view.approvers.some((role) => roles.includes(role)))
    return (
      <p>
        <Tag tone="plain">
          {words.onlyBy(visit.t.punctuation.listed(view.approvers.map((role) => visit.t.desk.roles[role])))}
        </Tag>
      </p>
    );
  const button = (decision: Decision, second: boolean) => (
    <button class={second ? 'button second' : 'button'} type="submit" name="decision" value={decision}>
      {words.do[decision]}
    </button>
  );
  return (
    <form class="stack" id={MAIN_FORM} method="post" action={visit.url.pathname} noValidate>
      <Token visit={visit} />
      {view.mine ? (
        <>
          <p>{words.ownLead}</p>
          {button('withdrawn', true)}
        </>
      ) : (
        <>
          <Field
            visit={visit}
            form={form}
            name="reason"
            label={words.why}
            hint={words.whyHint}
            optional
            lines={3}
            maxLength={500}
          />
          <Actions two>
            {button('approved', false)}
            {button('refused', true)}
          </Actions>
          <p class="hint">{words.fresh}</p>
        </>
      )}
    </form>
  );
}

/** What both people see. Codes are told in words where there are any. */
function factRows(visit: DeskVisit, facts: readonly ApprovalFact[]): Row[] {
  const { t } = visit;
  // What nobody proved, say, is no row.
  const told = facts.filter(({ name, values }) => values.length > 0 || name === 'difference');
  return told.map(({ name, values }) => ({
    label: t.desk.approval.facts[name],
    value:
      name === 'difference' && values.length === 0 ? (
        t.desk.approval.noDifference
      ) : name === 'difference' ? (
        <Lines lines={values.map((value) => factText(visit, name, value))} />
      ) : (
        t.punctuation.listed(values.map((value) => factText(visit, name, value)))
      ),
  }));
}

function factText(visit: DeskVisit, name: ApprovalFact['name'], value: string): string {
  const { t, formats } = visit;
  if (name === 'difference') return changeSentence(t, JSON.parse(value) as RulebookChange, daysOf(visit));
  if (name === 'previewed_at') return formats.moment(new Date(value));
  if (name === 'outcomes') {
    const [outcome = '', count = ''] = value.split(': ');
    const words = t.campaignDesk.outcomes;
    return t.punctuation.labelled(words[outcome as keyof typeof words], count);
  }
  const words = FACT_WORDS[name]?.(t);
  if (name === 'revocation_reason') return revocationReasonText(t, value);
  return words !== undefined && Object.hasOwn(words, value) ? words[value]! : value;
}

/** Where the words of a fact's codes stand; the others are texts already. */
const FACT_WORDS: {
  readonly [N in ApprovalFact['name']]?: (t: Messages) => Readonly<Record<string, string>>;
} = {
  stage: (t) => t.networkAnswers.stages,
  risks: (t) => t.hotline.line.risks,
  fraud_reason: (t) => t.desk.fraud.reasons,
  proven_by: (t) => t.factors,
  channel: (t) => t.eligibility.channels,
  capacity: (t) => t.counter.documents.capacities,
  refund_to: (t) => t.counter.form.refundKinds,
  route: (t) => t.specialDesk.routes,
  wish: (t) => t.specialDesk.wishes,
};
