import { proveDocument } from '../../../operations/people/sign-in.ts';
import { go, type Page } from '../../kit/page.ts';
import { Errors, Field, Heading, MainForm, Submit } from '../../kit/parts.tsx';
import { signedIn } from '../../kit/visit.ts';

/** The document number opens the holder's other lines. */
export const documentPage: Page = {
  path: '/document',
  signedIn: true,
  fields: { answer_wrong: 'document', answer_locked: 'document' },
  async show(visit, form) {
    const { document: text } = visit.t;
    return {
      kind: 'page',
      title: text.title,
      back: '/lines',
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
                name="document"
                label={text.label}
                hint={text.hint}
                autocomplete="off"
                spellcheck={false}
                maxLength={60}
              />
              <Submit>{text.submit}</Submit>
            </MainForm>
          </div>
        </>
      ),
    };
  },
  async submit(visit) {
    await proveDocument(visit.op, signedIn(visit).token, visit.values['document'] ?? '');
    return go('/lines');
  },
};
