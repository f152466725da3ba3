import { HandbackError } from '../../../domain/errors.ts';
import { decideFraudReview } from '../../../operations/lines/fraud/decide-fraud-review.ts';
import type { ListedReview } from '../../../operations/lines/fraud/list-fraud-reviews.ts';
import { releaseFraudHold } from '../../../operations/lines/fraud/release-fraud-hold.ts';
import { viewFraudReview } from '../../../operations/lines/fraud/view-fraud-review.ts';
import { doOrAsk } from '../../../operations/staff/approvals/do-or-ask.ts';
import { Answers } from '../../kit/answers.ts';
import { go } from '../../kit/page.ts';
import { Errors, Heading, Rows } from '../../kit/parts.tsx';
import { mayAsk, rolesOf } from '../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../kit/desk-visit.ts';
import { ReasonedChoices } from '../kit/reasoned-choices.tsx';
import { casePath } from '../operations/case-words.tsx';
import { FRAUD } from './fraud-page.tsx';

type Choice = 'cleared' | 'held' | 'release';

/** One line that is suspected: it is cleared or held, and a hold is released by two. */
export const fraudReviewPage: DeskPage = {
  path: `${FRAUD}/:reference`,
  roles: rolesOf('viewFraudReview'),
  async show(visit, form) {
    const t = visit.t.desk.fraud;
    const review = await viewFraudReview(visit.op, staffOf(visit), visit.params as { reference: string });
    const choices = mayAsk(visit, 'decideFraudReview') ? choicesFor(review) : [];
    return {
      kind: 'page',
      title: t.one(review.reference),
      back: FRAUD,
      form: choices.length > 0,
      body: (
        <div class="narrow stack">
          <Errors visit={visit} form={form} />
          <Heading lead={t.states[review.state]}>{t.one(review.reference)}</Heading>
          <Rows
            rows={[
              { label: t.number, value: review.number ?? t.noNumber },
              {
                label: t.case,
                value:
                  review.caseReference === null ? (
                    t.noCase
                  ) : (
                    <a class="code" href={casePath(review.caseReference)}>
                      {review.caseReference}
                    </a>
                  ),
              },
              { label: t.why, value: t.reasons[review.why], hint: t.times(review.times) },
              {
                label: t.openedAt,
                value: visit.formats.moment(review.openedAt),
                hint: visit.t.caseDesk.page.actors[review.openedBy] ?? review.openedBy,
              },
              ...(review.decidedAt === null
                ? []
                : [
                    {
                      label: t.decidedAt,
                      value: visit.formats.moment(review.decidedAt),
                      hint: review.decidedBy ?? undefined,
                    },
                  ]),
            ]}
          />
          {choices.length === 0 ? null : (
            <ReasonedChoices visit={visit} form={form} choices={choices} words={t} />
          )}
        </div>
      ),
    };
  },
  fields: { fraud_review_decided: null, line_ended: null, approval_open: null },
  async submit(visit) {
    const { op, values } = visit;
    const { reference = '' } = visit.params;
    const answers = new Answers(visit);
    const reason = answers.filled('reason', visit.t.desk.fraud.reasonMissing);
    if (answers.refused !== null) return answers.refused;
    const choice = values['choice'] as Choice | undefined;
    switch (choice) {
      case 'cleared':
      case 'held':
        await decideFraudReview(op, staffOf(visit), { reference, decision: choice, reason });
        return go(`${FRAUD}/${encodeURIComponent(reference)}`);
      case 'release':
        return release(visit, { reference, reason });
      default:
        throw new HandbackError('request_invalid', { field: 'choice' });
    }
  },
};

/** Releases the hold, or asks the second person whom the rulebook wants. */
async function release(visit: DeskVisit, asked: { readonly reference: string; readonly reason: string }) {
  const { op } = visit;
  const staff = staffOf(visit);
  const result = await doOrAsk(op, staff, { act: 'release_fraud_hold', with: asked }, () =>
    releaseFraudHold(op, staff, asked),
  );
  return go(
    'asked' in result
      ? `/desk/approvals/${result.asked.requestId}`
      : `${FRAUD}/${encodeURIComponent(asked.reference)}`,
  );
}

function choicesFor({ state }: ListedReview): readonly Choice[] {
  if (state === 'open') return ['cleared', 'held'];
  return state === 'held' ? ['release'] : [];
}
