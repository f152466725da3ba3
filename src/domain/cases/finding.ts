import type { Known, Line, PortOut, Standing, Tie } from '../lines/line.ts';
import type { CoolingRisk } from '../rules/cooling-risk.ts';
import type { Channel, CheckName, ClearingPlace, Effect, RuleReference } from '../rules/rulebook.ts';
import type { LocalDate } from '../values/local-date.ts';
import type { Money } from '../values/money.ts';

/** What the checks look at. `today` is local to the jurisdiction's zone. */
export interface EligibilityFacts {
  readonly line: Line;
  readonly standing: Known<Standing>;
  readonly portOut: Known<PortOut>;
  readonly channel: Channel;
  /** The phone or card is lost, stolen or misused. */
  readonly urgent: boolean;
  readonly today: LocalDate;
  /** The day on which the declaration was received; absent where none was yet: then it is today. */
  readonly receivedOn?: LocalDate;
  /** What makes the cooling-off longer. Absent in what was decided without a date, and in what was kept before this was asked. */
  readonly risks?: readonly CoolingRisk[];
}

/** What a message about a finding may show. */
export interface FindingFacts {
  readonly amount?: Money;
  readonly date?: LocalDate;
  /** From which a notice period counts. */
  readonly received?: LocalDate;
  /** A name that the person knows: of a tie, of a port's recipient. */
  readonly label?: string;
  readonly role?: Tie['role'];
  readonly months?: number;
  readonly reference?: string;
  readonly permitted?: readonly Channel[];
  /** With `cannot_tell`: who did not answer, and what the rule would do had it found something. */
  readonly system?: 'billing' | 'portability';
  readonly ifFound?: Effect;
}

/** What removes a finding, and where; for a charge, what avoids it. */
export interface Clearing {
  readonly action:
    | 'pay_balance'
    | 'wait_until'
    | 'wait_for_bill'
    | 'leave_group'
    | 'move_members'
    | 'end_secondary_lines'
    | 'cancel_broadband'
    | 'withdraw_port_out'
    | 'contact_fraud_desk'
    | 'contact_legal_desk'
    | 'unlock'
    | 'visit_store'
    | 'call_hotline'
    | 'use_portal'
    | 'try_again';
  readonly where: ClearingPlace;
  readonly until?: LocalDate;
  readonly amount?: Money;
}

export interface Finding {
  readonly check: CheckName;
  readonly effect: Exclude<Effect, 'not_applied'> | 'cannot_tell';
  readonly facts: FindingFacts;
  readonly rule: RuleReference;
  /** Null where nothing helps: a line that has ended. */
  readonly clear: Clearing | null;
}
