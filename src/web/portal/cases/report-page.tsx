import { URGENT_REASONS } from '../../../domain/cases/reason.ts';
import { viewLine } from '../../../operations/lines/view-line.ts';
import { Choices, DOCUMENT_INPUT, formPage } from '../../kit/form-page.tsx';
import { type Form, go } from '../../kit/page.ts';
import { lineIdOf, type Visit } from '../../kit/visit.ts';
import { withDocument } from '../people/document-proof.ts';
import { declareFor } from './declare-for.ts';

const KINDS = ['lost', 'stolen', 'misused'] as const;

/** Reporting: the bar comes at once, and closing waits for the person. */
export const report = formPage({
  path: '/lines/:lineId/lost',
  signedIn: true,
  fields: {
    factor_needed: 'document',
    document_invalid: 'document',
    answer_wrong: 'document',
    answer_locked: 'document',
  },
  async ask(visit, form) {
    const { lost: text, review } = visit.t;
    const found = await viewLine(visit.op, visit.actor, { lineId: lineIdOf(visit) });
    if (found.openCase !== null && (found.reported || !found.untouched))
      return go(`/cases/${found.openCase}`);
    const { count, accepted } = found.missingForBar;
    return {
      title: text.barTitle,
      lead: text.barLead,
      back: '/lines',
      bare: true,
      inputs: [
        <KindList key="kind" visit={visit} form={form} />,
        count > 0 && accepted.includes('document_number')
          ? { ...DOCUMENT_INPUT, label: text.document, hint: review.documentHint }
          : null,
      ],
      submit: text.bar,
      other: { href: '/lines', text: text.stay },
    };
  },
  async submit(visit) {
    const reason = URGENT_REASONS.find((one) => one === visit.values['kind']);
    if (reason === undefined)
      return { kind: 'again', errors: [{ field: 'kind', title: visit.t.lost.choose, detail: '' }] };
    const actor = await withDocument(visit);
    return go(`/cases/${await declareFor(visit, actor, { lineId: lineIdOf(visit), reason })}`);
  },
});

function KindList({ visit, form }: { visit: Visit; form: Form }) {
  const { lost: text } = visit.t;
  const fault = form.errors.find((error) => error.field === 'kind');
  return (
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
      <Choices
        name="kind"
        options={KINDS.map((value) => ({ value, words: text.kinds[value] }))}
        chosen={form.values['kind'] ?? visit.url.searchParams.get('kind')}
      />
    </fieldset>
  );
}
