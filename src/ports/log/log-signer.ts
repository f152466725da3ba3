/** A tree of the public log: how many leaves it has, and its root hash of 32 bytes (RFC 6962 section 2.1). */
export interface LogHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/**
 * Signs heads of the public log, and remembers the last one outside of the database: a database that is restored from before
 * that head cannot be signed.
 */
export interface LogSigner {
  /** By which the log is known; it never changes. */
  readonly origin: string;
  /** The public key, as verifiers are given it (C2SP signed-note). */
  readonly vkey: string;
  /** The last head that is known here to be signed; null before the first. */
  lastHead(): Promise<LogHead | null>;
  /** Keeps a head that another machine signed, where it is larger: a restored database cannot be signed here either. */
  remember(head: LogHead): Promise<void>;
  /**
   * The signed checkpoint of a head. That it was signed is on the disk before this answers.
   * @throws HandbackError `log_rolled_back` where a larger head was signed, or one of this size with another root
   */
  sign(head: LogHead): Promise<string>;
}
