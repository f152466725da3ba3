import type { Language } from '../domain/values/language.ts';
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
  const { sms, smsFrom } = messages(language);
  const ways: Ways = {
    portal: sender.portal,
    call: smsFrom.call(sender.hotline),
    line: about === null ? smsFrom.noNumber : maskMsisdn(about as Msisdn),
  };
  const text = (sms[kind] as (facts: never, ways: Ways) => string)(facts as never, ways);
  const named = NAMES_REFERENCE.test(text) || text.includes(sender.portal);
  const checkable = named ? text : smsFrom.check(text, `${sender.portal.replace(/^https?:\/\//, '')}/check`);
  return smsFrom.from(sender.name[language] ?? sender.name.en, checkable);
}

/** A day and a time as a text message writes them. */
export function smsMoment(language: Language, at: Date, timeZone: string): string {
  const style = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const;
  return new Intl.DateTimeFormat(messages(language).writing.smsLocale, style).format(at);
}
