import type { UnbindingResult } from '../../domain/esim/unbinding.ts';
import type { ProfileState } from '../../domain/lines/esim-profile.ts';
import type { Eid } from '../../domain/values/eid.ts';
import type { Iccid } from '../../domain/values/iccid.ts';
import type { Db } from '../database/database.ts';

/** One profile of an ending line, with what is known of the profile itself. */
export interface UnbindingRecord {
  readonly caseId: string;
  readonly iccid: Iccid;
  readonly lineId: string;
  readonly eid: Eid | null;
  readonly state: ProfileState;
  readonly matchingId: string | null;
  readonly notifiesDeletion: boolean | null;
  readonly labelEnc: Buffer | null;
  readonly lastSeenAt: Date | null;
  readonly requestedAt: Date;
  readonly waitUntil: Date;
  readonly reported: boolean;
  readonly reportedAt: Date | null;
  readonly reportedBy: 'holder' | 'smdp' | null;
  readonly remindedAt: Date | null;
  readonly result: UnbindingResult | null;
  readonly resultAt: Date | null;
  readonly notificationId: string | null;
}

const SELECT = `select u.case_id as "caseId", u.iccid, u.line_id as "lineId", coalesce(u.eid, p.eid) as eid, p.state,
    p.matching_id as "matchingId", p.notifies_deletion as "notifiesDeletion", p.label_enc as "labelEnc",
    d.last_seen_at as "lastSeenAt", u.requested_at as "requestedAt", u.wait_until as "waitUntil",
    u.reported_at is not null as reported, u.reported_at as "reportedAt", u.reported_by as "reportedBy", u.reminded_at as "remindedAt", u.result,
    u.result_at as "resultAt", u.notification_id as "notificationId"
  from unbinding u join esim_profile p using (iccid) left join device d on d.eid = coalesce(u.eid, p.eid)`;

