import { viewHandOver } from '../../../operations/desks/hotline/calls/view-hand-over.ts';
import { formatsOf } from '../../kit/formats.ts';
import { go } from '../../kit/page.ts';
import { Errors, Token } from '../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../kit/desk-visit.ts';
import { ActionsPanel, TimelinePanel } from './actions-column.tsx';
import { act } from './call-acts.ts';
import { type Call, callOf } from './call-state.ts';
import { CallsPanel, KeysPanel, LinePanel } from './caller-column.tsx';
import { HandOverPanel } from './hand-over-panel.tsx';
import { ProofPanel } from './proof-panel.tsx';
import { HOTLINE_ROLES } from './roles.ts';
import { ScriptPanel } from './script-panel.tsx';
import { HOTLINE } from './waiting-page.tsx';
import { WorkPanel } from './work-panel.tsx';

/** A call: who calls on the left, what to say and to ask in the middle, what can be done on the right. */
export const callPage: DeskPage = {
  path: `${HOTLINE}/:attendanceId`,
  keepsNothing: true,
  roles: HOTLINE_ROLES,
  fields: {
    document_invalid: 'given',
    date_invalid: 'given',
    money_invalid: 'given',
    field_missing: null,
    field_invalid: null,
    request_invalid: null,
    code_invalid: 'digits',
    answer_wrong: 'digits',
    answer_locked: 'digits',
    code_too_soon: null,
    code_too_many: null,
    codes_exhausted: null,
    presence_impossible: null,
    approval_open: null,
    contact_invalid: 'contact',
    msisdn_invalid: 'contact',
    msisdn_not_international: 'contact',
    not_eligible: null,
    cannot_tell: null,
    case_open: null,
    case_unknown: null,
    line_unknown: null,
    stage_conflict: null,
    withdraw_too_late: null,
    factor_needed: null,
    finding_unknown: null,
    profile_unknown: null,
    receipt_gone: null,
    too_many_requests: null,
  },
  async show(visit, form) {
    const { hotline: t } = visit.t;
    const call = await callOf(visit);
    const formats = call.line === null ? visit.formats : formatsOf(visit.language, call.line.timeZone);
    const { attendance, verification } = call;
    const callId = hereOf(call);
    const handOver = callId === null ? null : await viewHandOver(visit.op, staffOf(visit), { callId });
    return {
      kind: 'page',
      title: t.title,
      back: null,
      form: true,
      islands: ['desk-hotline'],
      body: (
        <div
          class="three"
          data-hotline
          data-events={`${HOTLINE}/events?attendance=${attendance.attendanceId}`}
          data-ringing={t.line.ringing}
        >
          <h1 class="hidden-text">{t.title}</h1>
          <p class="note info ringing" id="ringing" role="status" hidden />
          <div class="stack left" id="live-left">
            <LinePanel visit={visit} line={verification.hint} others={attendance.others} />
            <HandOverPanel visit={visit} from={handOver} />
            <End visit={visit} />
            <AgentCode visit={visit} code={call.agentCode} />
            <CallsPanel visit={visit} calls={call.calls} here={callId} />
          </div>
          <div class="stack centre">
            <Errors visit={visit} form={form} />
            <Done visit={visit} />
            <ScriptPanel visit={visit} formats={formats} prompts={call.prompts} />
            {call.line === null ? <ProofPanel visit={visit} form={form} call={call} /> : null}
            <WorkPanel visit={visit} formats={formats} call={call} />
          </div>
          <div class="stack right" id="live-right">
            <ActionsPanel visit={visit} form={form} call={call} />
            <TimelinePanel visit={visit} formats={formats} call={call} />
            <KeysPanel visit={visit} />
          </div>
        </div>
      ),
    };
  },
  async submit(visit) {
    const said = await act(visit);
    if (said === 'over') return go(`${HOTLINE}?done=ended`);
    return go(`${visit.url.pathname}?${new URLSearchParams(said)}`);
  },
};

const hereOf = ({ attendance, calls }: Call): string | null =>
  calls.calls.find(({ attendanceId }) => attendanceId === attendance.attendanceId)?.callId ?? null;

/** What was done last. */
function Done({ visit }: { visit: DeskVisit }) {
  const { done } = visit.t.hotline;
  const what = visit.url.searchParams.get('done') ?? '';
  if (!Object.hasOwn(done, what)) return null;
  const words = done[what as keyof typeof done];
  // Masked numbers and references only: an address can be made up, and says nothing else here.
  const to = (visit.url.searchParams.get('to') ?? '').replace(/[^\p{L}\p{N}*@.\- ]/gu, '').slice(0, 60);
  return (
    <p class="note ok" role="status">
      {typeof words === 'string' ? words : words(to)}
    </p>
  );
}

function AgentCode({ visit, code }: { visit: DeskVisit; code: string }) {
  const { agentCode: t } = visit.t.hotline;
  return (
    <section class="panel tight" aria-labelledby="code-title">
      <h2 id="code-title">{t.title}</h2>
      <p class="code big">{`${code.slice(0, 3)} ${code.slice(3)}`}</p>
      <p class="hint">
        {t.lead} <span class="code">{`${new URL(visit.portal.publicUrl).host}/agent-code`}</span>
      </p>
    </section>
  );
}

function End({ visit }: { visit: DeskVisit }) {
  return (
    <form method="post" action={visit.url.pathname}>
      <input type="hidden" name="act" value="end" />
      <Token visit={visit} />
      <button class="button second" type="submit" data-key="KeyE">
        {visit.t.hotline.line.end}
      </button>
    </form>
  );
}
