import { HandbackError } from '../../../domain/errors.ts';
import { type Declared, declare, REASONS, URGENT_REASONS } from '../../../operations/cases/declare.ts';
import { lineFor } from '../../../operations/lines/line-for.ts';
import { go, type Page } from '../../kit/page.ts';
import { Heading, MainForm, Submit } from '../../kit/parts.tsx';
import { lineIdOf, signedIn } from '../../kit/visit.ts';
import { keepReceipt } from './receipt-once.ts';

/** Optional, nothing chosen beforehand; answering or not hands in the request. */
export const reasonPage: Page = {
  path: '/lines/:lineId/reason',
  signedIn: true,
  async show(visit, form) {
    const { reason: text } = visit.t;
    const { line, openCase } = await lineFor(visit.op.pool, signedIn(visit).subscriber, lineIdOf(visit));
    if (openCase !== null) return go(`/cases/${openCase}/review`);
    const options = [
      ...REASONS.map((name) => ({
        name: name as string,
        words: text.options[name],
        hint: URGENT_REASONS.includes(name) ? text.urgentHint : null,
      })),
      { name: '', words: text.none, hint: null },
    ];
    return {
      kind: 'page',
      title: text.title,
      back: `/lines/${encodeURIComponent(line.lineId)}/eligibility`,
      form: true,
      body: (
        <>
          <Heading lead={text.lead}>{text.title}</Heading>
          <MainForm visit={visit}>
            <fieldset>
              <legend class="hidden-text">{text.legend}</legend>
              <div class="choices">
                {options.map(({ name, words, hint }) => (
                  <label class="choice" key={name}>
                    <input type="radio" name="reason" value={name} checked={form.values['reason'] === name} />
                    <span class="text">
                      {words}
                      {hint === null ? null : <span class="hint">{hint}</span>}
                    </span>
                  </label>
                ))}
              </div>
            </fieldset>
            <Submit>{text.submit}</Submit>
          </MainForm>
        </>
      ),
    };
  },
  async submit(visit) {
    const lineId = lineIdOf(visit);
    const reason = REASONS.find((name) => name === visit.values['reason']) ?? null;
    if (reason !== null && URGENT_REASONS.includes(reason)) {
      return go(`/lines/${encodeURIComponent(lineId)}/lost?kind=${reason}`);
    }
    try {
      const made = (await declare(visit.op, signedIn(visit).subscriber, { lineId, reason })) as Declared;
      keepReceipt(visit, made);
      return go(`/cases/${made.caseId}/review`);
    } catch (error) {
      if (error instanceof HandbackError && error.code === 'case_open') {
        return go(`/cases/${error.facts['caseId']}/review`);
      }
      throw error;
    }
  },
};
