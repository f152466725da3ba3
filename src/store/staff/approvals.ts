import type { Route } from '../../domain/rules/route.ts';
import type { Decision, TwoPersonAct } from '../../domain/rules/two-person.ts';
import type { RequestState } from '../../domain/special/special-request.ts';
import type { Db } from '../database/database.ts';
import type { Vault } from '../database/vault.ts';

/** An act that waits for a second person, or was decided. */
export interface ApprovalRequest {
  readonly requestId: string;
  readonly act: TwoPersonAct;
  /** What it is about: the case, the line or the certificate. */
  readonly about: string;
  readonly caseId: string | null;
  readonly lineId: string | null;
  readonly requestedBy: string;
  /** As colleagues know them; the name of a token where it was none. */
  readonly requesterName: string;
  readonly requestedSession: string | null;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
  readonly decidedBy: string | null;
  readonly deciderName: string | null;
  readonly decidedAt: Date | null;
  readonly decision: Decision | null;
  readonly reason: string | null;
}

/** What a list tells apart by. */
export interface ListedApproval extends ApprovalRequest {
  /** Of the case, the special request or the review, the number of the certificate, or the name of the campaign; null where the case was forgotten. */
  readonly reference: string | null;
  /** Of a special request; null for another act. */
  readonly route: Route | null;
  readonly requestState: RequestState | null;
  readonly confidential: boolean;
}

/** With what it will be done with, and what the asker saw. Both are JSON. */
export interface ApprovalContents {
  readonly body: unknown;
  readonly facts: unknown;
}

const COLUMNS = `r.request_id as "requestId", r.act, r.about, r.case_id as "caseId", r.line_id as "lineId",
  r.requested_by as "requestedBy", coalesce(a.name, r.requested_by) as "requesterName",
  r.requested_session as "requestedSession", r.requested_at as "requestedAt", r.expires_at as "expiresAt",
  r.decided_by as "decidedBy", coalesce(d.name, r.decided_by) as "deciderName", r.decided_at as "decidedAt",
  r.decision, r.reason`;
const FROM = `approval_request r left join staff_member a on a.subject = r.requested_by
  left join staff_member d on d.subject = r.decided_by`;
const LISTED = `case when r.act = 'accept_special_request' then s.reference when r.act = 'start_campaign' then m.name
    when r.case_id is null then r.about else coalesce(t.reference, c.reference) end as reference,
  s.route, s.state as "requestState", coalesce(s.confidential, t.confidential, c.confidential, false) as confidential`;
const LISTED_FROM = `${FROM}
  left join special_request s on s.request_id = case when r.act = 'accept_special_request' then r.about::uuid end
  left join campaign m on m.campaign_id = case when r.act = 'start_campaign' then r.about::uuid end
  left join termination t on t.case_id = r.case_id left join termination_closed c on c.case_id = r.case_id`;
const BODY = 'approval_request.body';
const FACTS = 'approval_request.facts';

/** @returns null where the same act is asked for already, and not over */
export async function insertApproval(
  tx: Db,
  vault: Vault,
  made: Pick<
    ApprovalRequest,
    'act' | 'about' | 'caseId' | 'lineId' | 'requestedBy' | 'requestedSession' | 'expiresAt'
  > &
    ApprovalContents,
): Promise<string | null> {
  // One that nobody decided in time is over; it must not keep the next one out.
  await tx.query(
    `update approval_request set decided_at = expires_at, decision = 'withdrawn', decided_by = requested_by
     where act = $1 and about = $2 and decided_at is null and expires_at <= now()`,
    [made.act, made.about],
  );
  const seal = (context: string, value: unknown) =>
    vault.encrypt(vault.operatorKey, context, JSON.stringify(value));
  const { rows } = await tx.query<{ request_id: string }>(
    `insert into approval_request
       (act, about, case_id, line_id, body_enc, facts_enc, requested_by, requested_session, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning request_id`,
    [
      ...[made.act, made.about, made.caseId, made.lineId, seal(BODY, made.body), seal(FACTS, made.facts)],
      ...[made.requestedBy, made.requestedSession, made.expiresAt],
    ],
  );
  return rows[0]?.request_id ?? null;
}

