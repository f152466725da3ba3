import type { RulebookChange } from '../domain/rules/rulebook-difference.ts';
import type { LocalDate } from '../domain/values/local-date.ts';
import { ruleSourceText } from './rule-sources.ts';
import { differingLines } from './rule-values.ts';
import type { Messages } from './shape.ts';

/** One difference between two versions, in words. */
export interface ChangeText {
  /** The rule, or the part of the header. */
  readonly what: string;
  readonly where: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly from: string;
  /** Of the later version. */
  readonly source: string | null;
  /** What else is so, beside what it says. */
  readonly notes: readonly string[];
}

/** What is said of days: how the reader writes one, and which is today. What would hold already holds once it is in force. */
export interface DayWords {
  readonly date: (on: LocalDate) => string;
  readonly today: LocalDate;
}

export function changeText(t: Messages, change: RulebookChange, days: DayWords): ChangeText {
  const words = t.ruleDesk;
  const { date, today } = days;
  if (change.kind === 'header')
    return {
      what: words.header[change.field],
      where: words.whole,
      before: [change.from],
      after: [change.to],
      from: words.atOnce,
      source: null,
      notes: [],
    };
  const { name, province, from, to, own, aspects } = change;
  const source = (rule: typeof to): string => {
    const { title, clause } = ruleSourceText(t, rule.source);
    return clause === null ? title : t.punctuation.titled(title, clause);
  };
  const differ = aspects.includes('value')
    ? differingLines(t, name, from.value, to.value)
    : { before: [], after: [] };
  return {
    what: words.names[name],
    where: province ?? words.whole,
    ...differ,
    from: to.effectiveFrom <= today ? words.atOnce : words.effective(date(to.effectiveFrom)),
    source: source(to),
    notes: [
      ...(own === null ? [] : [words.own[own]]),
      ...(aspects.includes('running') ? [words.running[to.running ? 'true' : 'false']] : []),
      ...(aspects.includes('dates')
        ? [words.changed(words.effective(date(from.effectiveFrom)), words.effective(date(to.effectiveFrom)))]
        : []),
      ...(aspects.includes('source')
        ? [t.punctuation.labelled(words.source, words.changed(source(from), source(to)))]
        : []),
    ],
  };
}

/** The same as one sentence, e.g. `Cooling-off (CN-SC): 7 days → 3 days, from 1 December 2026; Source: ...`. */
export function changeSentence(t: Messages, change: RulebookChange, days: DayWords): string {
  const { what, where, before, after, from, source, notes } = changeText(t, change, days);
  const { punctuation: p, ruleDesk: words } = t;
  const none = words.values.nothingToBring;
  const says = (lines: readonly string[]): string => (lines.length === 0 ? none : p.listed(lines));
  const parts = [
    ...(before.length + after.length === 0 ? [] : [words.changed(says(before), says(after))]),
    from,
    ...notes,
    // Where it changed, it is among the notes.
    ...(source === null || (change.kind === 'rule' && change.aspects.includes('source'))
      ? []
      : [p.labelled(words.source, source)]),
  ];
  return p.labelled(`${what}${p.aside(where)}`, parts.join(p.pause));
}
