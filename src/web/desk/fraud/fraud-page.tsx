import { HandbackError } from '../../../domain/errors.ts';
import { decideFraudReview } from '../../../operations/lines/fraud/decide-fraud-review.ts';
import {
  type ListedReview,
  listFraudReviews,
  REVIEW_STATES,
  type ReviewState,
} from '../../../operations/lines/fraud/list-fraud-reviews.ts';
import { requestApproval } from '../../../operations/staff/approvals/request-approval.ts';
import { type Form, go } from '../../kit/page.ts';
import { Errors, Heading, Rows, Tag, Token, type Tone } from '../../kit/parts.tsx';
import { type DeskPage, type DeskVisit, hasRole, staffOf } from '../kit/desk-visit.ts';

const FRAUD = '/desk/fraud';
const MOST = 100;
const TONES: Readonly<Record<ReviewState, Tone>> = {
  open: 'bad',
  held: 'warn',
  cleared: 'ok',
  released: 'ok',
};

/** Lines about which too much was guessed: each is cleared or held, and a hold is taken back by two people. */
export const fraudPage: DeskPage = {
  path: FRAUD,
  roles: ['fraud', 'supervisor', 'auditor'],
  fields: {
    field_missing: null,
    field_invalid: null,
    fraud_review_decided: null,
    fraud_review_unknown: null,
    approval_open: null,
    request_invalid: null,
  },
  async show(visit, form) {
    const { fraudDesk: t } = visit.t;
    const state = stateIn(visit);
    const reviews = await listFraudReviews(visit.op, staffOf(visit), {
      ...{ state, lineId: null, after: null, limit: MOST },
    });
    const done = visit.url.searchParams.get('done') ?? '';
    return {
      kind: 'page',
      title: t.title,
      back: null,
      body: (
        <>
          <Errors visit={visit} form={form} />
          <Heading lead={t.lead}>{t.title}</Heading>
          {Object.hasOwn(t.done, done) ? (
            <p class="note ok" role="status">
              {t.done[done as keyof typeof t.done]}
            </p>
          ) : null}
          <nav class="inline-links" aria-label={t.states}>
            {REVIEW_STATES.map((one) => (
              <a key={one} href={`${FRAUD}?state=${one}`} aria-current={one === state ? 'page' : undefined}>
                {t.state[one]}
              </a>
            ))}
          </nav>
          {reviews.length === 0 ? <p>{t.none}</p> : null}
          {reviews.map((review) => (
            <ReviewPanel key={review.reference} visit={visit} form={form} review={review} />
          ))}
        </>
      ),
    };
  },
  async submit(visit) {
    const { values } = visit;
    const staff = staffOf(visit);
    const { reference = '', act = '' } = values;
    const reason = (values['reason'] ?? '').trim();
    if (act === 'release') {
      if (reason === '') throw new HandbackError('field_missing', { field: 'reason' });
      await requestApproval(visit.op, staff, { act: 'release_fraud_hold', with: { reference, reason } });
    } else if (act === 'cleared' || act === 'held')
      await decideFraudReview(visit.op, staff, { reference, decision: act, reason });
    else throw new HandbackError('request_invalid', { field: 'act' });
    return go(`${FRAUD}?state=${act === 'release' ? 'held' : 'open'}&done=${act}`);
  },
};

const stateIn = ({ url }: DeskVisit): ReviewState =>
  REVIEW_STATES.find((one) => one === url.searchParams.get('state')) ?? 'open';

function ReviewPanel({ visit, form, review }: { visit: DeskVisit; form: Form; review: ListedReview }) {
  const { fraudDesk: t } = visit.t;
  const { formats } = visit;
  const { reference, number, state, why, times, openedAt, decidedAt } = review;
  const acts =
    state === 'open' ? (['cleared', 'held'] as const) : state === 'held' ? (['release'] as const) : [];
  const id = `reason-${reference}`;
  return (
    <section class="panel tight" aria-labelledby={reference}>
      <div class="head-row">
        <h2 id={reference} class="number">
          {number ?? t.noNumber}
        </h2>
        <Tag tone={TONES[state]}>{t.state[state]}</Tag>
      </div>
      <Rows
        kind="bare"
        rows={[
          { label: t.reference, value: <span class="code">{reference}</span> },
          { label: t.why, value: t.reasons[why], hint: t.times(times) },
          { label: t.opened, value: formats.moment(openedAt) },
          ...(decidedAt === null ? [] : [{ label: t.decided, value: formats.moment(decidedAt) }]),
        ]}
      />
      {acts.length === 0 || !hasRole(visit, ['fraud']) ? null : (
        <form class="stack near" method="post" action={FRAUD} noValidate>
          <div class="field">
            <label for={id}>{t.reason}</label>
            <span class="hint" id={`${id}-hint`}>
              {t.reasonHint}
            </span>
            <input
              id={id}
              name="reason"
              autocomplete="off"
              maxLength={200}
              aria-describedby={`${id}-hint`}
              value={form.values['reference'] === reference ? form.values['reason'] : ''}
            />
          </div>
          <input type="hidden" name="reference" value={reference} />
          <Token visit={visit} />
          <div class="actions two">
            {acts.map((act) => (
              <button key={act} class="button second" type="submit" name="act" value={act}>
                {t.acts[act]}
              </button>
            ))}
          </div>
        </form>
      )}
    </section>
  );
}
