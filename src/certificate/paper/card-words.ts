import type { CardStatement } from '../../domain/certificates/certificate.ts';
import type { LocalDate } from '../../domain/values/local-date.ts';
import type { Messages } from '../../messages/index.ts';

/** What became of an old card: in a few words, and in plain ones. */
export interface CardWords {
  readonly short: string;
  readonly plain: string;
}

/**
 * What became of an old card, in one language: the same on paper and on every page.
 * @param day as it is to be read
 */
export function cardWords(
  { cardResults: words, punctuation }: Pick<Messages, 'cardResults' | 'punctuation'>,
  { condition, takenInOn, destroyed }: CardStatement,
  day: (date: LocalDate) => string = (date) => date,
): CardWords {
  if (condition === 'missing') return { short: words.short.missing, plain: words.missing(day(takenInOn)) };
  const taken = words.takenIn[condition](day(takenInOn));
  const said = (...parts: readonly string[]) => [taken, ...parts].join(punctuation.gap);
  if (destroyed === null) return { short: words.short.taken_in, plain: said(words.waits) };
  const { method, on, particleClass } = destroyed;
  return {
    short: words.short.destroyed,
    plain: said(
      words.destroyed[method](day(on)),
      ...(particleClass === null ? [] : [words.particles(particleClass)]),
    ),
  };
}
