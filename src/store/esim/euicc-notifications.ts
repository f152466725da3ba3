import type { NotificationEvent } from '../../domain/lines/esim-profile.ts';
import type { Language } from '../../domain/values/language.ts';
import { byteas, int8s, texts, timestamps, uuids } from '../database/array-parameters.ts';
import type { Db } from '../database/database.ts';
import { insertOf, type NamedColumn } from '../database/named-columns.ts';

/** The signed life of a profile on a device, as far as its notifications told it. */
export interface ProfileHolder {
  readonly iccid: string;
  readonly lineId: string;
  readonly lineStatus: 'active' | 'barred' | 'ended';
  readonly eid: string | null;
  readonly holderId: string;
  readonly language: Language;
  readonly dataKeyWrapped: Buffer | null;
  readonly keyEpoch: number;
  /** The line's open case that its holder confirmed. */
  readonly openCase: string | null;
  readonly msisdn: string | null;
  /** The highest sequence number that tells of the profile being on the device. */
  readonly lastSeenAlive: number | null;
}

/**
 * Locked until the transaction ends: what is decided of a deletion rests on all notifications of the profile. Those that
 * only tell of its life need not wait for each other.
 */
export async function lockHoldersOfProfiles(
  db: Db,
  iccids: readonly string[],
  mode: 'update' | 'share',
): Promise<ReadonlyMap<string, ProfileHolder>> {
  await db.query({
    name: `lock-profiles-${mode}`,
    text: `select from esim_profile where iccid = any($1::text[]) order by iccid for ${mode}`,
    values: [iccids],
  });
  const { rows } = await db.query<ProfileHolder>({
    name: 'holders-of-profiles',
    text: `select p.iccid, p.line_id as "lineId", l.status as "lineStatus", p.eid, l.holder_id as "holderId", h.language,
        h.data_key_wrapped as "dataKeyWrapped", h.key_epoch as "keyEpoch",
        (select t.case_id from termination t where t.line_id = p.line_id and t.confirmed_at is not null) as "openCase",
        (select m.msisdn from msisdn_assignment m where m.line_id = p.line_id and m.to_at is null) as msisdn,
        (select max(n.seq_number) from euicc_notification n where n.iccid = p.iccid and n.eid = p.eid and n.verdict = 'proven'
          and n.event <> 'delete') as "lastSeenAlive"
      from esim_profile p join line l using (line_id) join party h on h.party_id = l.holder_id
      where p.iccid = any($1::text[])`,
    values: [iccids],
  });
  return new Map(rows.map((row) => [row.iccid, row]));
}

/** Those of the digests that are stored already; each counts one repeat more. */
export async function countRepeats(tx: Db, digests: readonly Buffer[]): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<{ digest: Buffer }>({
    name: 'count-repeats',
    text: 'update euicc_notification set repeats = repeats + 1 where digest = any($1::bytea[]) returning digest',
    values: [digests],
  });
  return new Set(rows.map((row) => row.digest.toString('hex')));
}

export interface SignedNumber {
  readonly eid: string;
  readonly seqNumber: number;
  readonly address: string;
}

export const signedNumberKey = (n: SignedNumber): string => `${n.eid} ${n.seqNumber} ${n.address}`;

/** Which of the numbers were used by another notification. */
export async function usedNumbers(tx: Db, numbers: readonly SignedNumber[]): Promise<ReadonlySet<string>> {
  const { rows } = await tx.query<SignedNumber>({
    name: 'used-numbers',
    text: `select n.eid, n.seq_number as "seqNumber", n.address from euicc_notification n
      join unnest($1::text[], $2::bigint[], $3::text[]) as o(eid, seq_number, address) using (eid, seq_number, address)
      where n.verdict = 'proven'`,
    values: [numbers.map((n) => n.eid), numbers.map((n) => n.seqNumber), numbers.map((n) => n.address)],
  });
  return new Set(rows.map(signedNumberKey));
}

