import { parseBankAccount } from '../../../../domain/values/bank-account.ts';
import { sayRefundDestination } from '../../../../operations/cases/refunds/say-refund-destination.ts';
import { Answers } from '../../../kit/answers.ts';
import { Choices, DOCUMENT_INPUT, formPage } from '../../../kit/form-page.tsx';
import { go } from '../../../kit/page.ts';
import { caseIdOf, signedIn } from '../../../kit/visit.ts';
import { withDocument } from '../../people/document-proof.ts';

const KINDS = ['as_paid', 'bank_account'] as const;

/** Where what is left goes: back as it was paid, or to a bank account. */
export const refundPage = formPage({
  path: '/cases/:caseId/refund',
  signedIn: true,
  fields: {
    field_invalid: 'account',
    factor_needed: 'document',
    document_invalid: 'document',
    stage_conflict: null,
  },
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
        // Money must not go where the phone went: it is asked for as much as the confirmation was.
        signedIn(visit).subscriber.factors.includes('document_number')
          ? null
          : { ...DOCUMENT_INPUT, label: visit.t.lost.document, hint: visit.t.review.documentHint },
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
    const actor = await answers.ask('document', ['answer_wrong', 'answer_locked'], () => withDocument(visit));
    if (answers.refused !== null || actor === null) return answers.refused!;
    await sayRefundDestination(visit.op, actor, {
      caseId,
      to: kind === 'bank_account' ? { kind, account, name } : { kind: 'as_paid' },
    });
    return go(`/cases/${caseId}`);
  },
});