export async function unbindingsOfCases(
  db: Db,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, readonly UnbindingRecord[]>> {
  const { rows } = await db.query<UnbindingRecord>({
    name: 'unbindings-of-cases',
    text: `${SELECT} where u.case_id = any($1::uuid[]) order by u.case_id, u.iccid`,
    values: [caseIds],
  });
  return Map.groupBy(rows, (row) => row.caseId);
}

export async function unbindingsOfCase(db: Db, caseId: string): Promise<readonly UnbindingRecord[]> {
  return (await unbindingsOfCases(db, [caseId])).get(caseId) ?? [];
}

/**
 * Asks for every profile of a line that is on a device or could come on one. One that its device deleted already, and
 * signed it, is proven from the start.
 */
export async function openUnbindings(
  tx: Db,
  asked: readonly {
    readonly caseId: string;
    readonly lineId: string;
    readonly holderId: string;
    readonly waitUntil: Date;
  }[],
): Promise<number> {
  const { rowCount } = await tx.query(
    `insert into unbinding (case_id, iccid, line_id, holder_id, eid, wait_until, result, result_at, notification_id)
     select o.case_id, p.iccid, p.line_id, o.holder_id, p.eid, o.wait_until, case when n.notification_id is not null then 'proven' end, n.received_at,
       n.notification_id
     from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) as o(case_id, line_id, holder_id, wait_until)
     join esim_profile p using (line_id)
     left join lateral (select notification_id, received_at from euicc_notification n
       where n.iccid = p.iccid and n.verdict = 'proven' and n.event = 'delete' and p.state = 'deleted'
         and n.received_at = p.deleted_at and n.line_id = p.line_id and n.eid = p.eid
       limit 1) n on true
     where p.state <> 'unavailable' and (p.state <> 'deleted' or n.notification_id is not null)
     on conflict do nothing`,
    [
      asked.map((a) => a.caseId),
      asked.map((a) => a.lineId),
      asked.map((a) => a.holderId),
      asked.map((a) => a.waitUntil),
    ],
  );
  return rowCount ?? 0;
}

/** What became of one profile of a finished case, with the deletion that its eUICC signed if it did. */
export interface ProfileEvidence {
  readonly iccid: string;
  readonly eid: string | null;
  readonly result: UnbindingResult;
  readonly proof: {
    readonly seqNumber: number;
    readonly receivedAt: Date;
    /** Of the disclosure of the notification as received, 32 bytes. */
    readonly hash: Buffer;
  } | null;
}

/** What a certificate states of the profiles of cases; only cases that had some are in it. */
export async function profileEvidenceOfCases(
  db: Db,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, readonly ProfileEvidence[]>> {
  const { rows } = await db.query<{
    case_id: string;
    iccid: string;
    eid: string | null;
    result: UnbindingResult | null;
    seq_number: number | null;
    received_at: Date | null;
    hash: Buffer | null;
  }>({
    name: 'profile-evidence-of-cases',
    text: `select u.case_id, u.iccid, u.eid, u.result, n.seq_number, n.received_at, n.hash
      from unbinding u left join euicc_notification n using (notification_id)
      where u.case_id = any($1::uuid[]) order by u.case_id, u.iccid`,
    values: [caseIds],
  });
  const byCase = new Map<string, ProfileEvidence[]>();
  for (const { case_id, iccid, eid, result, seq_number, received_at, hash } of rows) {
    const proof =
      result === 'proven' && seq_number !== null && received_at !== null && hash !== null
        ? { seqNumber: seq_number, receivedAt: received_at, hash }
        : null;
    const profiles = byCase.get(case_id) ?? [];
    profiles.push({ iccid, eid, result: result ?? 'unreachable', proof });
    byCase.set(case_id, profiles);
  }
  return byCase;
}

/** Somebody says that the profile is deleted, without the eUICC's signature. */
export async function reportDeletion(
  tx: Db,
  caseId: string,
  iccid: string,
  by: 'holder' | 'smdp',
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update unbinding set reported_at = now(), reported_by = $3
     where case_id = $1 and iccid = $2 and reported_at is null and result is null`,
    [caseId, iccid, by],
  );
  return rowCount === 1;
}

/** The profile is on this device now, whatever was known of it before. */
export async function moveUnbinding(
  tx: Db,
  caseId: string,
  iccid: string,
  eid: string | null,
): Promise<void> {
  await tx.query(
    `update unbinding set eid = coalesce($3, eid), result = null, result_at = null, notification_id = null
     where case_id = $1 and iccid = $2 and ended_at is null`,
    [caseId, iccid, eid],
  );
}

export async function settleUnbindings(
  tx: Db,
  settled: readonly { readonly caseId: string; readonly iccid: string; readonly result: UnbindingResult }[],
): Promise<void> {
  if (settled.length === 0) return;
  await tx.query({
    name: 'settle-unbindings',
    text: `update unbinding u set result = o.result, result_at = now()
      from unnest($1::uuid[], $2::text[], $3::text[]) as o(case_id, iccid, result)
      where u.case_id = o.case_id and u.iccid = o.iccid and u.result is distinct from 'proven'`,
    values: [settled.map((s) => s.caseId), settled.map((s) => s.iccid), settled.map((s) => s.result)],
  });
}

/** True for the one caller that shall remind. */
export async function remindOnce(db: Db, caseId: string): Promise<boolean> {
  const { rowCount } = await db.query(
    'update unbinding set reminded_at = now() where case_id = $1 and reminded_at is null',
    [caseId],
  );
  return (rowCount ?? 0) > 0;
}

/** The line is gone: what is not proven by now is a zombie until it is. */
export async function endUnbindings(tx: Db, caseIds: readonly string[]): Promise<void> {
  await tx.query({
    name: 'end-unbindings',
    text: 'update unbinding set ended_at = now() where case_id = any($1::uuid[]) and ended_at is null',
    values: [caseIds],
  });
}
