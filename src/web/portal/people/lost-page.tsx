import { parseLocalDate } from '../../../domain/values/local-date.ts';
import { parseMsisdn } from '../../../domain/values/msisdn.ts';
import { signInWithoutPhone } from '../../../operations/people/sign-in-without-phone.ts';
import { Answers } from '../../kit/answers.ts';
import { DateField, typedDate } from '../../kit/date-field.tsx';
import { DOCUMENT_INPUT, formPage, NUMBER_INPUT } from '../../kit/form-page.tsx';
import { go } from '../../kit/page.ts';
import { LinkList } from '../../kit/parts.tsx';
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
  async ask(visit, form) {
    const { lost: text, special } = visit.t;
    return {
      title: text.title,
      lead: text.lead,
      back: '/',
      inputs: [
        { ...NUMBER_INPUT, label: text.number, autocomplete: 'off' },
        { ...DOCUMENT_INPUT, label: text.document, hint: text.documentHint },
        <DateField
          key="opened"
          visit={visit}
          form={form}
          name="opened"
          label={text.opened}
          hint={text.openedHint}
        />,
      ],
      submit: text.submit,
      below: (
        <>
          {form.errors.every(({ field }) => field !== null) ? null : <p class="hint">{text.wrong}</p>}
          <p class="note">{text.otherNumber}</p>
          <LinkList links={[['/special', special.link, special.linkHint]]} />
        </>
      ),
    };
  },
  async submit(visit) {
    const { values, t, op } = visit;
    const opened = typedDate(values, 'opened');
    const answers = new Answers(visit);
    answers.read('number', () => parseMsisdn(values['number'] ?? '', op.defaultCallingCode));
    answers.filled('document', t.common.missing(t.lost.document));
    answers.read('opened', () => parseLocalDate(opened));
    if (answers.refused !== null) return answers.refused;
    const { token, lineId } = await signInWithoutPhone(visit.op, visit.actor, {
      number: values['number'] ?? '',
      documentNumber: values['document'] ?? '',
      openedOn: opened,
    });
    beginSession(visit, token);
    return go(`/lines/${encodeURIComponent(lineId)}/lost`);
  },
});
