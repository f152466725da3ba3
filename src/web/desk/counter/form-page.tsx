import { REASONS, type Reason, URGENT_REASONS } from '../../../domain/cases/reason.ts';
import { parseBankAccount } from '../../../domain/values/bank-account.ts';
import { viewCase } from '../../../operations/cases/view-case.ts';
import { fillForm } from '../../../operations/desks/counter/fill-form.ts';
import { viewLine } from '../../../operations/lines/view-line.ts';
import { givenContact } from '../../../operations/people/contacts/given-contact.ts';
import { Answers } from '../../kit/answers.ts';
import { Choices } from '../../kit/form-page.tsx';
import { formatsOf } from '../../kit/formats.ts';
import { type Form, go } from '../../kit/page.ts';
import { Field, MainForm, Rows, Submit } from '../../kit/parts.tsx';
import { declareFor } from '../../portal/cases/declare-for.ts';
import type { DeskVisit } from '../kit/desk-visit.ts';
import { counterPage, stepPath } from './at-counter.tsx';

const REFUNDS = ['as_paid', 'bank_account'] as const;
/** What is kept of the form until it is signed. */
const KEPT = ['reason', 'contact', 'refund', 'account', 'account_name'] as const;

/** Step two: what the customer says; an heir is not asked why a line is ended. Continuing hands in the request; nothing is closed by it. */
export const form = counterPage({
  path: '/form',
  step: 'form',
  fields: {
    contact_invalid: 'contact',
    msisdn_invalid: 'contact',
    msisdn_not_international: 'contact',
    field_invalid: 'account',
    not_eligible: null,
    stage_conflict: null,
    visit_step_open: null,
  },
  async ask({ visit, customer, found }, given) {
    const { form: text } = visit.t.counter;
    const { line, openCase } = await viewLine(visit.op, customer, { lineId: customer.lineId });
    const typed = Object.keys(given.values).length > 0 ? given.values : found.typed;
    const filled: Form = { values: typed, errors: given.errors };
    const formats = formatsOf(visit.language, found.timeZone);
    const heir = found.visit?.capacity === 'heir';
    const given_reason =
      openCase === null ? null : (await viewCase(visit.op, customer, { caseId: openCase })).record.reason;
    return {
      title: text.title,
      lead: text.lead,
      body: (
        <>
          <Rows
            rows={[
              {
                label: text.line,
                value: <span class="number">{line.msisdn ?? visit.t.lines.noNumber}</span>,
              },
              { label: text.plan, value: line.plan.name },
              { label: text.openedOn, value: formats.date(line.openedOn) },
              ...(openCase === null || (heir && given_reason === null)
                ? []
                : [{ label: text.reasonGiven, value: reasonWords(visit, given_reason as Reason | null) }]),
            ]}
          />
          <div class="panel">
            <MainForm visit={visit}>
              {openCase === null && !heir ? <Reasons visit={visit} chosen={typed['reason']} /> : null}
              <Field
                visit={visit}
                form={filled}
                name="contact"
                label={text.contact}
                hint={text.contactHint}
                autocomplete="off"
                optional
              />
              <Refund visit={visit} form={filled} />
              <Submit>{text.submit}</Submit>
            </MainForm>
          </div>
        </>
      ),
    };
  },
  async take({ visit, customer, found, here }) {
    // Before anything is done: a form that is posted out of its turn changes nothing.
    const { documentsDone, signed } = found.progress;
    if (!documentsDone || signed) return go(stepPath(here, documentsDone ? found.next : 'documents'));
    const { values, op, t } = visit;
    const { form: text } = t.counter;
    const answers = new Answers(visit);
    const contact = (values['contact'] ?? '').trim();
    if (contact !== '') answers.read('contact', () => givenContact(op, contact));
    if (values['refund'] === 'bank_account') {
      const account = answers.filled('account', t.common.missing(text.account));
      if (account !== '') answers.read('account', () => parseBankAccount(account));
      answers.filled('account_name', t.common.missing(text.accountName));
    }
    if (answers.refused !== null) return answers.refused;
    const { lineId } = customer;
    const heir = found.visit?.capacity === 'heir';
    const reason = heir ? null : (REASONS.find((name) => name === values['reason']) ?? null);
    const caseId = await declareFor(visit, customer, { lineId, reason });
    const typed = Object.fromEntries(KEPT.flatMap((name) => (values[name] ? [[name, values[name]]] : [])));
    await fillForm(op, customer, { caseId, typed });
    return go(stepPath(here, 'signature'));
  },
});

function reasonWords({ t }: DeskVisit, reason: Reason | null): string {
  return reason === null ? t.reason.none : t.reason.options[reason];
}

function Reasons({ visit, chosen }: { visit: DeskVisit; chosen: string | undefined }) {
  const { form: text } = visit.t.counter;
  return (
    <fieldset id="reason">
      <legend>{text.reason}</legend>
      <Choices
        name="reason"
        options={[
          ...REASONS.map((value) => ({
            value,
            words: visit.t.reason.options[value],
            hint: URGENT_REASONS.includes(value) ? text.urgent : null,
          })),
          { value: '', words: visit.t.reason.none },
        ]}
        chosen={chosen}
      />
    </fieldset>
  );
}

function Refund({ visit, form: filled }: { visit: DeskVisit; form: Form }) {
  const { form: text } = visit.t.counter;
  return (
    <>
      <fieldset id="refund">
        <legend>{text.refund}</legend>
        <Choices
          name="refund"
          options={REFUNDS.map((value) => ({ value, words: text.refundKinds[value] }))}
          chosen={filled.values['refund'] ?? 'as_paid'}
        />
      </fieldset>
      <div class="pair">
        <Field
          visit={visit}
          form={filled}
          name="account"
          label={text.account}
          autocomplete="off"
          optional
          maxLength={60}
        />
        <Field
          visit={visit}
          form={filled}
          name="account_name"
          label={text.accountName}
          autocomplete="off"
          optional
          maxLength={100}
        />
      </div>
    </>
  );
}
