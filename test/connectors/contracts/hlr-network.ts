import type { Imsi } from '../../../src/domain/values/imsi.ts';
import type { AnswerMeaning, Hlr, NetworkAnswer } from '../../../src/ports/hlr.ts';

export type Domain = 'cs' | 'ps';

/** What differs between registers, so that the contract asks it of each in its own way. No check is dropped by it. */
export interface HlrTraits {
  /** The domains that its serving nodes serve; what is asked of one is asked of the first. */
  readonly domains: readonly Domain[];
  /** What it can enable, for cs and ps: one flag for both makes two of the four. */
  readonly accessModes: readonly (readonly [cs: boolean, ps: boolean])[];
  /** A change looks the subscriber up first and tells its serving nodes, and keeps those answers, too. */
  readonly looksUpAndTells: boolean;
  /** What a removal does, in its order. */
  readonly removal: readonly AnswerMeaning[];
}

/** A register of GSM: two domains, each by itself. */
export const GSM: HlrTraits = {
  domains: ['cs', 'ps'],
  accessModes: [
    [true, true],
    [true, false],
    [false, true],
    [false, false],
  ],
  looksUpAndTells: false,
  removal: ['keys_removed', 'subscriber_deleted', 'subscriber_absent'],
};

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
  /** Its Diameter realm, where the register knows one. */
  readonly realm?: string;
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
