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
     from approval_request r left join staff_member s on s.subject = r.requested_by
     where r.act = 'start_campaign' and r.about = any($1::text[]) and r.decided_at is null and r.expires_at > now()`,
    [campaignIds],
  );
  return new Map(rows.map(({ about, ...one }) => [about, one]));
}
