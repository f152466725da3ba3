import {
  contactForCode,
  proveContactCode,
  requestContactCode,
} from '../../../operations/people/contact-code.ts';
import { go, type Page } from '../../kit/page.ts';
import { Errors, Field, Heading, MainForm, Submit } from '../../kit/parts.tsx';
import { caseIdOf, signedIn } from '../../kit/visit.ts';

/** For those whose phone is lost: a code to their other number, sent on a tap, then asked for. */
export const contactProof: Page = {
  path: '/cases/:caseId/contact-code',
  signedIn: true,
  fields: {
    answer_wrong: 'code',
    answer_locked: 'code',
    code_too_soon: 'code',
    code_too_many: 'code',
    contact_invalid: null,
  },
  async show(visit, form) {
    const review = `/cases/${caseIdOf(visit)}/review`;
    const masked = await contactForCode(visit.op, signedIn(visit).subscriber);
    if (masked === null) return go(review);
    const { review: text, code } = visit.t;
    return {
      kind: 'page',
      title: text.contactProof,
      back: review,
      form: true,
      body: (
        <>
          <Errors visit={visit} form={form} />
          <Heading lead={text.contactProofLead(masked)}>{text.contactProof}</Heading>
          <div class="panel">
            <MainForm visit={visit}>
              <Field
                visit={visit}
                form={form}
                name="code"
                label={code.label}
                inputmode="numeric"
                autocomplete="one-time-code"
                maxLength={20}
              />
              <Submit>{visit.t.document.submit}</Submit>
            </MainForm>
          </div>
        </>
      ),
    };
  },
  async submit(visit) {
    const here = `/cases/${caseIdOf(visit)}`;
    const { subscriber, token } = signedIn(visit);
    const given = visit.values['code'];
    if (given === undefined) {
      await requestContactCode(visit.op, subscriber);
      return go(`${here}/contact-code`);
    }
    await proveContactCode(visit.op, token, given);
    return go(`${here}/review`);
  },
};
