import type { Known, Standing } from '../domain/lines/line.ts';
import type { LocalDate } from '../domain/values/local-date.ts';
import type { Money } from '../domain/values/money.ts';

export interface BillItem {
  readonly kind:
    | 'monthly_fee'
    | 'monthly_fee_refund'
    | 'usage'
    | 'early_termination'
    | 'balance'
    | 'refund'
    | 'waiver';
  readonly description: string;
  /** Positive is owed by the person, negative is owed to the person. */
  readonly amount: Money;
}

export interface Bill {
  readonly invoiceId: string;
  readonly items: readonly BillItem[];
  readonly total: Money;
  /** Set when `total` is negative: what goes back to the person. */
  readonly refund: Money | null;
  /** The last day to pay by; null where nothing is owed, and of a bill that is only quoted. */
  readonly dueOn: LocalDate | null;
}

export interface SettleRequest {
  /** Keyed effect: the same key answers the same bill and books nothing twice. */
  readonly key: string;
  readonly lineId: string;
  readonly accountId: string;
  /** From this day on, both days included, is billed; what came before the month of the end is not its business. */
  readonly openedOn: LocalDate;
  readonly billingEndOn: LocalDate;
  readonly earlyTermination: Money | null;
  readonly monthlyFee: Money;
  readonly payment: 'prepaid' | 'postpaid';
  /**
   * Whoever pays for the account must not learn of it: no charge, no refund and no line of a bill comes of it, and what the
   * account owes or has left stays as it is, also where no other line uses it. The answer is an empty bill.
   */
  readonly confidential: boolean;
}

/** A line that goes on under another account. */
export interface MoveLineRequest {
  /** Keyed effect: the same key moves nothing twice. */
  readonly key: string;
  readonly lineId: string;
  readonly fromAccountId: string;
  /** A new one, with nothing owed and nothing left. */
  readonly toAccountId: string;
  /** Who pays from now on. */
  readonly payerId: string;
  readonly currency: string;
}

/**
 * The billing system. Methods take many at once, because a campaign ends lines by the hundred;
 * each answers in the order of its argument. Failures are thrown as `ConnectorError`.
 */
export interface Billing {
  readonly callTimeoutMs: number;
  standing(accountIds: readonly string[]): Promise<readonly Known<Standing>[]>;
  /** What `settle` would book, without booking it. */
  quote(requests: readonly SettleRequest[]): Promise<readonly Bill[]>;
  settle(requests: readonly SettleRequest[]): Promise<readonly Bill[]>;
  /** Lets a line go on under an account of its own, without a fee, and without a word to whoever paid before. */
  moveLine(request: MoveLineRequest): Promise<void>;
  /** Usage that arrived after the final bill: a supplementary bill, keyed like `settle`. */
  supplement(request: {
    key: string;
    lineId: string;
    accountId: string;
    usage: Money;
    usedOn: LocalDate;
    /** As of `settle`: then nothing is booked, and the bill is empty. */
    confidential: boolean;
  }): Promise<Bill>;
}
