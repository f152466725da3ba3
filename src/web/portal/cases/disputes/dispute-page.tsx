import type { Finding } from '../../../../domain/cases/finding.ts';
import { HandbackError } from '../../../../domain/errors.ts';
import { disputeFinding, LONGEST_DISPUTE } from '../../../../operations/cases/disputes/dispute-finding.ts';
import { findingKey } from '../../../../operations/cases/disputes/finding-key.ts';
import { checkEligibility } from '../../../../operations/lines/check-eligibility.ts';
import { Answers } from '../../../kit/answers.ts';
import { formPage } from '../../../kit/form-page.tsx';
import { go } from '../../../kit/page.ts';
import { Rows } from '../../../kit/parts.tsx';
import { lineIdOf, type Visit } from '../../../kit/visit.ts';
import { findingText, RuleFold } from '../findings.tsx';

const pathOf = (visit: Visit): string => `/lines/${encodeURIComponent(lineIdOf(visit))}`;

/** "This is wrong": what a person says against one finding, for somebody to look at. */
export const disputePage = formPage({
  path: '/lines/:lineId/dispute/:finding',
  signedIn: true,
  fields: { field_invalid: 'text' },
  async ask(visit) {
    const { dispute: text } = visit.t;
    const found = await findingOf(visit);
    const back = `${pathOf(visit)}/eligibility`;
    if (found === 'disputed') return go(`${back}#finding-${visit.params['finding']}`);
    return {
      title: text.title,
      lead: text.lead,
      back,
      above: (
        <section class="tight">
          <Rows
            rows={[
              {
                label: visit.t.eligibility.checks[found.check].title,
                value: findingText(visit, found),
              },
            ]}
          />
          <RuleFold visit={visit} rule={found.rule} />
        </section>
      ),
      inputs: [{ name: 'text', label: text.label, hint: text.hint, lines: 6, maxLength: LONGEST_DISPUTE }],
      submit: text.submit,
      other: { href: back, text: text.stay },
    };
  },
  async submit(visit) {
    const { dispute: text, common } = visit.t;
    const answers = new Answers(visit);
    const written = answers.filled('text', common.missing(text.label));
    if (answers.refused !== null) return answers.refused;
    const { finding } = await disputeFinding(visit.op, visit.actor, {
      lineId: lineIdOf(visit),
      finding: visit.params['finding'] ?? '',
      text: written,
    });
    return go(`${pathOf(visit)}/eligibility#finding-${finding}`);
  },
});

/** @throws HandbackError `finding_unknown` for what is not found any more. */
async function findingOf(visit: Visit): Promise<Finding | 'disputed'> {
  const lineId = lineIdOf(visit);
  const wanted = visit.params['finding'];
  const { eligibility, disputes } = await checkEligibility(visit.op, visit.actor, { lineId });
  if (disputes.some(({ finding }) => finding === wanted)) return 'disputed';
  const found = eligibility.findings.find((one) => findingKey(visit.op.vault, lineId, one) === wanted);
  if (found === undefined) throw new HandbackError('finding_unknown');
  return found;
}
