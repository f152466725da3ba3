import type { Msisdn } from '../domain/values/msisdn.ts';

export interface CodeToIssue {
  /** Keyed effect: the same key answers the same code, and registers none twice. */
  readonly key: string;
  readonly msisdn: Msisdn;
  /** Until then another operator may use it. */
  readonly expiresAt: Date;
}

/** Another operator used a code: the person goes there, and leaves here. */
export interface Redemption {
  readonly code: string;
  readonly redeemedAt: Date;
}

/**
 * The system between operators that registers codes by which a line is ended for whoever goes elsewhere (UK: STAC, for leaving
 * without the number). Codes that take the number along are no business of it.
 */
export interface SwitchingCodes {
  /** No call takes longer, in milliseconds. */
  readonly callTimeoutMs: number;
  /** @throws ConnectorError */
  issue(request: CodeToIssue): Promise<{ readonly code: string }>;
  /**
   * What was redeemed since the last time; each at least once.
   * @param after what the call before named as `next`; null for the first
   * @throws ConnectorError
   */
  redeemed(
    after: string | null,
  ): Promise<{ readonly redemptions: readonly Redemption[]; readonly next: string }>;
  close(): Promise<void>;
}
