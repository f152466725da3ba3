import { addDays, daysBetween, type LocalDate } from '../values/local-date.ts';
import { type Money, multiply } from '../values/money.ts';

/** `usage`: calls, texts, data of a period; `recurring`: a fee for a period; `other`: anything else, such as a fee for paper. */
export const CHARGE_KINDS = ['usage', 'recurring', 'other'] as const;
export type ChargeKind = (typeof CHARGE_KINDS)[number];

/** For what is charged: both days included, in the time zone of the line. When it was posted is another date, and decides nothing. */
export interface Charged {
  readonly kind: ChargeKind;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly amount: Money;
}

/** When a line ended; each is what its name says. */
export interface LineEnd {
  /** The last day on which there was service. */
  readonly serviceEndedOn: LocalDate;
  /** The last day that the final bill covers. */
  readonly billingEndOn: LocalDate;
}

export const CHARGE_REASONS = ['line_stands', 'before_end', 'after_end', 'across_end'] as const;
export type ChargeReason = (typeof CHARGE_REASONS)[number];

/** What becomes of a charge: it passes, or the part of it that lies after the end is held. */
export type ChargeVerdict =
  | { readonly verdict: 'pass'; readonly because: Extract<ChargeReason, 'line_stands' | 'before_end'> }
  | {
      readonly verdict: 'held';
      readonly because: Extract<ChargeReason, 'after_end' | 'across_end'>;
      /** The first day of it that lies after the end. */
      readonly heldFrom: LocalDate;
      /** The whole, or the days after the end as a share of all days. */
      readonly held: Money;
    };

export const PASSES_LINE_STANDS: ChargeVerdict = { verdict: 'pass', because: 'line_stands' };

/**
 * Judges a charge against the end of the line that it is for. Usage belongs to a line until its service ended; a fee until its
 * billing ended, which can be later. What lies before is no business of the tripwire: usage of before the end that is posted late
 * is late usage.
 */
export function judgeCharge(charged: Charged, end: LineEnd): ChargeVerdict {
  const { kind, from, to, amount } = charged;
  const last = kind === 'usage' ? end.serviceEndedOn : end.billingEndOn;
  if (to <= last) return { verdict: 'pass', because: 'before_end' };
  if (from > last) return { verdict: 'held', because: 'after_end', heldFrom: from, held: amount };
  const held = multiply(amount, daysBetween(last, to), daysBetween(from, to) + 1);
  // A part so small that it rounds to nothing is nobody's to dispute.
  if (held.minor === 0) return { verdict: 'pass', because: 'before_end' };
  return { verdict: 'held', because: 'across_end', heldFrom: addDays(last, 1), held };
}

/** How the billing system decided; the last three end a dispute. */
export const DISPUTE_STATES = ['waiting', 'open', 'refused', 'withdrawn', 'credited', 'upheld'] as const;
export type DisputeState = (typeof DISPUTE_STATES)[number];
export const DISPUTE_OUTCOMES = ['withdrawn', 'credited', 'upheld'] as const;
export type DisputeOutcome = (typeof DISPUTE_OUTCOMES)[number];

const FIRST_WAIT_MS = 60_000;
const LONGEST_WAIT_MS = 6 * 3_600_000;

/** Milliseconds until a billing system that did not answer is asked again: doubled with every try, six hours at most. */
export function nextAskMs(attempts: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(attempts, 20));
}

/** Until an open dispute is asked after. */
export const ASK_AFTER_MS = LONGEST_WAIT_MS;
