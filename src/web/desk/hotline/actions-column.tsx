import type { ComponentChildren } from 'preact';
import { REASONS, type Reason, URGENT_REASONS } from '../../../domain/cases/reason.ts';
import type { DeskAction } from '../../../domain/desks/desk-actions.ts';
import { findingKey } from '../../../operations/cases/disputes/finding-key.ts';
import type { Formats } from '../../kit/formats.ts';
import type { Form } from '../../kit/page.ts';
import { Field, Token } from '../../kit/parts.tsx';
import { Hold, Line } from '../../portal/cases/progress-steps.tsx';
import type { DeskVisit } from '../kit/desk-visit.ts';
import type { Call } from './call-state.ts';

interface ColumnProps {
  readonly visit: DeskVisit;
  readonly form: Form;
  readonly formats: Formats;
  readonly call: Call;
}

/** What has happened and comes next, step by step. */
export function TimelinePanel({ visit, formats, call }: Omit<ColumnProps, 'form'>) {
  const { timeline: t } = visit.t.hotline;
  return (
    <section class="panel tight" id="timeline" aria-labelledby="timeline-title">
      <h2 id="timeline-title">{t.title}</h2>
      {call.view === null ? (
        <p class="hint">{t.none}</p>
      ) : (
        <>
          <Hold visit={visit} formats={formats} record={call.view.record} />
          <Line visit={visit} view={call.view} formats={formats} esim={null} />
        </>
      )}
    </section>
  );
}

/** Which of them is the one that usually comes next: its button has the focus. */
function nextOf(call: Call): DeskAction | null {
  if (call.asking !== null) return null;
  const free = call.actions.filter(({ obstacle }) => obstacle === null).map(({ action }) => action);
  const receiptFirst = call.review === null || call.review.dates === null;
  const order: readonly DeskAction[] = receiptFirst
    ? ['declare', 'send_receipt', 'confirm']
    : ['declare', 'confirm', 'send_receipt'];
  return order.find((action) => free.includes(action)) ?? null;
}

/** Everything that can be done for a caller; what cannot be done now says why. */
export function ActionsPanel({ visit, form, call }: Omit<ColumnProps, 'formats'>) {
  const { actions: t } = visit.t.hotline;
  const next = nextOf(call);
  const failed = form.values['act'];
  return (
    <section
      class="panel tight actions-panel"
      id="actions"
      tabIndex={-1}
      data-key="KeyW"
      aria-labelledby="actions-title"
    >
      <h2 id="actions-title">{t.title}</h2>
      <ul class="can">
        {call.actions.map(({ action, obstacle }) => (
          <li key={action}>
            {obstacle !== null ? (
              <p class="cannot">
                <span aria-disabled="true">{t.names[action]}</span>
                <span class="hint">{t.obstacles[obstacle]}</span>
              </p>
            ) : action === next ? (
              <ActForm visit={visit} action={action} first>
                <Inputs visit={visit} form={form} call={call} action={action} />
              </ActForm>
            ) : (
              <details id={`do-${action}`} open={failed === action}>
                <summary>{t.names[action]}</summary>
                <ActForm visit={visit} action={action}>
                  <Inputs visit={visit} form={form} call={call} action={action} />
                </ActForm>
              </details>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function ActForm(props: {
  readonly visit: DeskVisit;
  readonly action: DeskAction;
  readonly first?: boolean;
  readonly children: ComponentChildren;
}) {
  const { visit, action, first = false, children } = props;
  return (
    <form class="stack near" method="post" action={visit.url.pathname} noValidate>
      {children}
      <input type="hidden" name="act" value={action} />
      <Token visit={visit} />
      <button
        class={first ? 'button' : 'button second'}
        type="submit"
        autofocus={first}
        data-key={first ? 'KeyG' : undefined}
      >
        {visit.t.hotline.actions.names[action]}
      </button>
    </form>
  );
}

/** What is still to be said before it is done. */
function Inputs({ visit, form, call, action }: Omit<ColumnProps, 'formats'> & { action: DeskAction }) {
  const { work: t } = visit.t.hotline;
  const field = { visit, form, autocomplete: 'off' as const };
  switch (action) {
    case 'declare':
      return (
        <ReasonSelect
          visit={visit}
          label={t.reason}
          none
          reasons={REASONS.filter((reason) => !URGENT_REASONS.includes(reason))}
        />
      );
    case 'report':
      return <ReasonSelect visit={visit} label={t.what} none={false} reasons={URGENT_REASONS} />;
    case 'confirm':
      return <Field {...field} name="contact" label={t.contact} hint={t.contactHint} optional />;
    case 'write_letter':
      return <Field {...field} name="address" label={t.address} hint={t.addressHint} lines={4} />;
    case 'refund':
      return (
        <>
          <Field {...field} name="account" label={t.account} maxLength={60} optional />
          <Field {...field} name="name" label={t.accountName} maxLength={100} optional />
          <label class="check">
            <input type="checkbox" name="as_paid" value="yes" /> <span>{t.asPaid}</span>
          </label>
        </>
      );
    case 'dispute':
      return (
        <>
          <FindingSelect visit={visit} call={call} />
          <Field {...field} name="text" label={t.disputeLabel} lines={3} maxLength={1_000} />
        </>
      );
    case 'said_deleted':
      return <DeviceSelect visit={visit} call={call} />;
    default:
      return null;
  }
}

function ReasonSelect(props: {
  readonly visit: DeskVisit;
  readonly label: string;
  readonly reasons: readonly Reason[];
  readonly none: boolean;
}) {
  const { visit, label, reasons, none } = props;
  const { reason: words } = visit.t;
  const id = none ? 'reason' : 'happened';
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} name="reason">
        <option value="">{none ? words.none : visit.t.hotline.work.choose}</option>
        {reasons.map((reason) => (
          <option key={reason} value={reason}>
            {words.options[reason]}
          </option>
        ))}
      </select>
    </div>
  );
}

function FindingSelect({ visit, call }: { visit: DeskVisit; call: Call }) {
  const { eligibility: text, hotline } = visit.t;
  const { lineId } = call.attendance.customer;
  const findings = (call.review?.eligibility ?? call.line?.eligibility)?.findings ?? [];
  return (
    <div class="field">
      <label for="finding">{hotline.work.findings}</label>
      <select id="finding" name="finding">
        {findings.map((finding) => (
          <option
            key={findingKey(visit.op.vault, lineId, finding)}
            value={findingKey(visit.op.vault, lineId, finding)}
          >
            {text.checks[finding.check].title}
          </option>
        ))}
      </select>
    </div>
  );
}

function DeviceSelect({ visit, call }: { visit: DeskVisit; call: Call }) {
  const { work: t } = visit.t.hotline;
  const waiting = (call.view?.devices?.devices ?? []).filter(({ status }) => status === 'requested');
  return (
    <div class="field">
      <label for="iccid">{visit.t.hotline.actions.names.said_deleted}</label>
      <select id="iccid" name="iccid">
        {waiting.map(({ iccid, label, eidEnd }) => (
          <option key={iccid} value={iccid}>
            {t.deletedOn(label ?? (eidEnd === null ? t.noDevice : `…${eidEnd}`))}
          </option>
        ))}
      </select>
    </div>
  );
}
