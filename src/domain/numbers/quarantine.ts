import type { ResolvedRules } from '../rules/rulebook.ts';
import { addDays, type LocalDate, latestOf } from '../values/local-date.ts';

/** Why a number rests: by the rule for every number, after what happened with it, while codes still come for it, or because a person said so. */
export const REST_REASONS = ['minimum', 'harassment', 'fraud', 'codes', 'person'] as const;
export type RestBecause = (typeof REST_REASONS)[number];

/** For what fraud and compliance flag a number. */
export const FLAG_REASONS = ['harassment', 'fraud'] as const;
export type FlagReason = (typeof FLAG_REASONS)[number];

export interface RestReason {
  readonly because: RestBecause;
  /** The first day on which this reason holds no more. */
  readonly until: LocalDate;
  /** The rule that says so; null where a person did. */
  readonly rule: { readonly id: string; readonly version: number } | null;
}

/** What is known of a number that rests. */
export interface RestFacts {
  /** The last day of service of whoever had it. */
  readonly endedOn: LocalDate;
  readonly portedIn: boolean;
  readonly flags: ReadonlySet<FlagReason>;
  /** Texts that came for it within the days of the rule. */
  readonly texts: number;
  readonly today: LocalDate;
  /** What was decided before: a judgement makes a rest longer and never shorter. */
  readonly before: LocalDate | null;
  /** Until when a person has it rest; null where none said so. */
  readonly byPerson: LocalDate | null;
}

/**
 * Until when a number rests, and why: the longest of all reasons. Counted from the day on which service really ended, so that lateness never
 * shortens it.
 */
export function restOf(
  facts: RestFacts,
  rules: Pick<ResolvedRules, 'settings'>,
): { readonly until: LocalDate; readonly reasons: readonly RestReason[] } {
  const { endedOn, portedIn, flags, texts, today, before, byPerson } = facts;
  const { quarantine, quarantine_longer: longer } = rules.settings;
  const { ownDays, rangeHolderDays } = quarantine.value;
  const by = ({ id, version }: { readonly id: string; readonly version: number }) => ({ id, version });
  const reasons: RestReason[] = [
    {
      because: 'minimum',
      until: addDays(endedOn, portedIn ? rangeHolderDays : ownDays),
      rule: by(quarantine),
    },
  ];
  const { harassmentDays, fraudDays, codes } = longer.value;
  const days = { harassment: harassmentDays, fraud: fraudDays };
  for (const because of FLAG_REASONS)
    if (flags.has(because))
      reasons.push({ because, until: addDays(endedOn, days[because]), rule: by(longer) });
  if (codes !== null && texts > codes.moreThan) {
    const most = addDays(endedOn, codes.mostDays);
    const wanted = addDays(today, codes.extendDays);
    const tooLong = wanted > most;
    reasons.push({ because: 'codes', until: tooLong ? most : wanted, rule: by(longer) });
  }
  if (byPerson !== null) reasons.push({ because: 'person', until: byPerson, rule: null });
  const latest = latestOf(before ?? reasons[0]!.until, ...reasons.map(({ until }) => until));
  return { until: latest, reasons };
}
