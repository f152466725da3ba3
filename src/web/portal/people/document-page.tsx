import { proveDocument } from '../../../operations/people/prove-document.ts';
import { DOCUMENT_INPUT, formPage } from '../../kit/form-page.tsx';
import { go } from '../../kit/page.ts';

/** The document number opens the holder's other lines. */
export const documentPage = formPage({
  path: '/document',
  signedIn: true,
  fields: { document_invalid: 'document', answer_wrong: 'document', answer_locked: 'document' },
  async ask({ t: { document: text } }) {
    return {
      title: text.title,
      lead: text.lead,
      back: '/lines',
      inputs: [{ ...DOCUMENT_INPUT, label: text.label, hint: text.hint }],
      submit: text.submit,
    };
  },
  async submit({ op, actor, values }) {
    await proveDocument(op, actor, { documentNumber: values['document'] ?? '' });
    return go('/lines');
  },
});
