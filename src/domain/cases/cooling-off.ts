import { COOLING_RISKS, type CoolingRisk, type RiskCoolingOff, ruleOfRisk } from '../rules/cooling-risk.ts';
import type { ResolvedRules } from '../rules/rulebook.ts';
import { daysBetween, type LocalDate } from '../values/local-date.ts';
import { addPeriod } from '../values/period.ts';

/** What is known of a line, and of who began its ending. Days are those of the line's zone; null where nothing changed. */
export interface CoolingSigns {
  readonly simChangedOn: LocalDate | null;
  readonly contactChangedOn: LocalDate | null;
  readonly newDeviceOn: LocalDate | null;
  readonly byAgent: boolean;
  /** How many endings the same agent began within the rule's days. */
  readonly endingsByAgent: number;
}

/**
 * The risks of an ending, in the order of `COOLING_RISKS`. Whoever reports a loss calls an agent: then that one did says nothing,
 * and only what changed of the line counts.
 */
export function coolingRisksOf(
  signs: CoolingSigns,
  {
    rule,
    today,
    urgent,
  }: { readonly rule: RiskCoolingOff; readonly today: LocalDate; readonly urgent: boolean },
): readonly CoolingRisk[] {
  const lately = (day: LocalDate | null, within: { readonly withinDays: number } | null): boolean =>
    day !== null && within !== null && daysBetween(day, today) < within.withinDays;
  const { manyByAgent } = rule;
  const found: Readonly<Record<CoolingRisk, boolean>> = {
    sim_changed: lately(signs.simChangedOn, rule.simChanged),
    contact_changed: lately(signs.contactChangedOn, rule.contactChanged),
    new_device: lately(signs.newDeviceOn, rule.newDevice),
    started_by_agent: !urgent && signs.byAgent && rule.startedByAgent !== null,
    many_by_agent:
      !urgent && signs.byAgent && manyByAgent !== null && signs.endingsByAgent > manyByAgent.moreThan,
  };
  return COOLING_RISKS.filter((risk) => found[risk]);
}

/** When the cooling-off is over: what the rulebook says, and longer for each risk, up to its most. */
export function coolingOffEnd(
  confirmedAt: Date,
  { urgent, risks }: { readonly urgent: boolean; readonly risks: readonly CoolingRisk[] },
  { settings, timeZone }: ResolvedRules,
): Date {
  const { period, skippedIfUrgent } = settings.cooling_off.value;
  const usual = urgent && skippedIfUrgent ? confirmedAt : addPeriod(confirmedAt, period, timeZone);
  const rule = settings.risk_cooling_off.value;
  const longer = risks.reduce((end, risk) => {
    const found = ruleOfRisk(rule, risk);
    return found === null ? end : addPeriod(end, found.longer, timeZone);
  }, usual);
  const most = addPeriod(usual, rule.most, timeZone);
  return new Date(Math.min(longer.getTime(), most.getTime()));
}
