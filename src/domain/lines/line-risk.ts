import type { IdentityFactor, Settings, SpokenTier } from '../rules/rulebook.ts';
import { daysBetween, type LocalDate } from '../values/local-date.ts';

/** Why more is asked of a caller than usual. */
export const LINE_RISKS = ['contact_changed', 'opened_lately', 'locked_out', 'disputed'] as const;
export type LineRisk = (typeof LINE_RISKS)[number];

/** What is known of a line that fraud would show in. Days are those of the line's zone. */
export interface LineSigns {
  readonly openedOn: LocalDate;
  /** When the newest change of another contact was; null where none ever changed. */
  readonly contactChangedOn: LocalDate | null;
  /** Lockouts about the line that no right answer has followed. */
  readonly lockouts: number;
  /** When its holder last disputed a finding. */
  readonly disputedOn: LocalDate | null;
}

type Verification = Settings['hotline_verification'];

/** In the order of `LINE_RISKS`; none for an ordinary line. */
export function risksOf(
  signs: LineSigns,
  { riskyIf }: Pick<Verification, 'riskyIf'>,
  today: LocalDate,
): readonly LineRisk[] {
  const within = (day: LocalDate | null, days: number): boolean =>
    day !== null && daysBetween(day, today) < days;
  const found: Readonly<Record<LineRisk, boolean>> = {
    contact_changed: within(signs.contactChangedOn, riskyIf.contactChangedDays),
    opened_lately: within(signs.openedOn, riskyIf.openedDays),
    locked_out: riskyIf.lockouts > 0 && signs.lockouts >= riskyIf.lockouts,
    disputed: within(signs.disputedOn, riskyIf.disputedDays),
  };
  return LINE_RISKS.filter((risk) => found[risk]);
}

/** What is asked of the caller: more where anything is risky. */
export function tierOf(rule: Verification, risks: readonly LineRisk[]): SpokenTier {
  return risks.length > 0 ? rule.risky : rule.base;
}

/** What a caller has still to prove. */
export interface SpokenMissing {
  readonly count: number;
  /** What is asked of everybody and is not proven yet comes first. */
  readonly accepted: readonly IdentityFactor[];
}

export function spokenMissing(tier: SpokenTier, proven: readonly IdentityFactor[]): SpokenMissing {
  const open = (factors: readonly IdentityFactor[]) => factors.filter((factor) => !proven.includes(factor));
  const always = open(tier.always);
  const have = tier.of.filter((factor) => proven.includes(factor)).length;
  const count = Math.max(always.length, tier.needed - have, 0);
  return {
    count,
    accepted: count === 0 ? [] : [...always, ...open(tier.of).filter((factor) => !always.includes(factor))],
  };
}
