import type { LocalDate } from '../values/local-date.ts';
import type { CheckName, Checks, Rule, Rulebook, SettingName, Settings } from './rulebook.ts';
import { isSameValue } from './same-value.ts';

export type RuleName = SettingName | CheckName;
/** What a rule of this name says. */
export type RuleValue = Settings[SettingName] | Checks[CheckName];

/** What is another in the later version. */
export const ASPECTS = ['value', 'running', 'dates', 'source'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** One rule that differs, of the whole jurisdiction or of one province. */
export interface RuleChange {
  readonly kind: 'rule';
  readonly name: RuleName;
  /** The province (ISO 3166-2) whose rule it is; null for the whole jurisdiction. */
  readonly province: string | null;
  /** What held before; a province that had no rule of its own had that of the jurisdiction. */
  readonly from: Rule<RuleValue>;
  readonly to: Rule<RuleValue>;
  /** Of a province: it has a rule of its own now, or none any more. */
  readonly own: 'begins' | 'ends' | null;
  readonly aspects: readonly Aspect[];
}

export const HEADER_FIELDS = ['effectiveFrom', 'timeZone', 'currency', 'callingCode'] as const;
export type HeaderField = (typeof HEADER_FIELDS)[number];

/** What a rulebook says of itself. */
export interface HeaderChange {
  readonly kind: 'header';
  readonly field: HeaderField;
  readonly from: string;
  readonly to: string;
}

export type RulebookChange = HeaderChange | RuleChange;

type Versions = readonly Rule<RuleValue>[];

/** What differs between two versions of the rulebook of one jurisdiction, in the order of the files; nothing where they say the same. */
export function rulebookDifference(before: Rulebook, after: Rulebook): readonly RulebookChange[] {
  const header = HEADER_FIELDS.filter((field) => before[field] !== after[field]).map(
    (field): HeaderChange => ({ kind: 'header', field, from: before[field], to: after[field] }),
  );
  return [
    ...header,
    ...changesOf(before.checks, after.checks, before, after),
    ...changesOf(before.settings, after.settings, before, after),
  ];
}

function changesOf(
  before: object,
  after: object,
  ofBefore: Rulebook,
  ofAfter: Rulebook,
): readonly RuleChange[] {
  return Object.entries(after as Readonly<Record<string, Versions>>).flatMap(([name, now]) => {
    const then = (before as Readonly<Record<string, Versions>>)[name] ?? [];
    const provinces = new Set([...then, ...now].map(({ province }) => province));
    return [...provinces].flatMap((province) =>
      ofProvince(
        name as RuleName,
        province,
        { all: then, from: ofBefore.effectiveFrom },
        { all: now, from: ofAfter.effectiveFrom },
      ),
    );
  });
}

interface Side {
  readonly all: Versions;
  /** The first day of the rulebook. */
  readonly from: LocalDate;
}

/** The rules of one place, compared on each day on which one of them begins. */
function ofProvince(name: RuleName, province: string | null, then: Side, now: Side): readonly RuleChange[] {
  const own = (side: Side) => side.all.filter((rule) => rule.province === province);
  const [ownThen, ownNow] = [own(then), own(now)];
  const begins = ownThen.length === 0 ? ('begins' as const) : ownNow.length === 0 ? ('ends' as const) : null;
  const days = [...new Set([...ownThen, ...ownNow].map(({ effectiveFrom }) => effectiveFrom))].sort();
  const found: RuleChange[] = [];
  for (const day of days) {
    const from = heldOn(then.all, province, day);
    const to = heldOn(now.all, province, day);
    if (from === undefined || to === undefined) continue;
    const aspects = aspectsOf(from, to, day);
    if (aspects.length === 0) continue;
    // The same two rules side by side on a further day say nothing new.
    if (found.some((one) => one.from === from && one.to === to)) continue;
    found.push({ kind: 'rule', name, province, from, to, own: begins, aspects });
  }
  return found;
}

/** The province's own rule of a day, else the jurisdiction's; the first there is for a day before all of them. */
function heldOn(all: Versions, province: string | null, day: LocalDate): Rule<RuleValue> | undefined {
  const holds = (rule: Rule<unknown>) =>
    rule.effectiveFrom <= day && (rule.effectiveTo === null || day <= rule.effectiveTo);
  const whole = all.filter((rule) => rule.province === null);
  return (
    (province === null ? undefined : all.find((rule) => rule.province === province && holds(rule))) ??
    whole.find(holds) ??
    whole[0]
  );
}

function aspectsOf(from: Rule<RuleValue>, to: Rule<RuleValue>, day: LocalDate): readonly Aspect[] {
  const saysTheSame = isSameValue(from.value, to.value);
  const differs: Readonly<Record<Aspect, boolean>> = {
    value: !saysTheSame,
    running: from.running !== to.running,
    // Of another value it is told from when it holds anyway. That a rule ends where the next one begins is told by the next one.
    dates:
      saysTheSame &&
      from.province === to.province &&
      from.effectiveFrom !== to.effectiveFrom &&
      to.effectiveFrom === day,
    source: !isSameValue(from.source, to.source),
  };
  return ASPECTS.filter((aspect) => differs[aspect]);
}

/** The day from which everything that differs is so: the last on which a changed rule begins, or today. */
export function wholeFrom(changes: readonly RulebookChange[], today: LocalDate): LocalDate {
  return changes.reduce<LocalDate>(
    (last, change) =>
      change.kind === 'rule' && change.to.effectiveFrom > last ? change.to.effectiveFrom : last,
    today,
  );
}
