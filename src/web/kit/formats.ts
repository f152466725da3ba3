import type { Language } from '../../domain/values/language.ts';
import { messages } from '../../messages/index.ts';
import { type Formats, formatsIn } from '../../messages/writing.ts';

export type { Formats };

/** How a language writes a day: year first, or day first. */
export function dateOrder(language: Language): readonly ('year' | 'month' | 'day')[] {
  return new Intl.DateTimeFormat(messages(language).writing.locale, { dateStyle: 'short' })
    .formatToParts(0)
    .map(({ type }) => type)
    .filter((type) => type === 'year' || type === 'month' || type === 'day');
}

export function formatsOf(language: Language, timeZone: string): Formats {
  return formatsIn(messages(language).writing.locale, timeZone);
}
