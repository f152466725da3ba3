import { ConnectorError, type ConnectorFault } from './connector-error.ts';

/**
 * What the trouble is with, for whoever decides when to try again:
 * - `link`: the peer cannot be reached, or went away: nothing else will get through just now either;
 * - `set_up`: the peer will not have us (account, password): the same for every message, until somebody mends it;
 * - `rate`: the peer is there, and takes no more at the moment;
 * - `message`: what the peer says of this one message.
 */
export type Trouble = 'link' | 'set_up' | 'rate' | 'message';

/** Which parts of a long message the peer has taken, in their order. */
export type PartsTaken = readonly boolean[];

/** How a message centre calls the parts that it took, in their order; null for one that it did not take, or named nothing. */
export type PartIds = readonly (string | null)[];

/** A message that did not leave, or not whole. With `refused` it never will; with anything else it is worth another try. */
export class DeliveryError extends ConnectorError {
  readonly trouble: Trouble;
  /** Null where nothing is known of parts. */
  readonly partsTaken: PartsTaken | null;
  readonly partIds: PartIds | null;

  constructor(
    connector: string,
    fault: ConnectorFault,
    detail: string,
    more: {
      readonly trouble: Trouble;
      readonly partsTaken?: PartsTaken;
      readonly partIds?: PartIds;
      readonly cause?: unknown;
    },
  ) {
    super(connector, fault, detail, [], more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'DeliveryError';
    this.trouble = more.trouble;
    this.partsTaken = more.partsTaken ?? null;
    this.partIds = more.partIds ?? null;
  }
}
