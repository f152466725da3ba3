import type { Imsi } from '../../../src/domain/values/imsi.ts';
import type { Hlr, NetworkAnswer } from '../../../src/ports/hlr.ts';

export type Domain = 'cs' | 'ps';

/** What a serving node does when it is asked to drop a subscriber. */
export type CancelBehaviour = 'acknowledge' | 'refuse' | 'ignore' | 'acknowledge_twice';

/** What the HLR asked of a serving node: to refuse service (after a bar), or to drop the subscriber. */
export interface Asked {
  readonly what: 'refuse_service' | 'cancel_location';
  readonly imsi: Imsi;
  readonly domain: Domain | undefined;
}

/** A VLR, an SGSN or an MME, as the contract needs it; the protocol is the driver's own. */
export interface ServingNodeUnderTest {
  readonly name: string;
  /** IMSIs that it serves now. */
  serves(imsi: Imsi): boolean;
  /** What it was asked, the oldest first. */
  asked(): readonly Asked[];
  /** A location update; `false` if the HLR refuses it. */
  attach(imsi: Imsi, domain: Domain): Promise<boolean>;
  /** It drops the subscriber on its own, and tells the HLR. */
  purge(imsi: Imsi): Promise<boolean>;
  /** Answers a cancellation that it ignored before; with `imsi`, as if it had been about that one. */
  answerLate(asked: Asked, how: 'acknowledge' | 'refuse', imsi?: Imsi): void;
  close(): Promise<void>;
}

/** One running HLR with its network, and the ways to prepare it that the port itself does not have. */
export interface HlrNetwork {
  /** Each call gives another driver for the same HLR. */
  connect(options?: { readonly callTimeoutMs?: number }): Hlr;
  createSubscriber(imsi: Imsi, msisdn?: string): Promise<void>;
  /** A serving node that is connected to this HLR; `onCancel` is `acknowledge` if not set. */
  servingNode(name: string, onCancel?: (asked: Asked) => CancelBehaviour): Promise<ServingNodeUnderTest>;
  /** Whether an answer is about this subscriber; true where answers of its kind never say of whom they are. */
  isAbout(answer: NetworkAnswer, imsi: Imsi): boolean;
  stop(): Promise<void>;
}
