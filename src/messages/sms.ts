import type { Language } from '../domain/values/language.ts';
import { type Messages, messages } from './index.ts';

export type SmsKind = keyof Messages['sms'];

/** A text message in the language of whom it is sent to. */
export function smsText<K extends SmsKind>(
  language: Language,
  kind: K,
  facts: Parameters<Messages['sms'][K]>[0],
): string {
  return (messages(language).sms[kind] as (facts: never) => string)(facts as never);
}

/** A day and a time as a text message writes them. */
export function smsMoment(language: Language, at: Date, timeZone: string): string {
  const style = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const;
  return new Intl.DateTimeFormat(messages(language).writing.smsLocale, style).format(at);
}
