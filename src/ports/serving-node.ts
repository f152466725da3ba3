import type { Imsi } from '../domain/values/imsi.ts';
import type { Domain, HlrReply, NodeRef } from './hlr.ts';

/**
 * A node that serves phones (MSC/VLR, SGSN, MME), asked directly whether it has a subscriber. Its own word is better evidence
 * than an acknowledgement: it tells of the state, not of a message. Failures are thrown as `ConnectorError`.
 */
export interface ServingNode {
  readonly element: string;
  /** The domain that it can be asked about. */
  readonly domain: Domain;
  /** The longest that one method takes, in milliseconds; a lease must outlive it. */
  readonly callTimeoutMs: number;
  /** Changes nothing at the node. */
  ask(imsi: Imsi, node: NodeRef): Promise<HlrReply<{ readonly present: boolean }>>;
  close(): Promise<void>;
}

/** The nodes that can be asked, by the names that the HLR gives them. */
export interface ServingNodes {
  /** The longest that asking one of them takes, in milliseconds; 0 where none can be asked. */
  readonly callTimeoutMs: number;
  /** @returns null for a node that nobody said how to ask */
  find(node: NodeRef): ServingNode | null;
  close(): Promise<void>;
}
