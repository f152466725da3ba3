import { REASONS, URGENT_REASONS } from '../../../domain/cases/reason.ts';
import { viewLine } from '../../../operations/lines/view-line.ts';
import { Choices, formPage } from '../../kit/form-page.tsx';
import { go } from '../../kit/page.ts';
import { lineIdOf } from '../../kit/visit.ts';
import { declareFor } from './declare-for.ts';

/** The reason is optional and none is chosen beforehand. The button hands in the request, with a reason or without. */
export const reasonPage = formPage({
  path: '/lines/:lineId/reason',
  signedIn: true,
  async ask(visit, form) {
    const { reason: text } = visit.t;
    const { line, openCase } = await viewLine(visit.op, visit.actor, { lineId: lineIdOf(visit) });
    if (openCase !== null) return go(`/cases/${openCase}/review`);
    const options = [
      ...REASONS.map((value) => ({
        value,
        words: text.options[value],
        hint: URGENT_REASONS.includes(value) ? text.urgentHint : null,
      })),
      { value: '', words: text.none },
    ];
    return {
      title: text.title,
      lead: text.lead,
      back: `/lines/${encodeURIComponent(line.lineId)}/eligibility`,
      bare: true,
      inputs: [
        <fieldset key="reason">
          <legend class="hidden-text">{text.legend}</legend>
          <Choices name="reason" options={options} chosen={form.values['reason']} />
        </fieldset>,
      ],
      submit: text.submit,
    };
  },
  async submit(visit) {
    const lineId = lineIdOf(visit);
    const reason = REASONS.find((name) => name === visit.values['reason']) ?? null;
    if (reason !== null && URGENT_REASONS.includes(reason))
      return go(`/lines/${encodeURIComponent(lineId)}/lost?kind=${reason}`);
    return go(`/cases/${await declareFor(visit, visit.actor, { lineId, reason })}/review`);
  },
});
