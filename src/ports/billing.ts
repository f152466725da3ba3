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
  /** Usage that arrived after the final bill: a supplementary bill, keyed like `settle`. */
  supplement(request: {
    key: string;
    lineId: string;
    accountId: string;
    usage: Money;
    usedOn: LocalDate;
  }): Promise<Bill>;
}
