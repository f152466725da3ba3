import type { RecordsKept } from '../rules/records-kept.ts';
import type { Rule, RuleReference } from '../rules/rulebook.ts';
import { addDays, addMonths, type LocalDate, localDateAt } from '../values/local-date.ts';

/**
 * What is kept of a person, by how long: `identity` is who they are and what was done for them, and with it everything goes;
 * the others may go before.
 */
export const RETENTION_CLASSES = ['identity', 'disclosures', 'decisions', 'contacts'] as const;
export type RetentionClass = (typeof RETENTION_CLASSES)[number];
/** Those that may go before the person. */
export const EARLIER_CLASSES = ['disclosures', 'decisions', 'contacts'] as const;
export type EarlierClass = (typeof EARLIER_CLASSES)[number];

/** Why nothing of a person is erased, however long ago their line ended. */
export const HOLDING_BACK = [
  'legal_hold',
  'standing_line',
  'held_line',
  'open_case',
  'open_request',
  'open_dispute',
  'open_approval',
  'open_review',
  'open_charge',
  'open_complaint',
] as const;
export type HoldingBack = (typeof HOLDING_BACK)[number];

/**
 * What cannot be found by the person (counts of wrong answers, answers to repeated requests, calls) is gone by itself after thirty days.
 * Nobody is erased before that, so that nothing of them is left behind.
 */
export const SHORT_LIVED_DAYS = 31;

/** Something that a person has, holds or pays for, or did. */
export interface Tie {
  readonly jurisdiction: string;
  readonly province: string | null;
  /** Null while the line is in service. */
  readonly endedAt: Date | null;
}

/** All that decides how long a person is kept. */
export interface PersonFacts {
  readonly partyId: string;
  /** Null for somebody who is kept. */
  readonly erasedAt: Date | null;
  readonly erasedClasses: readonly EarlierClass[];
  readonly ties: readonly Tie[];
  /** Since when nothing ties them to any line, as far as it was seen. */
  readonly withoutLineSince: Date | null;
  /** Asked for somebody else, held no line, and what they asked was forgotten by its own rule. */
  readonly onlyAsked: boolean;
  readonly back: readonly Exclude<HoldingBack, 'legal_hold'>[];
  /** The last day of each legal hold that was not released; null while it is open. */
  readonly holds: readonly (LocalDate | null)[];
}

/** By whose rule a tie is judged. */
export interface KeepingRules {
  readonly timeZone: string;
  readonly rule: Rule<RecordsKept>;
}

/** How long one class is kept. */
export interface ClassKept {
  readonly class: RetentionClass;
  /** The last day on which it is kept; null while nobody can say. */
  readonly until: LocalDate | null;
  /** Its day is over, and nothing holds it back. */
  readonly due: boolean;
  /** It went before the person. */
  readonly gone: boolean;
}

export interface Retention {
  readonly back: readonly HoldingBack[];
  readonly classes: readonly ClassKept[];
  /** The rule that keeps the person longest; null where no line says which law. */
  readonly rule: RuleReference | null;
  /** So many years, by that rule, after the last line ended. */
  readonly years: number | null;
  /** All of them is to be erased. */
  readonly due: boolean;
  readonly dueClasses: readonly EarlierClass[];
  /** When to look again. */
  readonly lookOn: LocalDate;
}

/**
 * How long a person is kept, and whether they are to be erased: the one answer for the report, for the erasure and for whoever asks
 * for one. Years are counted from the local day on which the last line ended; the last day of the period still counts.
 *
 * @param rulesOf the rules of today for a tie
 * @param longest for somebody whose ties say nothing: the longest of all rules in force
 */
