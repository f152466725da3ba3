import type { Route } from '../../domain/rules/route.ts';
import type { TwoPersonAct } from '../../domain/rules/two-person.ts';
import type { Db } from '../database/database.ts';
import { APPROVAL_COLUMNS, APPROVAL_FROM, type ApprovalRequest, MOOT, SUBJECTS } from './approvals.ts';

/** What a list tells apart by. */
export interface ListedApproval extends ApprovalRequest {
  /** Of the case, the special request or the review, the number of the certificate, the name of the campaign or of the version; null where the case was forgotten. */
  readonly reference: string | null;
  /** Of a special request; null for another act. */
  readonly route: Route | null;
  /** Nobody decided it, and what it is about was settled in another way meanwhile: nobody is waited for. */
  readonly moot: boolean;
  readonly confidential: boolean;
}

/** What people call what a request is about, by `SUBJECTS`. */
export const APPROVAL_REFERENCE = `case r.act when 'accept_special_request' then s.reference when 'start_campaign' then m.name
  when 'revoke_certificate' then coalesce(t.reference, c.reference, r.about)
  else case when r.case_id is null then r.about else coalesce(t.reference, c.reference) end end`;
/** Whether few may know of it, by `SUBJECTS`. */
export const APPROVAL_CONFIDENTIAL = 'coalesce(s.confidential, t.confidential, c.confidential, false)';
const LISTED = `${APPROVAL_REFERENCE} as reference, s.route, r.decided_at is null and ${MOOT} as moot,
  ${APPROVAL_CONFIDENTIAL} as confidential`;
const LISTED_FROM = `${APPROVAL_FROM} ${SUBJECTS}`;

/** The one that is open for an act and a thing; null where there is none. */
export async function openApproval(
  db: Db,
  of: { readonly act: TwoPersonAct; readonly about: string },
): Promise<ApprovalRequest | null> {
  const { rows } = await db.query<ApprovalRequest>(
    `select ${APPROVAL_COLUMNS} from ${APPROVAL_FROM} ${SUBJECTS}
     where r.act = $1 and r.about = $2 and r.decided_at is null and r.expires_at > now() and not ${MOOT}`,
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
    `select r.request_id as "requestId", r.act, r.about from approval_request r ${SUBJECTS}
     where r.case_id = $1 and r.decided_at is null and r.expires_at > now() and not ${MOOT}`,
    [caseId],
  );
  return rows;
}

/** Those that wait, the oldest first; then those that were decided lately, the newest first. */
export async function listApprovals(
  db: Db,
  { limit, decidedDays }: { readonly limit: number; readonly decidedDays: number },
): Promise<readonly ListedApproval[]> {
  const { rows } = await db.query<ListedApproval>(
    `(select ${APPROVAL_COLUMNS}, ${LISTED} from ${LISTED_FROM} where r.decided_at is null and r.expires_at > now() and not ${MOOT}
        order by r.requested_at limit $1)
     union all
     (select ${APPROVAL_COLUMNS}, ${LISTED} from ${LISTED_FROM}
        where coalesce(r.decided_at, r.expires_at) between now() - $2 * interval '1 day' and now()
          or (r.decided_at is null and r.expires_at > now() and ${MOOT})
        order by coalesce(r.decided_at, least(r.expires_at, now())) desc limit $1)`,
    [limit, decidedDays],
  );
  return rows;
}
