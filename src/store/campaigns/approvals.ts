import type { Db } from '../database/database.ts';

/** What a second person is asked about a campaign. */
export interface WaitingApproval {
  readonly requestId: string;
  readonly requesterName: string;
  readonly requestedAt: Date;
  readonly expiresAt: Date;
}

/** By campaign, what waits for a second person. */
export async function waitingApprovals(
  db: Db,
  campaignIds: readonly string[],
): Promise<ReadonlyMap<string, WaitingApproval>> {
  const { rows } = await db.query<WaitingApproval & { readonly about: string }>(
    `select r.request_id as "requestId", r.about, coalesce(s.name, r.requested_by) as "requesterName",
       r.requested_at as "requestedAt", r.expires_at as "expiresAt"
     from approval_request r left join staff_member s on s.subject = r.requested_by join campaign m on m.campaign_id = r.about::uuid
     where m.state in ('draft', 'validated') and r.act = 'start_campaign' and r.about = any($1::text[]) and r.decided_at is null and r.expires_at > now()`,
    [campaignIds],
  );
  return new Map(rows.map(({ about, ...one }) => [about, one]));
}

/** What colleagues call the people of the operator, by subject. */
export async function staffNames(db: Db, subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<{ subject: string; name: string }>(
    'select subject, name from staff_member where subject = any($1::text[])',
    [subjects],
  );
  return new Map(rows.map(({ subject, name }) => [subject, name]));
}
