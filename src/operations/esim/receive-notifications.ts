import { createHash, randomUUID } from 'node:crypto';
import type { NotificationEvent } from '../../domain/lines/esim-profile.ts';
import { smsText } from '../../messages/sms.ts';
import type { OtherSignedNotification } from '../../rsp/notification.ts';
import type { Verdict } from '../../rsp/verify-notification.ts';
import { insertAudit } from '../../store/audit.ts';
import { wakeUnbinding } from '../../store/cases/wake-unbinding.ts';
import { orderSupersession } from '../../store/certificates/supersessions.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import {
  applyNotifications,
  askOnce,
  countRepeats,
  insertNotifications,
  lockHoldersOfProfiles,
  type NewNotification,
  type ProfileHolder,
  signedNumberKey,
  usedNumbers,
} from '../../store/esim/euicc-notifications.ts';

import { type CaseNotice, insertNotices } from '../../store/outbox.ts';
import { verifiedContacts } from '../../store/people/parties.ts';
import { announceCases, wakeOutbox } from '../../store/wake.ts';
import type { Operations } from '../context.ts';

/** One notification as it arrived: straight from a phone, or forwarded by an SM-DP+ that a phone delivered it to. */
export interface Received {
  readonly raw: Buffer;
  readonly via: 'lpa' | 'smdp';
}

const SALT_BYTES = 16;

/** Why a notification that an eUICC really signed still proves nothing here. */
export const QUARANTINE_REASONS = [
  'iccid_absent',
  'profile_unknown',
  /** No device is known for the profile: any eUICC could have signed for a profile of this ICCID from elsewhere. */
  'device_unknown',
  'eid_mismatch',
  'sequence_older',
  'replayed',
  'not_processed',
] as const;
type QuarantineReason = (typeof QUARANTINE_REASONS)[number];

interface Verified extends Received {
  readonly notificationId: string;
  readonly digest: Buffer;
  readonly verdict: Verdict;
  readonly receivedAt: Date;
}

/**
 * Verifies notifications and stores them with what they change, in one transaction: when it resolves, every one is
 * safe and may be acknowledged. What proves nothing is kept in quarantine with its reason and changes nothing.
 *
 * @returns those of the bytes that went into quarantine now
 */
export async function receiveNotifications(
  op: Operations,
  batch: readonly Received[],
): Promise<ReadonlySet<Buffer>> {
  const now = op.clock.now();
  const distinct = new Map(batch.map((received) => [digestOf(received.raw).toString('hex'), received]));
  const verified = await Promise.all([...distinct.values()].map((received) => verifyAt(op, received, now)));
  const quarantined = await inTransaction(op.pool, (tx) => storeVerified(op, tx, verified));
  return new Set(quarantined.map(({ raw }) => raw));
}

/** @param receivedAt when the bytes came: the only time there is, by which the certificates must have been valid */
export async function verifyAt(op: Operations, received: Received, receivedAt: Date): Promise<Verified> {
  const { raw, via } = received;
  const verdict = await op.notifications.verifyAsync(raw, receivedAt);
  return { notificationId: randomUUID(), raw, via, digest: digestOf(raw), verdict, receivedAt };
}

/** @returns what went into quarantine */
export async function storeVerified(
  op: Operations,
  tx: Db,
  verified: readonly Verified[],
): Promise<readonly Verified[]> {
  const repeated = await countRepeats(
    tx,
    verified.map(({ digest }) => digest),
  );
  const fresh = verified.filter(({ digest }) => !repeated.has(digest.toString('hex')));
  if (fresh.length === 0) return [];
  const holders = await lockHoldersOfProfiles(
    tx,
    fresh.flatMap(({ verdict }) => iccidOf(verdict) ?? []),
    fresh.every(({ verdict }) => TELLS_OF_LIFE.has(eventOf(verdict))) ? 'share' : 'update',
  );
  const used = new Set(
    await usedNumbers(
      tx,
      fresh.flatMap(({ verdict }) => numberOf(verdict) ?? []),
    ),
  );
  const known = { holders, used, alive: lastAlive(fresh, holders) };
  const rows = fresh.map((one): NewNotification => {
    const reason = refusalOf(one.verdict, known);
    const number = numberOf(one.verdict);
    if (reason === null && number !== null) used.add(signedNumberKey(number));
    return toRow(op, one, reason, holders.get(iccidOf(one.verdict) ?? ''));
  });
  await insertNotifications(tx, rows);
  await applyProven(op, tx, rows, holders);
  return fresh.filter((_, i) => rows[i]!.verdict === 'quarantined');
}

