import { signInWithoutPhone } from '../../../operations/people/sign-in.ts';
import { go, type Page } from '../../kit/page.ts';
import { Errors, Field, Heading, MainForm, Submit } from '../../kit/parts.tsx';
import { beginSession } from '../../kit/visit.ts';

/** The way in without the phone: what only the holder knows stands for the code. */
export const lost: Page = {
  path: '/lost',
  fields: {
    msisdn_invalid: 'number',
    msisdn_not_international: 'number',
    date_invalid: 'opened',
    answer_wrong: null,
    answer_locked: null,
  },
  async show(visit, form) {
    const { lost: text } = visit.t;
    return {
      kind: 'page',
      title: text.title,
      back: '/',
      form: true,
      body: (
        <>
          <Errors visit={visit} form={form} />
          <Heading lead={text.lead}>{text.title}</Heading>
          <div class="panel">
            <MainForm visit={visit}>
              <Field
                visit={visit}
                form={form}
                name="number"
                label={text.number}
                type="tel"
                inputmode="tel"
                autocomplete="off"
              />
              <Field
                visit={visit}
                form={form}
                name="document"
                label={text.document}
                hint={text.documentHint}
                autocomplete="off"
                spellcheck={false}
                maxLength={60}
              />
              <Field
                visit={visit}
                form={form}
                name="opened"
                label={text.opened}
                hint={text.openedHint}
                type="date"
                class="short"
              />
              <Submit>{text.submit}</Submit>
            </MainForm>
          </div>
          {form.errors.length === 0 ? null : <p class="hint">{text.wrong}</p>}
          <p class="note">{text.otherNumber}</p>
        </>
      ),
    };
  },
  async submit(visit) {
    const { values } = visit;
    const { token, lineId } = await signInWithoutPhone(visit.op, {
      number: values['number'] ?? '',
      documentNumber: values['document'] ?? '',
      openedOn: values['opened'] ?? '',
    });
    beginSession(visit, token);
    return go(`/lines/${encodeURIComponent(lineId)}/lost`);
  },
};