export interface NewNotification {
  readonly notificationId: string;
  readonly receivedAt: Date;
  readonly via: 'lpa' | 'smdp';
  readonly digest: Buffer;
  readonly rawEnc: Buffer;
  readonly partyId: string | null;
  readonly salt: Buffer;
  readonly hash: Buffer;
  readonly verdict: 'proven' | 'quarantined';
  readonly reason: string | null;
  readonly event: NotificationEvent | null;
  readonly eid: string | null;
  readonly iccid: string | null;
  readonly seqNumber: number | null;
  readonly address: string | null;
  readonly lineId: string | null;
}

const COLUMNS: readonly NamedColumn<NewNotification>[] = [
  { name: 'notification_id', type: 'uuid', values: (all) => uuids(all, (n) => n.notificationId) },
  { name: 'received_at', type: 'timestamptz', values: (all) => timestamps(all, (n) => n.receivedAt) },
  { name: 'via', type: 'text', values: (all) => texts(all, (n) => n.via) },
  { name: 'digest', type: 'bytea', values: (all) => byteas(all, (n) => n.digest) },
  { name: 'raw_enc', type: 'bytea', values: (all) => byteas(all, (n) => n.rawEnc) },
  { name: 'party_id', type: 'text', values: (all) => texts(all, (n) => n.partyId) },
  { name: 'salt', type: 'bytea', values: (all) => byteas(all, (n) => n.salt) },
  { name: 'hash', type: 'bytea', values: (all) => byteas(all, (n) => n.hash) },
  { name: 'verdict', type: 'text', values: (all) => texts(all, (n) => n.verdict) },
  { name: 'reason', type: 'text', values: (all) => texts(all, (n) => n.reason) },
  { name: 'event', type: 'text', values: (all) => texts(all, (n) => n.event) },
  { name: 'eid', type: 'text', values: (all) => texts(all, (n) => n.eid) },
  { name: 'iccid', type: 'text', values: (all) => texts(all, (n) => n.iccid) },
  { name: 'seq_number', type: 'bigint', values: (all) => int8s(all, (n) => n.seqNumber) },
  { name: 'address', type: 'text', values: (all) => texts(all, (n) => n.address) },
  { name: 'line_id', type: 'text', values: (all) => texts(all, (n) => n.lineId) },
];