/** The bytes are kept under the key of the person whom they prove something for, and else under the operator's own. */
function toRow(
  op: Operations,
  { notificationId, raw, via, digest, verdict, receivedAt }: Verified,
  reason: string | null,
  holder: ProfileHolder | undefined,
): NewNotification {
  const wrapped = reason === null ? (holder?.dataKeyWrapped ?? null) : null;
  const told = verdict.notification?.kind === 'other' ? verdict.notification : null;
  const key = wrapped === null ? op.vault.operatorKey : op.vault.unwrap(wrapped, holder!.keyEpoch);
  const salt = op.vault.random(SALT_BYTES);
  return {
    notificationId,
    receivedAt,
    via,
    digest,
    rawEnc: op.vault.encrypt(key, 'euicc notification', raw),
    partyId: wrapped === null ? null : holder!.holderId,
    salt,
    hash: createHash('sha256').update(salt).update(raw).digest(),
    verdict: reason === null ? 'proven' : 'quarantined',
    reason,
    event: told?.event ?? null,
    eid: verdict.eid ?? null,
    iccid: told?.iccid ?? null,
    seqNumber: told?.seqNumber ?? null,
    address: told?.address ?? null,
    lineId: holder?.lineId ?? null,
  };
}

function iccidOf(verdict: Verdict): string | null {
  return verdict.ok ? verdict.notification.iccid : null;
}

function numberOf(
  verdict: Verdict,
): { readonly eid: string; readonly seqNumber: number; readonly address: string } | null {
  if (!verdict.ok) return null;
  const { seqNumber, address } = verdict.notification;
  return { eid: verdict.eid, seqNumber, address };
}

const TELLS_OF_LIFE: ReadonlySet<NotificationEvent | null> = new Set(['enable', 'disable']);

function eventOf(verdict: Verdict): NotificationEvent | null {
  return verdict.ok ? verdict.notification.event : null;
}

interface KnownOfProfiles {
  readonly holders: ReadonlyMap<string, ProfileHolder>;
  readonly used: ReadonlySet<string>;
  /** By ICCID, the highest number that tells of the profile being on its device. */
  readonly alive: ReadonlyMap<string, number>;
}

/** What is stored tells, and what comes at the same time: a batch is in no order. */
function lastAlive(
  batch: readonly Verified[],
  holders: ReadonlyMap<string, ProfileHolder>,
): ReadonlyMap<string, number> {
  const alive = new Map([...holders].map(([iccid, { lastSeenAlive }]) => [iccid, lastSeenAlive ?? -1]));
  for (const { verdict } of batch) {
    if (!verdict.ok || verdict.notification.event === 'delete') continue;
    const { iccid, seqNumber } = verdict.notification;
    if (iccid === null || holders.get(iccid)?.eid !== verdict.eid) continue;
    alive.set(iccid, Math.max(seqNumber, alive.get(iccid) ?? -1));
  }
  return alive;
}

function refusalOf(verdict: Verdict, known: KnownOfProfiles): string | null {
  if (!verdict.ok) return verdict.reason;
  return quarantineOf(verdict.notification, verdict.eid, known);
}

/** The eUICC signs no time and no nonce: what it tells must fit what is known of the profile and its device. */
function quarantineOf(
  { iccid, event, seqNumber, address }: OtherSignedNotification,
  eid: string,
  { holders, used, alive }: KnownOfProfiles,
): QuarantineReason | null {
  if (iccid === null) return 'iccid_absent';
  const holder = holders.get(iccid);
  if (holder === undefined) return 'profile_unknown';
  if (holder.eid === null) return 'device_unknown';
  if (holder.eid !== eid) return 'eid_mismatch';
  if (used.has(signedNumberKey({ eid, seqNumber, address }))) return 'replayed';
  // Later numbers told of the profile on this device: this deletion was of an earlier installation.
  if (event === 'delete' && alive.get(iccid)! > seqNumber) return 'sequence_older';
  return null;
}

