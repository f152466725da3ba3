import type { Eid } from '../values/eid.ts';
import type { Iccid } from '../values/iccid.ts';
import type { Imsi } from '../values/imsi.ts';
import type { AccessKind, OpenedChannel, PaymentKind } from '../values/line-terms.ts';
import type { LocalDate } from '../values/local-date.ts';
import type { Money } from '../values/money.ts';
import type { Msisdn } from '../values/msisdn.ts';

/** One way into the network: a card, an eSIM profile, a watch, a second IMSI. Detach covers all of a line's accesses. */
export interface Access {
  readonly accessId: string;
  readonly kind: AccessKind;
  readonly imsi: Imsi;
  readonly iccid: Iccid;
  readonly eid: Eid | null;
}

export const LINE_STATUSES = ['active', 'barred', 'ended'] as const;
export type LineStatus = (typeof LINE_STATUSES)[number];

/** Another line or service that hangs on this one (or that this one hangs on). */
export interface Tie {
  readonly kind: 'family' | 'group' | 'main_secondary' | 'broadband';
  /** What this line is in the tie: the one others depend on, or a member. */
  readonly role: 'main' | 'member';
  /** A name a person recognises, never a full number: e.g. `138 **** 1234` or `宽带 100M`. */
  readonly label: string;
}

export interface Hold {
  readonly kind: 'fraud' | 'legal' | 'termination_lock';
  readonly since: LocalDate;
  readonly reference: string;
}

export interface Contract {
  readonly endsOn: LocalDate;
  /** What leaving early costs for each month (or part of one) that is left. */
  readonly earlyTerminationPerMonth: Money;
}

/** All that the eligibility checks and the plan need to know of a line; dates are local to its jurisdiction's zone. */
export interface Line {
  readonly lineId: string;
  readonly msisdn: Msisdn | null;
  readonly accesses: readonly Access[];
  readonly status: LineStatus;
  /** Names the rulebook: `cn`, `gb`, `de`. */
  readonly jurisdiction: string;
  /** ISO 3166-2, e.g. `CN-GD`; null where the jurisdiction has none that matter. */
  readonly province: string | null;
  readonly openedOn: LocalDate;
  readonly openedChannel: OpenedChannel;
  readonly payment: PaymentKind;
  readonly plan: { readonly name: string; readonly monthlyFee: Money };
  readonly contract: Contract | null;
  readonly ties: readonly Tie[];
  readonly holds: readonly Hold[];
  readonly lastRoamedOn: LocalDate | null;
  readonly origin: { readonly kind: 'own' } | { readonly kind: 'ported_in'; readonly rangeHolder: string };
}

/** What only another system can say, and what to tell the person when it cannot. */
export type Known<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly system: 'billing' | 'portability' };

/** The account's standing at the billing system; positive `balance` is credit, negative is owed. */
export interface Standing {
  readonly balance: Money;
  /** Used and not yet billed, as owed (zero or positive). */
  readonly unbilled: Money;
}

export type PortOut = { readonly requestedOn: LocalDate; readonly recipient: string } | null;
