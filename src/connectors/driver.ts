/** What a driver may need beside the address of its peer. */
export interface Surroundings {
  /** Names this operator to its peers, where the address does not. */
  readonly operatorId: string;
  /** What people know this operator by. */
  readonly operatorName: string;
  /** The source address of text messages. */
  readonly smsSender: string;
  /**
   * The TLS certificates for an SM-DP+: ours, and the CA of its own.
   * @throws Error naming the file that is missing
   */
  readonly smdpClient: () => TlsClient;
  /**
   * The same for a register or serving node that wants TLS.
   * @throws Error naming the file that is missing
   */
  readonly hlrClient: () => TlsClient;
}

/** Everything in PEM. */
export interface TlsClient {
  readonly caPem: string;
  readonly certPem: string;
  readonly keyPem: string;
}

export type SmdpClient = TlsClient;

/**
 * Makes a port of an address. It connects to nobody yet.
 * @throws Error where the address cannot be used
 */
export type Driver<Port> = (url: URL, surroundings: Surroundings) => Port;
