import type { Eid } from '../domain/values/eid.ts';
import type { Iccid } from '../domain/values/iccid.ts';
import type { NetworkAnswer } from './hlr.ts';

/** The order for a profile that no device is known to have. */
export interface ProfileOrder {
  /** Stable across retries; the peer recognises a repeated call by it and answers what it answered before. */
  readonly key: string;
  readonly iccid: Iccid;
  /** The eUICC that the order was made for, if it was made for one; the peer refuses another than its own. */
  readonly eid: Eid | null;
  /** The token of the activation code, if it is kept; the peer refuses another than its own. */
  readonly matchingId: string | null;
}

/**
 * What became of the profile. The set is what SGP.22 has codes for; it has none for a profile that was taken back by
 * an earlier call with another key, so a peer may call that `cancelled` as well.
 */
export type CancelResult =
  | 'cancelled' // the profile is Unavailable: nobody can download it any more
  | 'already_downloaded' // a device fetched it, perhaps a moment ago: only that device can delete it
  | 'unknown_profile'; // this SM-DP+ has no such profile

export interface SmdpReply<T> {
  readonly value: T;
  readonly answers: readonly NetworkAnswer[];
}

/**
 * An SM-DP+: the server from which devices download the operator's eSIM profiles (GSMA SGP.22 section 2).
 * Failures are thrown as `ConnectorError`.
 */
export interface Smdp {
  readonly element: string;
  /** The longest that one method takes, in milliseconds; a lease must outlive it. */
  readonly callTimeoutMs: number;
  /**
   * Takes back a profile that no device has, for good. After `unknown`, the same call with the same `key` asks and
   * acts in one: it is safe however often it is made.
   */
  cancelOrder(order: ProfileOrder): Promise<SmdpReply<CancelResult>>;
  close(): Promise<void>;
}
