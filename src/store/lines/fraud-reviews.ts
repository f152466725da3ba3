import type { ReviewReason } from '../../domain/lines/review-reason.ts';
import type { Db } from '../database/database.ts';

export { REVIEW_REASONS, type ReviewReason } from '../../domain/lines/review-reason.ts';

export const REVIEW_STATES = ['open', 'cleared', 'held', 'released'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

export interface FraudReview {
  readonly reviewId: string;
  /** E.g. `FR-7K3F9QXM`; no secret. */
  readonly reference: string;
  readonly lineId: string;
  readonly why: ReviewReason;
  /** Lockouts since it was opened. */
  readonly times: number;
  readonly openedAt: Date;
  /** As audit rows name who was answering. */
  readonly openedBy: string;
  readonly state: ReviewState;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly releasedAt: Date | null;
  readonly releasedBy: string | null;
  /** Of the case that is open about the line; null for none, and for one of which few may know. */
  readonly caseReference: string | null;
}

const COLUMNS = `review_id as "reviewId", reference, line_id as "lineId", why, times, opened_at as "openedAt",
  opened_by as "openedBy", state, decided_at as "decidedAt", (select coalesce((select name from staff_member where subject = decided_by), decided_by)) as "decidedBy", released_at as "releasedAt",
  released_by as "releasedBy",
  (select t.reference from termination t where t.line_id = fraud_review.line_id and not t.confidential) as "caseReference"`;

/** Opens a review of a line, or counts one more lockout of the one that is open. @returns its reference */
export async function openFraudReview(
  tx: Db,
  opened: Pick<FraudReview, 'reference' | 'lineId' | 'why' | 'openedAt' | 'openedBy'>,
): Promise<string> {
  const { rows } = await tx.query<{ reference: string }>({
    name: 'open-fraud-review',
    text: `insert into fraud_review (reference, line_id, why, opened_at, opened_by) values ($1, $2, $3, $4, $5)
      on conflict (line_id) where state = 'open' do update set times = fraud_review.times + 1
      returning reference`,
    values: [opened.reference, opened.lineId, opened.why, opened.openedAt, opened.openedBy],
  });
  return rows[0]!.reference;
}

export interface ReviewFilter {
  readonly state: ReviewState | null;
  readonly lineId: string | null;
  /** The reference of the last one of the page before. */
  readonly after: string | null;
}

/** The newest first. */
export async function listedFraudReviews(
  db: Db,
  { state, lineId, after }: ReviewFilter,
  limit: number,
): Promise<readonly FraudReview[]> {
  const { rows } = await db.query<FraudReview>({
    name: 'listed-fraud-reviews',
    text: `select ${COLUMNS} from fraud_review
      where ($1::text is null or state = $1) and ($2::text is null or line_id = $2)
        and ($3::text is null or review_id < (select review_id from fraud_review where reference = $3))
      order by review_id desc limit $4`,
    values: [state, lineId, after, limit],
  });
  return rows;
}

/** The review, locked until the transaction ends; null where there is none. */
export async function lockFraudReview(tx: Db, reference: string): Promise<FraudReview | null> {
  const { rows } = await tx.query<FraudReview>({
    name: 'lock-fraud-review',
    text: `select ${COLUMNS} from fraud_review where reference = $1 for update`,
    values: [reference],
  });
  return rows[0] ?? null;
}

export async function findFraudReview(db: Db, reference: string): Promise<FraudReview | null> {
  const { rows } = await db.query<FraudReview>({
    name: 'find-fraud-review',
    text: `select ${COLUMNS} from fraud_review where reference = $1`,
    values: [reference],
  });
  return rows[0] ?? null;
}

/** Of a review that is open and locked. */
export async function decideReview(
  tx: Db,
  { reviewId }: Pick<FraudReview, 'reviewId'>,
  decided: { readonly state: 'cleared' | 'held'; readonly at: Date; readonly by: string },
): Promise<void> {
  await tx.query({
    name: 'decide-fraud-review',
    text: `update fraud_review set state = $2, decided_at = $3, decided_by = $4 where review_id = $1 and state = 'open'`,
    values: [reviewId, decided.state, decided.at, decided.by],
  });
}

/** Of a review that is held and locked. */
export async function releaseReview(
  tx: Db,
  { reviewId }: Pick<FraudReview, 'reviewId'>,
  released: { readonly at: Date; readonly by: string },
): Promise<void> {
  await tx.query({
    name: 'release-fraud-review',
    text: `update fraud_review set state = 'released', released_at = $2, released_by = $3 where review_id = $1 and state = 'held'`,
    values: [reviewId, released.at, released.by],
  });
}
