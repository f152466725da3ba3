import { signInWithoutPhone } from '../../../operations/people/sign-in-without-phone.ts';
import { DOCUMENT_INPUT, formPage, NUMBER_INPUT } from '../../kit/form-page.tsx';
import { go } from '../../kit/page.ts';
import { beginSession } from '../../kit/visit.ts';

/** The way in without the phone: what only the holder knows stands for the code. */
export const lost = formPage({
  path: '/lost',
  fields: {
    msisdn_invalid: 'number',
    msisdn_not_international: 'number',
    document_invalid: 'document',
    date_invalid: 'opened',
    answer_wrong: null,
    answer_locked: null,
  },
  async ask({ t: { lost: text } }, form) {
    return {
      title: text.title,
      lead: text.lead,
      back: '/',
      inputs: [
        { ...NUMBER_INPUT, label: text.number, autocomplete: 'off' },
        { ...DOCUMENT_INPUT, label: text.document, hint: text.documentHint },
        { name: 'opened', label: text.opened, hint: text.openedHint, type: 'date', class: 'short' },
      ],
      submit: text.submit,
      below: (
        <>
          {form.errors.length === 0 ? null : <p class="hint">{text.wrong}</p>}
          <p class="note">{text.otherNumber}</p>
        </>
      ),
    };
  },
  async submit(visit) {
    const { values } = visit;
    const { token, lineId } = await signInWithoutPhone(visit.op, visit.actor, {
      number: values['number'] ?? '',
      documentNumber: values['document'] ?? '',
      openedOn: values['opened'] ?? '',
    });
    beginSession(visit, token);
    return go(`/lines/${encodeURIComponent(lineId)}/lost`);
  },
});
