import { withinCodeBudget } from '../../../operations/access/code-budget.ts';
import { mailToConfirm } from '../../../operations/people/contacts/mail-to-confirm.ts';
import { proveMailCode } from '../../../operations/people/contacts/prove-mail-code.ts';
import { requestMailCode } from '../../../operations/people/contacts/request-mail-code.ts';
import { formPage } from '../../kit/form-page.tsx';
import { go } from '../../kit/page.ts';
import { caseIdOf } from '../../kit/visit.ts';

/** The e-mail address that was given at the confirmation: a code is sent there on a tap, then asked for. */
export const mailProof = formPage({
  path: '/cases/:caseId/mail-code',
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
    const back = `/cases/${caseIdOf(visit)}`;
    const masked = await mailToConfirm(visit.op, visit.actor);
    if (masked === null) return go(back);
    const { progress: text, code } = visit.t;
    return {
      title: text.mailTitle,
      lead: text.mailSent(masked),
      back,
      inputs: [
        {
          name: 'code',
          label: code.mailLabel,
          inputmode: 'numeric',
          autocomplete: 'one-time-code',
          maxLength: 1_000,
        },
      ],
      submit: text.mailSubmit,
    };
  },
  async submit(visit) {
    const here = `/cases/${caseIdOf(visit)}`;
    const { op, actor, client, values } = visit;
    const given = values['code'];
    if (given === undefined) {
      await withinCodeBudget(op, actor, client, () => requestMailCode(op, actor));
      return go(`${here}/mail-code`);
    }
    await proveMailCode(op, actor, { code: given });
    return go(here);
  },
});
