import { HandbackError } from '../../../domain/errors.ts';
import { missingFactors } from '../../../operations/access.ts';
import { type Declared, declare, URGENT_REASONS } from '../../../operations/cases/declare.ts';
import { lineFor } from '../../../operations/lines/line-for.ts';
import { go, type Page } from '../../kit/page.ts';
import { Actions, Errors, Field, Heading, LinkButton, MainForm, Submit } from '../../kit/parts.tsx';
import { lineIdOf, signedIn } from '../../kit/visit.ts';
import { withDocument } from '../people/document-proof.ts';
import { keepReceipt } from './receipt-once.ts';

const KINDS = ['lost', 'stolen', 'misused'] as const;

/** Reporting: the bar comes at once, and closing waits for the person. */
export const report: Page = {
  path: '/lines/:lineId/lost',
  signedIn: true,
  fields: { factor_needed: 'document', answer_wrong: 'document', answer_locked: 'document' },
  async show(visit, form) {
    const { t, op } = visit;
    const { lost: text } = t;
    const { subscriber } = signedIn(visit);
    const record = await lineFor(op.pool, subscriber, lineIdOf(visit));
    if (record.openCase !== null) return go(`/cases/${record.openCase}`);
    const { jurisdiction, province } = record.line;
    const rules = op.rulebooks.current(jurisdiction, province, op.clock.now());
    const missing = missingFactors(subscriber, rules.settings.identity_factors.value.urgent_bar);
    const chosen = form.values['kind'] ?? visit.url.searchParams.get('kind');
    const fault = form.errors.find((error) => error.field === 'kind');
    return {
      kind: 'page',
      title: text.barTitle,
      back: '/lines',
      form: true,
      body: (
        <>
          <Errors visit={visit} form={form} />
          <Heading lead={text.barLead}>{text.barTitle}</Heading>
          <MainForm visit={visit}>
            <fieldset
              class={fault ? 'field wrong' : 'field'}
              id="kind"
              aria-describedby={fault ? 'kind-fault' : undefined}
            >
              <legend>{text.what}</legend>
              {fault ? (
                <span class="fault" id="kind-fault">
                  {fault.title}
                </span>
              ) : null}
              <div class="choices">
                {KINDS.map((kind) => (
                  <label class="choice" key={kind}>
                    <input type="radio" name="kind" value={kind} checked={chosen === kind} />
                    <span class="text">{text.kinds[kind]}</span>
                  </label>
                ))}
              </div>
            </fieldset>
            {missing.count > 0 && missing.accepted.includes('document_number') ? (
              <Field
                visit={visit}
                form={form}
                name="document"
                label={text.document}
                hint={t.review.documentHint}
                autocomplete="off"
                spellcheck={false}
                maxLength={60}
              />
            ) : null}
            <Actions two>
              <Submit>{text.bar}</Submit>
              <LinkButton href="/lines" second>
                {text.stay}
              </LinkButton>
            </Actions>
          </MainForm>
        </>
      ),
    };
  },
  async submit(visit) {
    const kind = URGENT_REASONS.find((reason) => reason === visit.values['kind']);
    if (kind === undefined) {
      return { kind: 'again', errors: [{ field: 'kind', title: visit.t.lost.choose, detail: '' }] };
    }
    const lineId = lineIdOf(visit);
    const subscriber = await withDocument(visit);
    try {
      const made = (await declare(visit.op, subscriber, {
        lineId,
        reason: kind,
      })) as Declared;
      keepReceipt(visit, made);
      return go(`/cases/${made.caseId}`);
    } catch (error) {
      if (error instanceof HandbackError && error.code === 'case_open')
        return go(`/cases/${error.facts['caseId']}`);
      throw error;
    }
  },
};
