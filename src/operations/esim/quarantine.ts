import type { OtherSignedNotification } from '../../rsp/notification.ts';
import type { Verdict } from '../../rsp/verify-notification.ts';
import { type ProfileHolder, signedNumberKey } from '../../store/esim/euicc-notifications.ts';
import type { Verified } from './verified-notification.ts';

/** Why a notification that an eUICC really signed still proves nothing here. */
export type QuarantineReason =
  | 'iccid_absent'
  | 'profile_unknown'
  /** No device is known for the profile: any eUICC could have signed for a profile of this ICCID from elsewhere. */
  | 'device_unknown'
  | 'eid_mismatch'
  | 'sequence_older'
  | 'replayed'
  | 'not_processed';

/** What is known of the profiles of a batch. */
export interface KnownOfProfiles {
  readonly holders: ReadonlyMap<string, ProfileHolder>;
  readonly used: ReadonlySet<string>;
  /** By ICCID, the highest number that tells of the profile being on its device. */
  readonly alive: ReadonlyMap<string, number>;
}

/** From what is stored, and from the other notifications of the batch: they are in no order. */
export function lastAlive(
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

/** Why it proves nothing; null where it proves what it says. */
export function refusalOf(verdict: Verdict, known: KnownOfProfiles): string | null {
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
