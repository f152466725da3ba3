import type { Eligibility } from '../../domain/cases/eligibility.ts';
import type { EligibilityFacts } from '../../domain/cases/finding.ts';
import type { ResolvedRules } from '../../domain/rules/rulebook.ts';
import type { Language } from '../../domain/values/language.ts';
import { compareMoney, type Money, zero } from '../../domain/values/money.ts';
import { messages } from '../../messages/index.ts';
import { smsMoney } from '../../messages/sms.ts';
import type { LineAnswer } from '../../messages/sms-ways.ts';
import type { LineRecord } from '../../store/lines/lines.ts';
import type { Operations } from '../context.ts';
import { decideOn } from '../lines/eligibility-of.ts';

export interface StandingOfLine {
  readonly eligibility: Eligibility;
  readonly answer: LineAnswer;
}

/**
 * What a line is told of itself: by the same checks as everywhere, and without the names of what hangs on it, which are other
 * people's or other lines'.
 */
export async function standingOfLine(
  op: Operations,
  record: LineRecord,
  rules: ResolvedRules,
  language: Language,
): Promise<StandingOfLine> {
  const now = op.clock.now();
  const asked = { channel: 'online', urgent: false, rules, now } as const;
  const { eligibility, facts } = await decideOn(op, 'declaration', record, asked);
  const credit = creditIn(facts, record);
  const { checks } = messages(language).eligibility;
  const money = (amount: Money): string => smsMoney(language, amount);
  const blocking = eligibility.findings.filter(({ effect }) => effect === 'blocks');
  const date = eligibility.findings.findLast(({ effect }) => effect === 'sets_earliest_date')?.facts.date;
  const known = eligibility.verdict !== 'cannot_tell' && credit !== undefined;
  return {
    eligibility,
    answer: {
      total: known ? money(eligibility.total) : null,
      items: known
        ? eligibility.charges.map(({ check, amount }) => ({
            name: checks[check].title,
            amount: money(amount),
          }))
        : [],
      credit: credit === undefined || credit === null ? null : money(credit),
      inTheWay: [...new Set(blocking.map(({ check }) => checks[check].title))],
      earliest: date === undefined ? null : dayText(language, date),
      underWay: record.openCase !== null,
      url: op.lineUrl(record.line.lineId),
    },
  };
}

/** Null for none; undefined where billing does not answer. */
function creditIn({ standing }: EligibilityFacts, { currency }: LineRecord): Money | null | undefined {
  if (!standing.known) return undefined;
  const { balance } = standing.value;
  return compareMoney(balance, zero(currency)) > 0 ? balance : null;
}

/** A day of the calendar, without an hour. */
function dayText(language: Language, day: string): string {
  const style = { dateStyle: 'medium', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(messages(language).writing.smsLocale, style).format(
    new Date(`${day}T00:00:00Z`),
  );
}
