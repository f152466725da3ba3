import type { LocalDate } from '../domain/values/local-date.ts';
import type { Money } from '../domain/values/money.ts';

/** Money that a customer put on the account of a prepaid line, or paid on one. */
export interface TopUp {
  /** The day, in the operator's own zone. */
  readonly on: LocalDate;
  readonly amount: Money;
}

/** `known: false`: whoever keeps the accounts does not answer, or is not connected. It is never taken for "none". */
export type TopUps =
  | { readonly known: true; readonly topUps: readonly TopUp[] }
  | { readonly known: false; readonly reason: string };

/**
 * What the operator's account system knows of a line beside what Handback holds. It is asked while a customer is on the
 * telephone, so it answers soon or not at all, and it never throws.
 */
export interface AccountFacts {
  /** The longest that one method takes, in milliseconds. */
  readonly callTimeoutMs: number;
  /** The newest top-ups, the newest first; at most `limit`. An account without any answers an empty list. */
  lastTopUps(lineId: string, limit: number): Promise<TopUps>;
  close(): Promise<void>;
}

/** Where no account system is connected, nothing can be asked of it. */
export const NO_ACCOUNT_FACTS: AccountFacts = {
  callTimeoutMs: 0,
  lastTopUps: async () => ({ known: false, reason: 'not_configured' }),
  close: async () => undefined,
};
