import { parseBankAccount } from '../../../../domain/values/bank-account.ts';
import { sayRefundDestination } from '../../../../operations/cases/refunds/say-refund-destination.ts';
import { Answers } from '../../../kit/answers.ts';
import { Choices, formPage } from '../../../kit/form-page.tsx';
import { go } from '../../../kit/page.ts';
import { caseIdOf } from '../../../kit/visit.ts';

const KINDS = ['as_paid', 'bank_account'] as const;

/** Where what is left goes: back as it was paid, or to a bank account. */
export const refundPage = formPage({
  path: '/cases/:caseId/refund',
  signedIn: true,
  fields: { field_invalid: 'account', stage_conflict: null },
  async ask(visit, form) {
    const { refund: text } = visit.t;
    const options = KINDS.map((value) => ({ value, words: text.kinds[value] }));
    return {
      title: text.title,
      lead: text.lead,
      back: `/cases/${caseIdOf(visit)}`,
      inputs: [
        <fieldset key="kind" id="kind">
          <legend>{text.legend}</legend>
          <Choices name="kind" options={options} chosen={form.values['kind']} />
        </fieldset>,
        {
          name: 'account',
          label: text.account,
          hint: text.accountHint,
          autocomplete: 'off',
          optional: true,
          maxLength: 60,
        },
        { name: 'name', label: text.name, autocomplete: 'off', optional: true, maxLength: 100 },
      ],
      submit: text.submit,
    };
  },
  async submit(visit) {
    const { refund: text, common } = visit.t;
    const caseId = caseIdOf(visit);
    const answers = new Answers(visit);
    const kind = KINDS.find((one) => one === visit.values['kind']);
    if (kind === undefined) answers.refuse('kind', text.choose);
    let [account, name] = ['', ''];
    if (kind === 'bank_account') {
      account = answers.filled('account', common.missing(text.account));
      if (account !== '') answers.read('account', () => parseBankAccount(account));
      name = answers.filled('name', common.missing(text.name));
    }
    if (answers.refused !== null) return answers.refused;
    await sayRefundDestination(visit.op, visit.actor, {
      caseId,
      to: kind === 'bank_account' ? { kind, account, name } : { kind: 'as_paid' },
    });
    return go(`/cases/${caseId}`);
  },
});