/** The one that is open for an act and a thing; null where there is none. */
export async function openApproval(
  db: Db,
  of: { readonly act: TwoPersonAct; readonly about: string },
): Promise<ApprovalRequest | null> {
  const { rows } = await db.query<ApprovalRequest>(
    `select ${COLUMNS} from ${FROM} where r.act = $1 and r.about = $2 and r.decided_at is null and r.expires_at > now()`,
    [of.act, of.about],
  );
  return rows[0] ?? null;
}

/** Those that are open about one case, whatever the act. */
export async function openApprovalsOfCase(
  db: Db,
  caseId: string,
): Promise<readonly Pick<ApprovalRequest, 'requestId' | 'act' | 'about'>[]> {
  const { rows } = await db.query<Pick<ApprovalRequest, 'requestId' | 'act' | 'about'>>(
    `select request_id as "requestId", act, about from approval_request
     where case_id = $1 and decided_at is null and expires_at > now()`,
    [caseId],
  );
  return rows;
}

export async function findApproval(
  db: Db,
  vault: Vault,
  requestId: string,
): Promise<(ApprovalRequest & ApprovalContents) | null> {
  const { rows } = await db.query<ApprovalRequest & { body_enc: Buffer; facts_enc: Buffer }>(
    `select ${COLUMNS}, r.body_enc, r.facts_enc from ${FROM} where r.request_id = $1`,
    [requestId],
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { body_enc, facts_enc, ...request } = row;
  const open = (context: string, sealed: Buffer): unknown =>
    JSON.parse(vault.decryptText(vault.operatorKey, context, sealed));
  return { ...request, body: open(BODY, body_enc), facts: open(FACTS, facts_enc) };
}

/** How long an act may take that somebody agreed to; one that took longer died, and can be agreed to anew. */
const CARRYING_OUT_MINUTES = 2;
const FREE = `(deciding_at is null or deciding_at < now() - ${CARRYING_OUT_MINUTES} * interval '1 minute')`;

/**
 * Takes a request for whoever agrees, while the act is carried out: no transaction is open meanwhile, for the act has its own.
 * @returns false where somebody else decides it, or did
 */
export async function takeApproval(db: Db, requestId: string): Promise<boolean> {
  const { rowCount } = await db.query(
    `update approval_request set deciding_at = now()
     where request_id = $1 and decided_at is null and expires_at > now() and ${FREE}`,
    [requestId],
  );
  return rowCount === 1;
}

/** Lets a request wait again whose act could not be carried out. */
export async function letApprovalGo(db: Db, requestId: string): Promise<void> {
  await db.query(
    'update approval_request set deciding_at = null where request_id = $1 and decided_at is null',
    [requestId],
  );
}

/** @returns false where it was decided meanwhile, or somebody agrees just now */
export async function decide(
  tx: Db,
  of: {
    readonly requestId: string;
    readonly decision: Decision;
    readonly by: string;
    readonly session: string | null;
    readonly reason: string | null;
  },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update approval_request set decision = $2, decided_by = $3, decided_session = $4, decided_at = now(), reason = $5
     where request_id = $1 and decided_at is null and ($2 = 'approved' or ${FREE})`,
    [of.requestId, of.decision, of.by, of.session, of.reason],
  );
  return rowCount === 1;
}

/** Those that wait, the oldest first; then those that were decided lately, the newest first. */
export async function listApprovals(
  db: Db,
  { limit, decidedDays }: { readonly limit: number; readonly decidedDays: number },
): Promise<readonly ListedApproval[]> {
  const { rows } = await db.query<ListedApproval>(
    `(select ${COLUMNS}, ${LISTED} from ${LISTED_FROM} where r.decided_at is null and r.expires_at > now()
        order by r.requested_at limit $1)
     union all
     (select ${COLUMNS}, ${LISTED} from ${LISTED_FROM}
        where coalesce(r.decided_at, r.expires_at) between now() - $2 * interval '1 day' and now()
        order by coalesce(r.decided_at, r.expires_at) desc limit $1)`,
    [limit, decidedDays],
  );
  return rows;
}
