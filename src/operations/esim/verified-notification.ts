import { createHash, randomUUID } from 'node:crypto';
import type { Verdict } from '../../rsp/verify-notification.ts';
import type { Phone, SmdpServer } from '../access/actor.ts';
import type { Operations } from '../context.ts';

/** One notification as it arrived: straight from a phone, or forwarded by an SM-DP+ that a phone delivered it to. */
export interface Received {
  readonly raw: Buffer;
  readonly via: 'lpa' | 'smdp';
  /** False: it is stored only if a trusted eUICC signed it. Default: true. */
  readonly keepUnsigned?: boolean;
}

/**
 * `accepted`: it proves something. `repeated`: it was stored before. `quarantined`: it is kept, and proves nothing.
 * `dropped`: nobody signed it, and it is not kept.
 */
export type TakenIn = 'accepted' | 'repeated' | 'quarantined' | 'dropped';

export function receivedFrom(actor: Phone | SmdpServer, raw: Buffer, keepUnsigned = true): Received {
  return { raw, via: actor.kind === 'phone' ? 'lpa' : 'smdp', keepUnsigned };
}

/** A notification with what its signature and its certificates say of it. */
export interface Verified extends Received {
  readonly notificationId: string;
  readonly digest: Buffer;
  readonly verdict: Verdict;
  readonly receivedAt: Date;
}

/** @param receivedAt when the bytes came: the only time there is, by which the certificates must have been valid */
export async function verifyAt(op: Operations, received: Received, receivedAt: Date): Promise<Verified> {
  const { raw } = received;
  const verdict = await op.notifications.verifyAsync(raw, receivedAt);
  return { ...received, notificationId: randomUUID(), digest: digestOf(raw), verdict, receivedAt };
}

export function digestOf(raw: Buffer): Buffer {
  return createHash('sha256').update(raw).digest();
}

export function iccidOf(verdict: Verdict): string | null {
  return verdict.ok ? verdict.notification.iccid : null;
}

export function numberOf(
  verdict: Verdict,
): { readonly eid: string; readonly seqNumber: number; readonly address: string } | null {
  if (!verdict.ok) return null;
  const { seqNumber, address } = verdict.notification;
  return { eid: verdict.eid, seqNumber, address };
}
