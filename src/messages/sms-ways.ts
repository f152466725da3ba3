/** What every message may say of its sender, in the reader's words. */
export interface Ways {
  readonly portal: string;
  /** How to call: with the number where there is one. */
  readonly call: string;
  /** The number that the message is about, masked; or what a line without one is called. */
  readonly line: string;
}
