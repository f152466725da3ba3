import { HandbackError } from '../../../domain/errors.ts';
import { viewDeclaration } from '../../../operations/cases/declarations/view-declaration.ts';
import { isRequestReference } from '../../../operations/cases/receipt.ts';
import { viewCase } from '../../../operations/cases/view-case.ts';
import { Answers } from '../../kit/answers.ts';
import { formPage } from '../../kit/form-page.tsx';
import { type Answer, go } from '../../kit/page.ts';
import { type OpenReceipt, receiptHolder, type Visit } from '../../kit/visit.ts';
import { keepOpened } from '../cases/declaration-receipt.ts';
import { openRequest, requestPage } from './request-state.tsx';

const KEEP_SECONDS = 1_800;
const KEEP_SAFE_SECONDS = 5 * 60;

/** A case, a declaration that has none yet, or a special request, opened by its receipt alone. */
export const receipt = formPage({
  path: '/receipt',
  fields: { case_unknown: null, special_request_unknown: null },
  async ask(visit, { values: { open, reference, secret } }) {
    const { receipt: text } = visit.t;
    // The page of a request in another language: the receipt came along.
    if (open !== undefined && reference !== undefined && secret !== undefined)
      return requestPage(visit, { reference, secret }, open === 'fresh' ? 'fresh' : 'later');
    const typed = { autocomplete: 'off', spellcheck: false } as const;
    return {
      title: text.title,
      lead: text.lead,
      back: '/',
      inputs: [
        { ...typed, name: 'reference', label: text.reference, hint: text.referenceHint, maxLength: 1_000 },
        { ...typed, name: 'secret', label: text.secret, hint: text.secretHint, maxLength: 1_000 },
      ],
      submit: text.submit,
    };
  },
  async submit(visit) {
    const { receipt: text, common } = visit.t;
    const answers = new Answers(visit);
    const reference = answers.filled('reference', common.missing(text.reference));
    const secret = answers.filled('secret', common.missing(text.secret));
    return answers.refused ?? openReceipt(visit, { reference, secret });
  },
});

/** What was declared through the public form shows its own state; only the receipt of a case opens the case. */
async function openReceipt(visit: Visit, given: OpenReceipt): Promise<Answer> {
  if (isRequestReference(given.reference)) return openRequest(visit, given);
  const holder = receiptHolder(given);
  try {
    await viewDeclaration(visit.op, holder);
    keepOpened(visit, given);
    return go('/receipt/declaration');
  } catch (error) {
    if (!(error instanceof HandbackError) || error.code !== 'case_unknown') throw error;
  }
  const view = await viewCase(visit.op, holder, { reference: given.reference });
  // On a browser that others use too, the case of somebody who must be safe is soon closed again.
  visit.jar.keepSealed('hb_case', given, view.record.confidential ? KEEP_SAFE_SECONDS : KEEP_SECONDS);
  return go(`/cases/${view.record.caseId}`);
}