export function retentionOf(
  facts: PersonFacts,
  rulesOf: (tie: Pick<Tie, 'jurisdiction' | 'province'>) => KeepingRules,
  longest: KeepingRules,
  now: Date,
): Retention {
  const judged = facts.ties.flatMap((tie) =>
    tie.endedAt === null ? [] : [{ since: tie.endedAt, ...rulesOf(tie) }],
  );
  const standing = facts.ties.filter((tie) => tie.endedAt === null).map(rulesOf);
  const alone = facts.ties.length === 0 && !facts.onlyAsked;
  if (alone) judged.push({ since: facts.withoutLineSince ?? now, ...longest });
  const lastTie =
    standing.toSorted((a, b) => b.rule.value.years - a.rule.value.years)[0] ??
    judged.toSorted((a, b) => compare(lastDayOf(b, 'identity'), lastDayOf(a, 'identity')))[0];
  const today = localDateAt(now, (lastTie ?? longest).timeZone);
  const back: HoldingBack[] = [
    ...(facts.holds.some((until) => until === null || today <= until) ? (['legal_hold'] as const) : []),
    ...facts.back,
  ];
  const stands = standing.length > 0;
  const classes = RETENTION_CLASSES.map((name): ClassKept => {
    const days = judged.map((tie) => lastDayOf(tie, name));
    const until = stands || (alone && facts.withoutLineSince === null) ? null : (latest(days) ?? today);
    const over = facts.onlyAsked && days.length === 0 ? true : until !== null && today > until;
    const gone = facts.erasedAt !== null || facts.erasedClasses.some((one) => one === name);
    return { class: name, until, gone, due: over && !gone && back.length === 0 };
  });
  const due = classes.some((one) => one.class === 'identity' && one.due);
  return {
    back,
    classes,
    rule: lastTie === undefined ? null : referenceOf(lastTie.rule),
    years: lastTie?.rule.value.years ?? null,
    due,
    dueClasses: due
      ? []
      : EARLIER_CLASSES.filter((name) => classes.some((one) => one.class === name && one.due)),
    lookOn: lookOn(classes, back, today),
  };
}

const referenceOf = ({ id, version, source }: RuleReference): RuleReference => ({ id, version, source });

const compare = (a: LocalDate, b: LocalDate): number => (a < b ? -1 : a > b ? 1 : 0);

const latest = (days: readonly LocalDate[]): LocalDate | undefined => days.toSorted(compare).at(-1);

/** A rule may be changed, and a line may come back: nobody is left alone for longer than a month. */
function lookOn(classes: readonly ClassKept[], back: readonly HoldingBack[], today: LocalDate): LocalDate {
  if (back.length > 0) return addDays(today, 1);
  const coming = classes.flatMap(({ until, gone }) =>
    until === null || gone || until < today ? [] : [until],
  );
  const first = coming.toSorted(compare)[0];
  const month = addDays(today, SHORT_LIVED_DAYS);
  return first === undefined || addDays(first, 1) > month ? month : addDays(first, 1);
}

function lastDayOf(tie: KeepingRules & { readonly since: Date }, name: RetentionClass): LocalDate {
  const day = localDateAt(tie.since, tie.timeZone);
  const byRule = addMonths(day, 12 * yearsOf(tie.rule.value, name));
  const least = addDays(day, SHORT_LIVED_DAYS - 1);
  return name === 'identity' && byRule < least ? least : byRule;
}

/** Of a class, whole years; never longer than the person, whose key everything is read with. */
function yearsOf(kept: RecordsKept, name: RetentionClass): number {
  if (name === 'identity') return kept.years;
  const own = {
    disclosures: kept.disclosuresYears,
    decisions: kept.decisionsYears,
    contacts: kept.contactsYears,
  };
  return Math.min(kept.years, own[name] ?? kept.years);
}

/** What there can be of a person, and to which class it belongs. */
export const HELD_KINDS = {
  name: 'identity',
  document: 'identity',
  lines: 'identity',
  cases: 'identity',
  certificates: 'disclosures',
  network_answers: 'disclosures',
  decisions: 'decisions',
  visits: 'decisions',
  photos: 'decisions',
  contacts: 'contacts',
  device_names: 'identity',
  requests: 'identity',
  declarations: 'identity',
  disputes: 'identity',
  complaints: 'identity',
  refunds: 'identity',
  letters: 'identity',
  messages: 'identity',
  texts: 'identity',
  appointments: 'identity',
} as const satisfies Readonly<Record<string, RetentionClass>>;
export type HeldKind = keyof typeof HELD_KINDS;
