import type { Line } from '../lines/line.ts';
import type { CoolingRisk } from '../rules/cooling-risk.ts';
import type { ResolvedRules } from '../rules/rulebook.ts';
import {
  addDays,
  addMonths,
  type LocalDate,
  lastDayOfMonth,
  localDateAt,
  startOfDay,
} from '../values/local-date.ts';
import { coolingOffEnd } from './cooling-off.ts';

/** The dates of one termination. None stands in for another: each is what its name says, in the rulebook's zone. */
export interface EffectiveDates {
  /** Until then a withdrawal costs nothing and nothing has been touched. */
  readonly coolingOffEndsAt: Date;
  /** From then on the line may be barred. */
  readonly serviceEndAt: Date;
  /** The last day on which there is service. */
  readonly serviceEndOn: LocalDate;
  /** The last day that is billed. */
  readonly billingEndOn: LocalDate;
  /** The first day on which the number may be given out again or goes back to its range holder; null without a number. */
  readonly numberReleaseOn: LocalDate | null;
}

export interface Agreed {
  readonly confirmedAt: Date;
  /** The phone or card is lost, stolen or misused. */
  readonly urgent: boolean;
  /** What makes the cooling-off longer. */
  readonly risks: readonly CoolingRisk[];
  /** From the eligibility check: the first day that can be the last day of service. */
  readonly earliestServiceEnd: LocalDate;
  readonly line: Pick<Line, 'msisdn' | 'origin'>;
}

/**
 * Service ends when the cooling-off is over or, if the eligibility check set a later day, at the end of that
 * day: a contract until the 31st still gives service on the 31st.
 */
export function effectiveDates(agreed: Agreed, rules: ResolvedRules): EffectiveDates {
  const zone = rules.timeZone;
  const coolingOffEndsAt = coolingOffEnd(agreed.confirmedAt, agreed, rules);
  const cooledOffOn = localDateAt(coolingOffEndsAt, zone);
  const waits = agreed.earliestServiceEnd > cooledOffOn;
  const serviceEndOn = waits ? agreed.earliestServiceEnd : cooledOffOn;
  return {
    coolingOffEndsAt,
    serviceEndAt: waits ? startOfDay(addDays(serviceEndOn, 1), zone) : coolingOffEndsAt,
    serviceEndOn,
    billingEndOn: billingEndOn(serviceEndOn, rules),
    numberReleaseOn: numberReleaseOn(agreed.line, serviceEndOn, rules),
  };
}

/**
 * From the service end that was agreed, never from the moment the network was done: a bar that comes some
 * seconds after midnight must not bill another month.
 */
export function billingEndOn(serviceEndOn: LocalDate, rules: ResolvedRules): LocalDate {
  switch (rules.settings.billing_end.value.policy) {
    case 'service_end':
      return serviceEndOn;
    case 'end_of_month':
      return lastDayOfMonth(serviceEndOn);
    case 'next_month_end':
      return lastDayOfMonth(addMonths(serviceEndOn, 1));
  }
}

/** Counted from the day on which service really ended, so that lateness never shortens the quarantine. */
export function numberReleaseOn(
  line: Pick<Line, 'msisdn' | 'origin'>,
  serviceEndedOn: LocalDate,
  rules: ResolvedRules,
): LocalDate | null {
  if (line.msisdn === null) return null;
  const { ownDays, rangeHolderDays } = rules.settings.quarantine.value;
  return addDays(serviceEndedOn, line.origin.kind === 'own' ? ownDays : rangeHolderDays);
}
