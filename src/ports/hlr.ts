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
  /** The serving node that it tells of, whoever answered; absent where it tells of none. */
  readonly node?: NodeRef;
  readonly at: Date;
}

export type AnswerMeaning =
  | 'subscriber_found'
  | 'subscriber_absent'
  | 'number_found' // asked for a number: somebody has it
  | 'number_absent' // asked for a number: nobody has it
  | 'no_serving_node' // found, and no node serves it
  | 'access_refused' // network access mode none: no new attach
  | 'access_restored'
  | 'removed_by_others' // gone before we removed it
  | 'subscriber_appeared' // unknown before the bar, and there now
  | 'bar_lifted' // barred by us, and somebody else lets it attach again
  | 'location_cancelled' // the serving node's own acknowledgement
  | 'cancel_refused' // the serving node answered with an error
  | 'node_unreachable' // what routes to the serving node says that it cannot reach it
  | 'node_silent' // asked, and no answer in time
  | 'absent_at_node' // the serving node was asked, and does not have the subscriber
  | 'present_at_node' // the serving node was asked, and has it still
  | 'keys_removed'
  | 'subscriber_deleted'
  | 'order_cancelled' // the SM-DP+ took the eSIM profile back
  | 'profile_on_device' // it was downloaded before, so only the device can delete it
  | 'profile_unknown' // the SM-DP+ has no such profile
  | 'order_refused' // the SM-DP+ says that it did not take the profile back
  | 'not_understood';

/** Circuit-switched (calls, texts) or packet-switched (data); a subscriber is attached to each by itself. */
export type Domain = 'cs' | 'ps';

/**
 * A serving node as the HLR names it: an MSC/VLR for `cs`, an SGSN or MME for `ps`. One name may serve both domains, and
 * then it is two: what it answers for one says nothing of the other.
 */
export interface NodeRef {
  readonly domain: Domain;
  readonly name: string;
  /** Diameter realm, where the HSS knows it (TS 29.272 section 7.3.27 and RFC 6733 section 4.3.1). */
  readonly realm?: string;
}

/** What the HLR held before Handback changed anything: enough to undo a bar. */
export interface HlrSubscriber {
  readonly imsi: Imsi;
  readonly msisdn: Msisdn | null;
  readonly csEnabled: boolean;
  readonly psEnabled: boolean;
  readonly servingNodes: readonly NodeRef[];
}

export interface SubscriberPage {
  readonly subscribers: readonly { readonly imsi: Imsi; readonly msisdn: Msisdn | null }[];
  /** Where the next page begins; null on the last. */
  readonly next: string | null;
}

export interface HlrReply<T> {
  readonly value: T;
  readonly answers: readonly NetworkAnswer[];
}

/**
 * The side of a home location register that keeps subscribers: look up, refuse access, remove keys, delete, look up again.
 * Every method is askable: after an unanswered call, `lookup` tells what happened. Failures are thrown as `ConnectorError`.
 */
export interface Provisioning {
  readonly element: string;
  /** The longest that one method takes, in milliseconds; a lease must outlive it. */
  readonly callTimeoutMs: number;
  lookup(imsi: Imsi): Promise<HlrReply<HlrSubscriber | null>>;
  /** Whom the network has under a number, whatever IMSI our inventory has for it. */
  lookupByNumber(msisdn: Msisdn): Promise<HlrReply<HlrSubscriber | null>>;
  /**
   * Many at once, in the peer's own order; absent where it cannot be listed. A page may miss or repeat who comes or goes meanwhile: a
   * list proposes, and `lookup` tells.
   * @param place what the page before said; null for the first page
   */
  list?(place: string | null, limit: number): Promise<SubscriberPage>;
  /** Refuses any new attach. Idempotent. */
  bar(imsi: Imsi): Promise<HlrReply<void>>;
  /** Lets the subscriber attach again, with the domains that `saved` had. Idempotent. */
  unbar(saved: HlrSubscriber): Promise<HlrReply<void>>;
  /** Removes authentication keys and the subscriber, then asks again; cannot be undone. `existed` is false if it was gone already. */
  remove(imsi: Imsi): Promise<HlrReply<{ readonly existed: boolean }>>;
  close(): Promise<void>;
}

export interface CancelOptions {
  /** Answers to what was asked before this moment do not count: the subscriber may have come back since. */
  readonly since?: Date;
  /** Nobody waits for the answer any more, e.g. because the node itself was asked. The call ends soon, without a fault. */
  readonly signal?: AbortSignal;
}

/** The side that reaches serving nodes. */
export interface Detaching {
  readonly element: string;
  readonly callTimeoutMs: number;
  /**
   * Asks one serving node to drop the subscriber; `acknowledged` only on that node's own acknowledgement for that domain.
   * One that comes after the time-out counts for the next call, if its question was asked late enough for that call.
   */
  cancelLocation(
    imsi: Imsi,
    node: NodeRef,
    options?: CancelOptions,
  ): Promise<HlrReply<{ readonly acknowledged: boolean }>>;
  close(): Promise<void>;
}

/** A whole home location register, in the order that really ends a line: look up, bar, cancel the location, remove, look up again. */
export type Hlr = Provisioning & Detaching;
