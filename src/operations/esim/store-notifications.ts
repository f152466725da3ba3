import { randomUUID } from 'node:crypto';
import { notificationDisclosure, SALT_BYTES } from '../../certificate/credential/disclosure.ts';
import type { NotificationEvent } from '../../domain/lines/esim-profile.ts';
import type { Verdict } from '../../rsp/verify-notification.ts';
import { insertAudit } from '../../store/audit.ts';
import { wakeUnbinding } from '../../store/cases/wake-unbinding.ts';
import { orderSupersession } from '../../store/certificates/supersessions.ts';
import { type Db, inTransaction } from '../../store/database/database.ts';
import {
  applyNotifications,
  countRepeats,
  insertNotifications,
  lockHoldersOfProfiles,
  type NewNotification,
  type ProfileHolder,
  signedNumberKey,
  usedNumbers,
} from '../../store/esim/euicc-notifications.ts';
import { announceCases } from '../../store/wake.ts';
import type { Operations } from '../context.ts';
import { askHolders } from './ask-holders.ts';
import { lastAlive, type QuarantineReason, refusalOf } from './quarantine.ts';
import {
  digestOf,
  iccidOf,
  numberOf,
  type Received,
  type TakenIn,
  type Verified,
} from './verified-notification.ts';

/** @returns what became of each, by the digest of its bytes in hexadecimal */
export async function storeVerified(
  op: Operations,
  tx: Db,
  verified: readonly Verified[],
): Promise<ReadonlyMap<string, TakenIn>> {
  const repeated = await countRepeats(
    tx,
    verified.map(({ digest }) => digest),
  );
  const fresh = verified.filter(({ digest }) => !repeated.has(digest.toString('hex')));
  const taken = new Map<string, TakenIn>([...repeated].map((digest) => [digest, 'repeated']));
  if (fresh.length === 0) return taken;
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
  for (const { digest, verdict } of rows)
    taken.set(digest.toString('hex'), verdict === 'quarantined' ? 'quarantined' : 'accepted');
  return taken;
}

const TELLS_OF_LIFE: ReadonlySet<NotificationEvent | null> = new Set(['enable', 'disable']);

function eventOf(verdict: Verdict): NotificationEvent | null {
  return verdict.ok ? verdict.notification.event : null;
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
    hash: notificationDisclosure(salt, raw).digest,
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

/** Keeps the bytes of a notification that could not be processed, for a person to look at. */
export async function keepUnprocessed(op: Operations, received: Received): Promise<void> {
  const receivedAt = op.clock.now();
  const unread: Verdict = { ok: false, reason: 'unknown_shape', notification: undefined, eid: undefined };
  const digest = digestOf(received.raw);
  const kept = { ...received, notificationId: randomUUID(), digest, verdict: unread, receivedAt };
  await inTransaction(op.pool, async (tx) => {
    if ((await countRepeats(tx, [kept.digest])).size > 0) return;
    await insertNotifications(tx, [toRow(op, kept, 'not_processed' satisfies QuarantineReason, undefined)]);
  });
}