export async function insertNotifications(tx: Db, rows: readonly NewNotification[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query({ name: 'insert-notifications', ...insertOf('euicc_notification', COLUMNS, rows) });
}

/** One unbinding that became proven, or that is proven no more because the profile is on its device again. */
export interface ChangedUnbinding {
  readonly caseId: string;
  readonly iccid: string;
  readonly lineId: string;
  readonly proven: boolean;
  /** The line has ended already: what was certified of it is out of date. */
  readonly late: boolean;
}

/**
 * Takes over what eUICCs signed: devices were seen, profiles are installed or deleted, unbindings are proven. A profile
 * that shows itself on its device after its deletion is there again, and nothing is proven of it any more.
 */
export async function applyNotifications(
  tx: Db,
  proven: readonly NewNotification[],
): Promise<readonly ChangedUnbinding[]> {
  if (proven.length === 0) return [];
  const column = <T>(value: (row: NewNotification) => T): T[] => proven.map(value);
  await tx.query({
    name: 'devices-seen',
    text: `update device d set last_seen_at = greatest(d.last_seen_at, o.at), updated_at = now()
      from (select eid, max(at) as at from unnest($1::text[], $2::timestamptz[]) as u(eid, at) group by eid) o
      -- To the minute is enough, and spares a write for each of many.
      where d.eid = any($1::text[]) and d.eid = o.eid and (d.last_seen_at is null or d.last_seen_at < o.at - interval '1 minute')`,
    values: [column((r) => r.eid), column((r) => r.receivedAt)],
  });
  await tx.query({
    name: 'profiles-told',
    text: `update esim_profile p set state = case o.event when 'delete' then 'deleted' else 'installed' end,
        deleted_at = case o.event when 'delete' then o.at end, updated_at = now()
      from (select distinct on (iccid) iccid, event, at from unnest($1::text[], $2::text[], $3::bigint[], $4::timestamptz[])
        as u(iccid, event, seq, at) order by iccid, seq desc) o
      where p.iccid = any($1::text[]) and p.iccid = o.iccid
        and p.state <> case o.event when 'delete' then 'deleted' else 'installed' end
        -- An older number that was delivered late says nothing of today.
        and not (p.state = 'deleted' and o.event <> 'delete'
          and exists (select from euicc_notification n where n.iccid = p.iccid and n.verdict = 'proven' and n.event = 'delete'
            and n.seq_number > (select max(seq) from unnest($1::text[], $3::bigint[]) as v(iccid, seq) where v.iccid = p.iccid)))`,
    values: [
      column((r) => r.iccid),
      column((r) => r.event),
      column((r) => r.seqNumber),
      column((r) => r.receivedAt),
    ],
  });
  const alive = proven.filter((row) => row.event !== 'delete');
  const changed: ChangedUnbinding[] = [];
  if (alive.length > 0) {
    const { rows } = await tx.query<ChangedUnbinding>({
      name: 'reopen-unbindings',
      text: `update unbinding u set result = case when u.ended_at is not null then 'unreachable' end, result_at = null, notification_id = null
        from unnest($1::text[], $2::bigint[], $3::text[]) as o(iccid, seq, line_id)
        where u.iccid = any($1::text[]) and u.iccid = o.iccid and u.result = 'proven'
          and exists (select from euicc_notification n where n.notification_id = u.notification_id and n.seq_number < o.seq)
          and u.line_id = o.line_id
          and (u.ended_at is not null or exists (select from termination t where t.case_id = u.case_id))
        returning u.case_id as "caseId", u.iccid, u.line_id as "lineId", false as proven, u.ended_at is not null as late`,
      values: [alive.map((r) => r.iccid), alive.map((r) => r.seqNumber), alive.map((r) => r.lineId)],
    });
    changed.push(...rows);
  }
  const deleted = proven.filter((row) => row.event === 'delete');
  if (deleted.length === 0) return changed;
  const { rows } = await tx.query<ChangedUnbinding>({
    name: 'prove-unbindings',
    text: `update unbinding u set result = 'proven', result_at = o.at, notification_id = o.notification_id, eid = coalesce(u.eid, o.eid)
      from unnest($1::text[], $2::timestamptz[], $3::uuid[], $4::text[], $5::text[]) as o(iccid, at, notification_id, eid, line_id)
      where u.iccid = any($1::text[]) and u.iccid = o.iccid and u.result is distinct from 'proven'
        -- An ICCID may have gone to another line since, and a profile to another device.
        and u.line_id = o.line_id and coalesce(u.eid, o.eid) = o.eid
        and (u.ended_at is not null or exists (select from termination t where t.case_id = u.case_id))
      returning u.case_id as "caseId", u.iccid, u.line_id as "lineId", true as proven, u.ended_at is not null as late`,
    values: [
      deleted.map((r) => r.iccid),
      deleted.map((r) => r.receivedAt),
      deleted.map((r) => r.notificationId),
      deleted.map((r) => r.eid),
      deleted.map((r) => r.lineId),
    ],
  });
  return [...changed, ...rows];
}

/** Those of the profiles whose holder was not asked yet whether the line shall end; asked from now on. */
export async function askOnce(tx: Db, iccids: readonly string[]): Promise<ReadonlySet<string>> {
  if (iccids.length === 0) return new Set();
  const { rows } = await tx.query<{ iccid: string }>({
    name: 'ask-once',
    text: 'update esim_profile set asked_at = now() where iccid = any($1::text[]) and asked_at is null returning iccid',
    values: [iccids],
  });
  return new Set(rows.map((row) => row.iccid));
}

/** The notifications that a certificate names, by the digests of their disclosures as claims spell them. */
export async function notificationsByHash(
  db: Db,
  hashes: readonly string[],
): Promise<
  ReadonlyMap<string, { readonly salt: Buffer; readonly rawEnc: Buffer; readonly partyId: string | null }>
> {
  if (hashes.length === 0) return new Map();
  const { rows } = await db.query<{ hash: Buffer; salt: Buffer; rawEnc: Buffer; partyId: string | null }>(
    `select hash, salt, raw_enc as "rawEnc", party_id as "partyId" from euicc_notification where hash = any($1::bytea[])`,
    [hashes.map((hash) => Buffer.from(hash, 'base64url'))],
  );
  return new Map(rows.map((row) => [row.hash.toString('base64url'), row]));
}

/** A notification that proves nothing as yet. */
export interface QuarantinedNotification {
  readonly notificationId: string;
  readonly receivedAt: Date;
  readonly via: 'lpa' | 'smdp';
  readonly reason: string;
  readonly repeats: number;
  readonly event: NotificationEvent | null;
  readonly eid: string | null;
  readonly iccid: string | null;
  readonly seqNumber: number | null;
  readonly address: string | null;
}

const QUARANTINED = `select notification_id as "notificationId", received_at as "receivedAt", via, reason, repeats, event, eid, iccid,
    seq_number as "seqNumber", address from euicc_notification where verdict = 'quarantined' and reviewed_at is null`;

/** One of them; null where there is none, or somebody looked at it. */
export async function findQuarantined(
  db: Db,
  notificationId: string,
): Promise<QuarantinedNotification | null> {
  const { rows } = await db.query<QuarantinedNotification>(`${QUARANTINED} and notification_id = $1`, [
    notificationId,
  ]);
  return rows[0] ?? null;
}

/** Those that nobody looked at, the oldest first. */
export async function quarantinedNotifications(
  db: Db,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<readonly QuarantinedNotification[]> {
  // Their identities grow with the time of their receipt (UUID version 7).
  const { rows } = await db.query<QuarantinedNotification>(
    `${QUARANTINED} and ($2::uuid is null or notification_id > $2) order by notification_id limit $1`,
    [limit, after],
  );
  return rows;
}

/** Takes one out of the quarantine, locked; null if it is not there. Its bytes are under the operator's own key. */
export async function takeQuarantined(
  tx: Db,
  notificationId: string,
): Promise<(QuarantinedNotification & { readonly rawEnc: Buffer }) | null> {
  const { rows } = await tx.query<QuarantinedNotification & { rawEnc: Buffer }>(
    `delete from euicc_notification where notification_id = $1 and verdict = 'quarantined' and reviewed_at is null
     returning notification_id as "notificationId", received_at as "receivedAt", via, reason, repeats, event, eid, iccid,
       seq_number as "seqNumber", address, raw_enc as "rawEnc"`,
    [notificationId],
  );
  return rows[0] ?? null;
}

/** Leaves one as it is, looked at; false if there was none to look at. */
export async function dismissQuarantined(tx: Db, notificationId: string, by: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `update euicc_notification set reviewed_at = now(), reviewed_by = $2
     where notification_id = $1 and verdict = 'quarantined' and reviewed_at is null`,
    [notificationId, by],
  );
  return rowCount === 1;
}

/** A notification that proved something for a case, as it is read again. */
export interface ProvenNotification {
  readonly receivedAt: Date;
  readonly via: 'lpa' | 'smdp';
  readonly event: NotificationEvent;
  readonly eid: string;
  readonly iccid: string;
  readonly seqNumber: number;
  /** Hex SHA-256 of the disclosure of the notification as received (`notificationDisclosure`). */
  readonly hash: string;
  readonly salt: Buffer;
  /** The bytes as received, under the key of this person; null: the operator's own. */
  readonly rawEnc: Buffer;
  readonly partyId: string | null;
}

/** What eUICCs signed of the profiles of a case, the oldest first. */
export async function provenNotificationsOf(db: Db, caseId: string): Promise<readonly ProvenNotification[]> {
  const { rows } = await db.query<ProvenNotification>({
    name: 'proven-notifications-of-case',
    text: `select n.received_at as "receivedAt", n.via, n.event, n.eid, n.iccid, n.seq_number as "seqNumber",
        encode(n.hash, 'hex') as hash, n.salt, n.raw_enc as "rawEnc", n.party_id as "partyId"
      from unbinding u join euicc_notification n using (notification_id)
      where u.case_id = $1 order by n.received_at, n.notification_id`,
    values: [caseId],
  });
  return rows;
}
