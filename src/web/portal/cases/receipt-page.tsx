import { HandbackError } from '../../../domain/errors.ts';
import { viewDeclaration } from '../../../operations/cases/declare-publicly.ts';
import { viewCase } from '../../../operations/cases/view-case.ts';
import { type Answer, go, type Page } from '../../kit/page.ts';
import { Clock, Errors, Field, Heading, LinkButton, MainForm, Rows, Submit } from '../../kit/parts.tsx';
import type { OpenReceipt, Visit } from '../../kit/visit.ts';

const KEEP_SECONDS = 1_800;

/** A case, or a declaration that has none yet, opened by its receipt alone. */
export const receipt: Page = {
  path: '/receipt',
  fields: { case_unknown: null },
  async show(visit, form) {
    const { receipt: text } = visit.t;
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
                name="reference"
                label={text.reference}
                hint={text.referenceHint}
                autocomplete="off"
                spellcheck={false}
                maxLength={40}
              />
              <Field
                visit={visit}
                form={form}
                name="secret"
                label={text.secret}
                hint={text.secretHint}
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
    const { values } = visit;
    const given: OpenReceipt = { reference: values['reference'] ?? '', secret: values['secret'] ?? '' };
    return openReceipt(visit, given);
  },
};

/** What was declared through the public form shows its own state; only the receipt of a case opens the case. */
async function openReceipt(visit: Visit, given: OpenReceipt): Promise<Answer> {
  try {
    await viewDeclaration(visit.op, given.reference, given.secret);
    visit.jar.keepSealed('hb_declaration', given, KEEP_SECONDS);
    return go('/receipt/declaration');
  } catch (error) {
    if (!(error instanceof HandbackError) || error.code !== 'case_unknown') throw error;
  }
  const view = await viewCase(visit.op, { kind: 'receipt', ...given }, { reference: given.reference });
  visit.jar.keepSealed('hb_case', given, KEEP_SECONDS);
  return go(`/cases/${view.record.caseId}`);
}

export const declarationState: Page = {
  path: '/receipt/declaration',
  async show(visit) {
    const given = visit.jar.sealed<OpenReceipt>('hb_declaration');
    if (given === null) return go('/?notice=receipt_over');
    const { receipt: text, declare } = visit.t;
    const { formats } = visit;
    const found = await viewDeclaration(visit.op, given.reference, given.secret);
    return {
      kind: 'page',
      title: text.stateTitle,
      back: '/receipt',
      body: (
        <>
          <Heading lead={text.states[found.state]}>{text.stateTitle}</Heading>
          <Rows
            rows={[
              { label: text.received, value: formats.exact(found.receivedAt) },
              { label: text.expires, value: formats.exact(found.expiresAt) },
            ]}
          />
          {found.state === 'waits_for_proof' ? <LinkButton href="/">{declare.signIn}</LinkButton> : null}
          <Clock visit={visit} />
        </>
      ),
    };
  },
};
