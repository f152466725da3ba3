import type { DisputeOutcome } from '../domain/charges/tripwire.ts';
import type { LocalDate } from '../domain/values/local-date.ts';
import type { Money } from '../domain/values/money.ts';

/** A charge that lies after the end of its line, with what shows so. Nothing in it names the person. */
export interface ChargeDisputeRequest {
  /** Keyed effect: the same key opens one dispute, and later answers how it stands. */
  readonly key: string;
  readonly chargeId: string;
  readonly lineId: string;
  readonly accountId: string;
  /** The part that is disputed. */
  readonly amount: Money;
  /** The first day that is disputed. */
  readonly from: LocalDate;
  readonly evidence: {
    /** Of the case that ended the line. */
    readonly reference: string;
    readonly serviceEndedOn: LocalDate;
    readonly billingEndOn: LocalDate;
    /** Where anybody can see that the certificate stands; null where none was issued. */
    readonly certificateUrl: string | null;
    /** The certificate as it was signed, without disclosures; null where none was issued. */
    readonly certificate: string | null;
  };
  /** Whoever pays for the account must not learn of it: no line of a bill may come of the dispute. */
  readonly confidential: boolean;
}

export interface ChargeDisputeAnswer {
  /** As the billing system calls the dispute. */
  readonly disputeRef: string;
  readonly state: 'open' | DisputeOutcome;
  /** Why, in the words of the billing system; null where it gives none. */
  readonly reason: string | null;
}

/** A line for which the billing system makes bills. */
export interface ChargedLine {
  readonly lineId: string;
  /** The newest charge to it, where the billing system lists it. */
  readonly lastCharge: {
    readonly chargeId: string;
    readonly kind: 'usage' | 'recurring' | 'other';
    readonly from: LocalDate;
    readonly to: LocalDate;
    readonly amount: Money;
  } | null;
}

/**
 * What a billing system is asked beside bills: to take a charge back, and for which lines it charges. Failures are thrown as
 * `ConnectorError`.
 */
export interface ChargeControl {
  readonly element: string;
  readonly callTimeoutMs: number;
  /** Asks that a charge be taken back, or how that stands; keyed, so that asking again is safe. */
  disputeCharge(request: ChargeDisputeRequest): Promise<ChargeDisputeAnswer>;
  /**
   * Lines that are charged for, sorted by the bytes of their names (UTF-8).
   * @param after the last of the page before; null for the first page
   * @returns at most `limit`; fewer only on the last page
   */
  chargedLines(after: string | null, limit: number): Promise<readonly ChargedLine[]>;
  close(): Promise<void>;
}
