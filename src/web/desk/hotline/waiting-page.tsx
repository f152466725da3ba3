import { attend } from '../../../operations/desks/attend.ts';
import { type OpenedCall, openCall } from '../../../operations/desks/hotline/calls/open-call.ts';
import { sitAtExtension } from '../../../operations/desks/hotline/calls/sit-at-extension.ts';
import { takeCall } from '../../../operations/desks/hotline/calls/take-call.ts';
import { type DeskCalls, viewCalls } from '../../../operations/desks/hotline/calls/view-calls.ts';
import { viewHandOver } from '../../../operations/desks/hotline/calls/view-hand-over.ts';
import { type Form, go } from '../../kit/page.ts';
import { Errors, Field, Heading, MainForm, Submit, Token } from '../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, staffOf } from '../kit/desk-visit.ts';
import { CallerPanel, CallsPanel, KeysPanel, LinePanel } from './caller-column.tsx';
import { HandOverPanel } from './hand-over-panel.tsx';
import { HOTLINE_ROLES } from './roles.ts';

export const HOTLINE = '/desk/hotline';

/** Between two calls, and while one rings: whose line the number hints at, and the way into the call. */
export const waitingPage: DeskPage = {
  path: HOTLINE,
  roles: HOTLINE_ROLES,
  fields: {
    msisdn_invalid: 'number',
    msisdn_not_international: 'number',
    line_unknown: 'number',
    call_unknown: null,
    request_invalid: 'extension',
  },
  async show(visit, form) {
    const { hotline: t } = visit.t;
    const staff = staffOf(visit);
    const { searchParams } = visit.url;
    const callId = searchParams.get('call');
    const caller = searchParams.get('caller');
    const [calls, opened, handOver] = await Promise.all([
      viewCalls(visit.op, staff),
      callId !== null
        ? openCall(visit.op, staff, { callId })
        : caller !== null
          ? openCall(visit.op, staff, { caller })
          : null,
      callId === null ? null : viewHandOver(visit.op, staff, { callId }),
    ]);
    return {
      kind: 'page',
      title: t.title,
      back: null,
      form: true,
      islands: ['desk-hotline'],
      refresh: opened === null ? 10 : null,
      body: (
        <div
          class="three"
          data-hotline
          data-events={`${HOTLINE}/events`}
          data-idle={form.errors.length === 0 ? '' : undefined}
          data-call={callId ?? undefined}
        >
          <div class="stack left">
            {opened === null ? null : <CallerPanel visit={visit} pop={opened} />}
            <HandOverPanel visit={visit} from={handOver} />
            {opened?.line ? <LinePanel visit={visit} line={opened.line} others={[]} /> : null}
            <CallsPanel visit={visit} calls={calls} here={callId} />
          </div>
          <div class="stack centre">
            <Errors visit={visit} form={form} />
            <Heading lead={t.waiting.lead}>{t.title}</Heading>
            <Done visit={visit} />
            <TakeForm visit={visit} form={form} opened={opened} caller={caller} />
          </div>
          <div class="stack right">
            <Seat visit={visit} form={form} calls={calls} />
            <ul class="inline-links">
              <li>
                <a href={`${HOTLINE}/hand-overs`}>{visit.t.voiceMenu.desk.list.title}</a>
              </li>
              <li>
                <a href={`${HOTLINE}/check`}>{visit.t.scamCheck.agent.title}</a>
              </li>
            </ul>
            <KeysPanel visit={visit} />
          </div>
        </div>
      ),
    };
  },
  async submit(visit) {
    const { op, values } = visit;
    const staff = staffOf(visit);
    if (values['act'] === 'sit') {
      await sitAtExtension(op, staff, { extension: values['extension'] ?? '' });
      return go(`${HOTLINE}?done=seated`);
    }
    const number = (values['number'] ?? '').trim();
    const callId = values['call'] ?? '';
    const { attendanceId } =
      callId === ''
        ? await attend(op, staff, {
            channel: 'hotline',
            why: 'call',
            number: number === '' ? (values['caller'] ?? '') : number,
          })
        : await takeCall(op, staff, { callId, number });
    return go(`${HOTLINE}/${attendanceId}`);
  },
};

function Done({ visit }: { visit: DeskVisit }) {
  const { done } = visit.t.hotline;
  const what = visit.url.searchParams.get('done');
  const words = what === 'seated' || what === 'ended' ? done[what] : null;
  return words === null ? null : (
    <p class="note ok" role="status">
      {words}
    </p>
  );
}

/** Into the call: with the number that the telephone shows, or another that the caller says. */
function TakeForm(props: {
  readonly visit: DeskVisit;
  readonly form: Form;
  readonly opened: OpenedCall | null;
  readonly caller: string | null;
}) {
  const { visit, form, opened, caller } = props;
  const { waiting: t } = visit.t.hotline;
  const known = opened?.line != null;
  const call = opened?.call?.callId ?? form.values['call'];
  return (
    <div class="panel">
      <MainForm visit={visit}>
        <Field
          visit={visit}
          form={form}
          name="number"
          type="tel"
          inputmode="tel"
          autocomplete="off"
          label={t.number}
          {...(known ? { hint: t.numberHint } : {})}
          optional={known}
          autofocus={!known}
        />
        {call === undefined ? null : <input type="hidden" name="call" value={call} />}
        {caller === null ? null : <input type="hidden" name="caller" value={caller} />}
        <button class="button" type="submit" autofocus={known} data-key="KeyG">
          {opened === null ? t.look : t.take}
        </button>
      </MainForm>
    </div>
  );
}

/** At which telephone the agent sits. */
function Seat({ visit, form, calls }: { visit: DeskVisit; form: Form; calls: DeskCalls }) {
  const { waiting: t } = visit.t.hotline;
  return (
    <section class="panel tight" aria-labelledby="seat-title">
      <h2 id="seat-title">{t.seat}</h2>
      {calls.extension === null ? <p>{t.noSeat}</p> : null}
      <form class="stack" method="post" action={HOTLINE} noValidate>
        <Field
          visit={visit}
          form={{ ...form, values: { extension: calls.extension ?? '', ...form.values } }}
          name="extension"
          label={t.extension}
          hint={t.extensionHint}
          autocomplete="off"
          maxLength={32}
        />
        <input type="hidden" name="act" value="sit" />
        <Token visit={visit} />
        <Submit>{t.sit}</Submit>
      </form>
    </section>
  );
}
