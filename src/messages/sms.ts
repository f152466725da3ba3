import type { Language } from '../domain/values/language.ts';
import { decimalText, type Money } from '../domain/values/money.ts';
import { type Msisdn, maskMsisdn } from '../domain/values/msisdn.ts';
import { type Messages, messages } from './index.ts';
import type { Ways } from './sms-ways.ts';

export type SmsKind = keyof Messages['sms'];

/** Who a text message is from, and where its reader turns to. */
export interface SmsSender {
  readonly name: Readonly<Record<Language, string>>;
  /** As it is dialled; null where the operator named none. */
  readonly hotline: string | null;
  /** Address of the portal. */
  readonly portal: string;
}

/** By a reference a reader asks whether we sent it (`/check`). */
const NAMES_REFERENCE = /\b[A-Z]{2}-[0-9A-Z]+/;

/**
 * A text message in the language of whom it is sent to; it begins with whom it is from.
 * @param about the number that it is about, in E.164; null for a line without one
 */
export function smsText<K extends SmsKind>(
  sender: SmsSender,
  language: Language,
  kind: K,
  facts: Parameters<Messages['sms'][K]>[0],
  about: string | null,
): string {
  const { sms } = messages(language);
  const ways = waysOf(sender, language, about);
  return saidBy(sender, language, (sms[kind] as (facts: never, ways: Ways) => string)(facts as never, ways));
}

/** With whom it is from, and where that can be checked, unless a reference or our own address in it can be. */
function saidBy(sender: SmsSender, language: Language, text: string): string {
  const { smsFrom } = messages(language);
  const named = NAMES_REFERENCE.test(text) || text.includes(sender.portal);
  const checkable = named ? text : smsFrom.check(text, `${sender.portal.replace(/^https?:\/\//, '')}/check`);
  return smsFrom.from(sender.name[language] ?? sender.name.en, checkable);
}

/** What a message may say of us, and of the number that it is about. */
export function waysOf(sender: SmsSender, language: Language, about: string | null): Ways {
  const { smsFrom } = messages(language);
  return {
    portal: sender.portal,
    call: smsFrom.call(sender.hotline),
    line: about === null ? smsFrom.noNumber : maskMsisdn(about as Msisdn),
  };
}

/** A day and a time as a text message writes them. */
export function smsMoment(language: Language, at: Date, timeZone: string): string {
  const style = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const;
  return new Intl.DateTimeFormat(messages(language).writing.smsLocale, style).format(at);
}

export type AnswerKind = keyof Messages['inboundTexts']['answers'];

/**
 * The answer to a text, in its reader's language; it begins with whom it is from.
 * @param about the number that it is about, in E.164
 */
export function answerText<K extends AnswerKind>(
  sender: SmsSender,
  language: Language,
  kind: K,
  facts: Parameters<Messages['inboundTexts']['answers'][K]>[0],
  about: string,
): string {
  const { inboundTexts } = messages(language);
  const write = inboundTexts.answers[kind] as (facts: never, ways: ReturnType<typeof waysOf>) => string;
  return saidBy(sender, language, write(facts as never, waysOf(sender, language, about)));
}

/** Making one takes longer than everything else that an answer needs. */
const FORMATS = new Map<string, Intl.NumberFormat>();

/** An amount as a text message writes it. */
export function smsMoney(language: Language, amount: Money): string {
  const { locale } = messages(language).writing;
  const { currency } = amount;
  const name = `${locale} ${currency}`;
  const format = FORMATS.get(name) ?? new Intl.NumberFormat(locale, { style: 'currency', currency });
  FORMATS.set(name, format);
  return format.format(decimalText(amount) as `${number}`);
}
