import { DISPUTE_OUTCOMES } from '../../../../domain/charges/tripwire.ts';
import { type Charge, viewCharge } from '../../../../operations/charges/list-charges.ts';
import { disputeAgain, settleCharge } from '../../../../operations/charges/settle-charge.ts';
import { Answers } from '../../../kit/answers.ts';
import { MAIN_FORM } from '../../../kit/layout.tsx';
import { type Form, go } from '../../../kit/page.ts';
import { Errors, Field, Heading, Rows, Select, Submit, Token } from '../../../kit/parts.tsx';
import { mayAsk, rolesOf } from '../../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../../kit/desk-visit.ts';
import { casePath } from '../case-words.tsx';
import { OperationsFrame } from '../operations-frame.tsx';
import { CHARGES, StateTag } from './charges-page.tsx';

/** One held charge: with what it was matched, what billing says, and what became of it. */
export const chargePage: DeskPage = {
  path: `${CHARGES}/:charge`,
  roles: rolesOf('listCharges'),
  async show(visit, form) {
    const t = visit.t.chargeDesk;
    const charge = await viewCharge(visit.op, staffOf(visit), { chargeId: nameOf(visit) });
    const open = charge.settledAt === null && mayAsk(visit, 'settleCharge');
    const title = t.one(charge.chargeId);
    return {
      kind: 'page',
      title,
      back: CHARGES,
      form: open,
      body: (
        <OperationsFrame visit={visit} here="charges">
          <div class="narrow stack">
            <Errors visit={visit} form={form} />
            <Heading>{title}</Heading>
            <Rows rows={rowsOf(visit, charge)} />
            {open ? <Settle visit={visit} form={form} /> : null}
          </div>
        </OperationsFrame>
      ),
    };
  },
  fields: { charge_settled: null, field_missing: 'reason', field_invalid: 'outcome' },
  async submit(visit) {
    const chargeId = nameOf(visit);
    if (visit.values['again'] !== undefined) {
      await disputeAgain(visit.op, staffOf(visit), { chargeId });
      return go(visit.url.pathname);
    }
    const t = visit.t.chargeDesk;
    const answers = new Answers(visit);
    const outcome = answers.filled('outcome', t.chooseOutcome);
    const reason = answers.filled('reason', t.reasonMissing);
    if (answers.refused !== null) return answers.refused;
    await settleCharge(visit.op, staffOf(visit), { chargeId, outcome, reason });
    return go(visit.url.pathname);
  },
};

const nameOf = ({ params }: DeskVisit): string => params['charge'] ?? '';

function rowsOf(visit: DeskVisit, charge: Charge) {
  const { t, formats } = visit;
  const words = t.chargeDesk;
  const { kind, from, to, amount, held, heldFrom, because, dispute, lineId, reference, receivedAt } = charge;
  const { certificateId, disputeRef, failed, reason, settledAt, settledBy } = charge;
  const shown = (label: string, value: string | null, hint?: string) =>
    value === null ? [] : [{ label, value, ...(hint === undefined ? {} : { hint }) }];
  return [
    { label: words.state, value: dispute === null ? '' : <StateTag visit={visit} state={dispute} /> },
    { label: words.kind, value: words.kinds[kind] },
    { label: words.days, value: words.span(formats.date(from), formats.date(to)) },
    { label: words.amount, value: formats.money(amount) },
    {
      label: words.held,
      value: held === null ? '' : formats.money(held),
      ...(heldFrom === null ? {} : { hint: words.heldFrom(formats.date(heldFrom)) }),
    },
    { label: words.why, value: words.reasons[because] },
    { label: words.line, value: <span class="code">{lineId}</span> },
    ...(reference === null
      ? []
      : [
          {
            label: words.case,
            value: (
              <a class="code" href={casePath(reference)}>
                {reference}
              </a>
            ),
          },
        ]),
    { label: words.received, value: formats.moment(receivedAt) },
    ...(certificateId === null
      ? []
      : [{ label: words.certificate, value: <a href={`/c/${certificateId}`}>{certificateId}</a> }]),
    ...shown(words.disputeRef, disputeRef),
    ...shown(words.failed, failed),
    ...shown(words.reason, reason),
    ...(settledAt === null
      ? []
      : [
          {
            label: words.decided,
            value: formats.moment(settledAt),
            hint: settledBy === 'billing' ? words.billing : (settledBy ?? ''),
          },
        ]),
  ];
}

function Settle({ visit, form }: { visit: DeskVisit; form: Form }) {
  const t = visit.t.chargeDesk;
  return (
    <>
      <form method="post" action={visit.url.pathname}>
        <Token visit={visit} />
        <button class="button second" type="submit" name="again" value="1">
          {t.again}
        </button>
      </form>
      <form class="stack" id={MAIN_FORM} method="post" action={visit.url.pathname} noValidate>
        <Token visit={visit} />
        <h2>{t.settle}</h2>
        <Select
          name="outcome"
          label={t.outcome}
          chosen={form.values['outcome'] ?? ''}
          options={[['', t.chooseOutcome], ...DISPUTE_OUTCOMES.map((one) => [one, t.outcomes[one]] as const)]}
        />
        <Field
          visit={visit}
          form={form}
          name="reason"
          label={t.reason}
          hint={t.reasonHint}
          lines={3}
          maxLength={500}
        />
        <Submit>{t.go}</Submit>
      </form>
    </>
  );
}
