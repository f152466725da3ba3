import { proveDocument } from '../../../operations/people/prove-document.ts';
import { DOCUMENT_INPUT, formPage } from '../../kit/form-page.tsx';
import { go, type Page } from '../../kit/page.ts';

const asksDocument = (path: string, lead: 'lead' | 'recordsLead', on: string): Page =>
  formPage({
    path,
    signedIn: true,
    fields: { document_invalid: 'document', answer_wrong: 'document', answer_locked: 'document' },
    async ask({ t: { document: text } }) {
      return {
        title: text.title,
        lead: text[lead],
        back: '/lines',
        inputs: [{ ...DOCUMENT_INPUT, label: text.label, hint: text.hint }],
        submit: text.submit,
      };
    },
    async submit({ op, actor, values }) {
      await proveDocument(op, actor, { documentNumber: values['document'] ?? '' });
      return go(on);
    },
  });

/** The document number opens the holder's other lines. */
export const documentPage = asksDocument('/document', 'lead', '/lines');

/** It also opens what is held of them: whoever came for that goes on to it. */
export const recordsDocumentPage = asksDocument('/records/document', 'recordsLead', '/records');