async function applyProven(
  op: Operations,
  tx: Db,
  rows: readonly NewNotification[],
  holders: ReadonlyMap<string, ProfileHolder>,
): Promise<void> {
  const proven = rows.filter((row) => row.verdict === 'proven');
  const changed = await applyNotifications(tx, proven);
  const open = new Set(changed.filter((u) => !u.late).map((u) => u.caseId));
  await insertAudit(tx, [
    ...changed.map((u) => ({
      caseId: u.caseId,
      lineId: u.lineId,
      actor: 'device',
      action: u.proven ? 'profile_deleted' : 'profile_returned',
      facts: { late: u.late },
    })),
    ...rows
      .filter((row) => row.verdict === 'quarantined' && row.lineId !== null)
      .map((row) => ({
        caseId: null,
        lineId: row.lineId,
        actor: 'device',
        action: 'notification_quarantined',
        facts: { reason: row.reason },
      })),
  ]);
  await wakeUnbinding(tx, [...open]);
  await announceCases(tx, [...new Set(changed.map((u) => u.caseId))]);
  for (const caseId of new Set(changed.filter((u) => u.late).map((u) => u.caseId)))
    await orderSupersession(tx, caseId);
  await askHolders(op, tx, proven, holders);
}

/** A deletion that belongs to no ending: it may be a mistake, a new phone, or somebody who believes that it ends the line. */
async function askHolders(
  op: Operations,
  tx: Db,
  proven: readonly NewNotification[],
  holders: ReadonlyMap<string, ProfileHolder>,
): Promise<void> {
  const isUnasked = (row: NewNotification): boolean => {
    const holder = holders.get(row.iccid!)!;
    return (
      row.event === ('delete' satisfies NotificationEvent) &&
      holder.openCase === null &&
      holder.lineStatus !== 'ended'
    );
  };
  const asked = await askOnce(
    tx,
    proven.filter(isUnasked).map((row) => row.iccid!),
  );
  if (asked.size === 0) return;
  const told = [...asked].flatMap((iccid) => holders.get(iccid) ?? []);
  const contacts = await verifiedContacts(
    tx,
    told.map((holder) => holder.holderId),
  );
  const notices = told.flatMap((holder): CaseNotice[] => {
    if (holder.dataKeyWrapped === null) return [];
    const base = {
      caseId: null,
      partyId: holder.holderId,
      dataKey: op.vault.unwrap(holder.dataKeyWrapped, holder.keyEpoch),
      kind: 'esim_removed',
      text: smsText(holder.language, 'esim_removed', { url: op.lineUrl(holder.lineId) }),
    };
    // The number may have lived on the profile that is gone: the other contact may be all that reaches the holder.
    const contactId = contacts.get(holder.holderId);
    return [
      ...(holder.msisdn === null ? [] : [{ ...base, to: { msisdn: holder.msisdn } }]),
      ...(contactId === undefined ? [] : [{ ...base, to: { contactId } }]),
    ];
  });
  await insertAudit(
    tx,
    told.map((holder) => ({
      caseId: null,
      lineId: holder.lineId,
      actor: 'device',
      action: 'asked_whether_to_end',
    })),
  );
  await insertNotices(tx, op.vault, notices);
  await wakeOutbox(tx);
}

function digestOf(raw: Buffer): Buffer {
  return createHash('sha256').update(raw).digest();
}

/** Keeps the bytes of a notification that could not be processed, for a person to look at. */
export async function keepUnprocessed(op: Operations, { raw, via }: Received): Promise<void> {
  const receivedAt = op.clock.now();
  const unread: Verdict = { ok: false, reason: 'unknown_shape', notification: undefined, eid: undefined };
  const kept = { notificationId: randomUUID(), raw, via, digest: digestOf(raw), verdict: unread, receivedAt };
  await inTransaction(op.pool, async (tx) => {
    if ((await countRepeats(tx, [kept.digest])).size > 0) return;
    await insertNotifications(tx, [toRow(op, kept, 'not_processed' satisfies QuarantineReason, undefined)]);
  });
}
