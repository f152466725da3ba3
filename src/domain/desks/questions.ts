import { HandbackError } from '../errors.ts';
import { parseDocumentAnswer, withCentury } from '../people/document.ts';
import type { IdentityFactor, Settings } from '../rules/rulebook.ts';
import { daysBetween, type LocalDate, parseTypedDate } from '../values/local-date.ts';
import { type Money, parseDecimal } from '../values/money.ts';
import { plainText } from '../values/pasted-text.ts';
import { parseSpokenDate } from './spoken-date.ts';

/** What a caller can be asked, and what a right answer proves. */
export const QUESTIONS = [
  'document_number',
  'opening_date',
  'plan_name',
  'recent_top_up',
] as const satisfies readonly IdentityFactor[];
export type Question = (typeof QUESTIONS)[number];

/**
 * Readings of one answer, each in a form that equals a right one exactly or not at all. Of a document number the caller
 * of this keeps only a keyed hash, so the others are compared in the same way.
 */
export type Readings = readonly string[];

/**
 * What was said, as it can be meant. Tolerant where people differ (case, spaces, width, a month for a day), never by part
 * of a number: there are no "last four digits".
 *
 * @param currency of the line
 * @throws HandbackError `document_invalid`, `date_invalid`, `money_invalid`, `field_missing` for what cannot be an answer
 *   to the question; it costs no try
 */
export function readAnswer(
  question: Question,
  given: string,
  { today, currency }: { readonly today: LocalDate; readonly currency: string },
): Readings {
  switch (question) {
    case 'document_number': {
      const number = parseDocumentAnswer(given, today);
      const longer = withCentury(number);
      return longer === null ? [number] : [number, longer];
    }
    case 'opening_date': {
      const spoken = parseSpokenDate(given);
      return [spoken.kind === 'day' ? spoken.day : spoken.month];
    }
    case 'plan_name': {
      const name = planReading(given);
      if (name === '') throw new HandbackError('field_missing', { field: 'given' });
      return [name];
    }
    case 'recent_top_up':
      return [topUpReading(given, currency)];
  }
}

/** The right answers to the question after the day of joining: the day itself, or its month. */
export function joiningAnswers(openedOn: LocalDate): Readings {
  return [openedOn, openedOn.slice(0, 7)];
}

export function planAnswers(name: string): Readings {
  return [planReading(name)];
}

/**
 * The right answers to the question after a top-up: amount or day of any recent one.
 * @returns null where there is none: nobody can answer then
 */
export function topUpAnswers(
  topUps: readonly { readonly on: LocalDate; readonly amount: Money }[],
  { newest, days }: Settings['hotline_verification']['topUps'],
  today: LocalDate,
): Readings | null {
  const recent = topUps.filter(({ on }) => on <= today && daysBetween(on, today) < days).slice(0, newest);
  if (recent.length === 0) return null;
  return recent.flatMap(({ on, amount }) => [amountReading(amount), on, on.slice(5)]);
}

/** A plan's name without what people leave out or add: case, spaces, width, the word "plan". */
function planReading(text: string): string {
  return plainText(text.slice(0, 200))
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\p{P}\p{Z}\p{S}]/gu, '')
    .replace(/(\u5957\u9910|plan)$/u, '')
    .replace(/(\d)\u5143$/u, '$1');
}

const amountReading = ({ currency, minor }: Money): string => `${currency} ${minor}`;

/** `50`, `50.00`, `\u00a550`, `50\u5143`, `50 yuan`; `2026-11-02`, `11\u67082\u65e5`, `11/2`. */
function topUpReading(given: string, currency: string): string {
  const plain = plainText(given.slice(0, 100)).toLowerCase().replace(/\s/g, '');
  const monthDay = /^(\d{1,2})[-/\u6708](\d{1,2})[\u65e5\u53f7]?$/.exec(plain);
  if (monthDay !== null) return `${monthDay[1]!.padStart(2, '0')}-${monthDay[2]!.padStart(2, '0')}`;
  if (/^\d{4}[-/.\u5e74]/.test(plain) || /^20\d{6}$/.test(plain)) return parseTypedDate(plain);
  const amount = plain
    .replace(/^(\u00a5|\uffe5|\u20ac|\u00a3|rmb|cny|eur|gbp)/u, '')
    .replace(/(\u5143\u94b1?|\u5757\u94b1?|yuan|rmb|cny|euros?|eur|pounds?|gbp|\u20ac)$/u, '')
    .replace(/,(?=\d{3}(\D|$))/g, '');
  return amountReading(parseDecimal(currency, amount));
}
