import type { Imsi } from '../domain/values/imsi.ts';
import type { Msisdn } from '../domain/values/msisdn.ts';

/** One exchange with a network element, kept as evidence: the bytes as received, and what they mean. */
export interface NetworkAnswer {
  /** Which element answered, e.g. `osmo-hlr` or the serving node's own name. */
  readonly element: string;
  readonly interface: string;
  /** What was sent, as text; never key material. */
  readonly request: string;
  readonly answer: Uint8Array;
  readonly meaning: AnswerMeaning;
  readonly at: Date;
}

export type AnswerMeaning =
  | 'subscriber_found'
  | 'subscriber_absent'
  | 'access_refused' // network access mode none: no new attach
  | 'access_restored'
  | 'location_cancelled' // the serving node's own acknowledgement
  | 'location_unconfirmed' // routing error, time-out or an error answer
  | 'keys_removed'
  | 'subscriber_deleted'
  | 'order_cancelled' // the SM-DP+ took the eSIM profile back
  | 'profile_on_device' // it was downloaded before, so only the device can delete it
  | 'profile_unknown' // the SM-DP+ has no such profile
  | 'order_refused' // the SM-DP+ says that it did not take the profile back
  | 'not_understood';

export interface ServingNode {
  readonly domain: 'cs' | 'ps';
  readonly name: string;
}

/** What the HLR held before Handback changed anything: enough to undo a bar. */
export interface HlrSubscriber {
  readonly imsi: Imsi;
  readonly msisdn: Msisdn | null;
  readonly csEnabled: boolean;
  readonly psEnabled: boolean;
  readonly servingNodes: readonly ServingNode[];
}

export interface HlrReply<T> {
  readonly value: T;
  readonly answers: readonly NetworkAnswer[];
}

/**
 * A home location register, in the order that really ends a line:
 * look up, refuse access, cancel the location at each serving node, remove keys, delete, look up again.
 * Every method is askable: after an unanswered call, `lookup` tells what happened.
 * Failures are thrown as `ConnectorError`.
 */
export interface Hlr {
  readonly element: string;
  /** The longest that one method takes, in milliseconds; a lease must outlive it. */
  readonly callTimeoutMs: number;
  lookup(imsi: Imsi): Promise<HlrReply<HlrSubscriber | null>>;
  /** Refuses any new attach. Idempotent. */
  bar(imsi: Imsi): Promise<HlrReply<void>>;
  /** Lets the subscriber attach again, with the domains that `saved` had. Idempotent. */
  unbar(saved: HlrSubscriber): Promise<HlrReply<void>>;
  /** Asks one serving node to drop the subscriber; `confirmed` only on that node's own acknowledgement. */
  cancelLocation(imsi: Imsi, node: ServingNode): Promise<HlrReply<{ readonly confirmed: boolean }>>;
  /** Removes authentication keys and the subscriber, then asks again; cannot be undone. `existed` is false if it was gone already. */
  remove(imsi: Imsi): Promise<HlrReply<{ readonly existed: boolean }>>;
  close(): Promise<void>;
}
