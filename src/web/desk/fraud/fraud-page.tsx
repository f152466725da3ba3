import {
  type ListedReview,
  listFraudReviews,
  type ReviewState,
} from '../../../operations/lines/fraud/list-fraud-reviews.ts';
import { Heading, Tag } from '../../kit/parts.tsx';
import { rolesOf } from '../kit/desk-access.ts';
import { type DeskPage, type DeskVisit, staffOf } from '../kit/desk-visit.ts';

export const FRAUD = '/desk/fraud';
const MOST = 100;

/** Lines about which too much was guessed: what waits for a decision, and what is held. */
export const fraudPage: DeskPage = {
  path: FRAUD,
  roles: rolesOf('listFraudReviews'),
  async show(visit) {
    const t = visit.t.desk.fraud;
    const reviews = (state: ReviewState) =>
      listFraudReviews(visit.op, staffOf(visit), { state, lineId: null, after: null, limit: MOST });
    const [open, held] = [await reviews('open'), await reviews('held')];
    return {
      kind: 'page',
      title: t.title,
      back: null,
      body: (
        <>
          <Heading lead={t.lead}>{t.title}</Heading>
          <section class="tight" aria-labelledby="open">
            <h2 id="open">{t.open}</h2>
            {open.length === 0 ? <p>{t.none}</p> : <Reviews visit={visit} reviews={open} />}
          </section>
          {held.length === 0 ? null : (
            <section class="tight" aria-labelledby="held">
              <h2 id="held">{t.held}</h2>
              <Reviews visit={visit} reviews={held} />
            </section>
          )}
        </>
      ),
    };
  },
};

function Reviews({ visit, reviews }: { visit: DeskVisit; reviews: readonly ListedReview[] }) {
  const t = visit.t.desk.fraud;
  return (
    <div class="scroll">
      <table class="list" aria-label={t.title}>
        <thead>
          <tr>
            <th scope="col">{t.reference}</th>
            <th scope="col">{t.number}</th>
            <th scope="col">{t.why}</th>
            <th scope="col">{t.openedAt}</th>
          </tr>
        </thead>
        <tbody>
          {reviews.map((one) => (
            <tr key={one.reference}>
              <th scope="row">
                <a class="code" href={`${FRAUD}/${one.reference}`}>
                  {one.reference}
                </a>
              </th>
              <td>{one.number ?? t.noNumber}</td>
              <td>
                {t.reasons[one.why]} {one.times > 1 ? <Tag tone="warn">{t.times(one.times)}</Tag> : null}
              </td>
              <td>{visit.formats.moment(one.openedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
