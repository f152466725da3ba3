import { withinCodeBudget } from '../../../operations/access/code-budget.ts';
import { contactForCode } from '../../../operations/people/contacts/contact-for-code.ts';
import { proveContactCode } from '../../../operations/people/contacts/prove-contact-code.ts';
import { requestContactCode } from '../../../operations/people/contacts/request-contact-code.ts';
import { formPage } from '../../kit/form-page.tsx';
import { go } from '../../kit/page.ts';
import { caseIdOf } from '../../kit/visit.ts';

/** For those whose phone is lost: a code to their other number, sent on a tap, then asked for. */
export const contactProof = formPage({
  path: '/cases/:caseId/contact-code',
  signedIn: true,
  fields: {
    code_invalid: 'code',
    answer_wrong: 'code',
    code_over: 'code',
    code_too_soon: 'code',
    code_too_many: 'code',
    codes_exhausted: 'code',
    contact_invalid: null,
  },
  async ask(visit) {
    const back = `/cases/${caseIdOf(visit)}/review`;
    const masked = await contactForCode(visit.op, visit.actor);
    if (masked === null) return go(back);
    const { review: text, code, document } = visit.t;
    return {
      title: text.contactProof,
      lead: text.contactProofLead(masked),
      back,
      inputs: [
        {
          name: 'code',
          label: code.label,
          inputmode: 'numeric',
          autocomplete: 'one-time-code',
          maxLength: 1_000,
        },
      ],
      submit: document.submit,
    };
  },
  async submit(visit) {
    const here = `/cases/${caseIdOf(visit)}`;
    const given = visit.values['code'];
    if (given === undefined) {
      const { op, actor, client } = visit;
      await withinCodeBudget(op, actor, client, () => requestContactCode(op, actor));
      return go(`${here}/contact-code`);
    }
    await proveContactCode(visit.op, visit.actor, { code: given });
    return go(`${here}/review`);
  },
});
