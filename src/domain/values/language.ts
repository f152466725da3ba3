/** The languages that Handback speaks and writes to people in; BCP 47. Their words stand in `src/messages`. */
export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Of a person of whom the inventory says none. */
export const HOME_LANGUAGE: Language = 'zh-CN';

/** As a list in a reference: `a`, `b` or `c`. */
export const LISTED_LANGUAGES = LANGUAGES.map((one) => `\`${one}\``)
  .join(', ')
  .replace(/, ([^,]*)$/, ' or $1');

/** For a reader who asks for no language that we have. */
export const FALLBACK_LANGUAGE: Language = 'en';

/** The best of our languages for an Accept-Language header (RFC 9110 section 12.5.4). */
export function chooseLanguage(
  header: string | undefined,
  offered: readonly Language[] = LANGUAGES,
): Language {
  const wanted = (header ?? '')
    .slice(0, 200)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find((v) => v !== undefined);
      return { tag, q: q === undefined ? 1 : Number(q) };
    })
    .filter(({ tag, q }) => tag !== '' && q > 0)
    .sort((a, b) => b.q - a.q);
  for (const { tag } of wanted) {
    const found =
      offered.find((one) => one.toLowerCase() === tag) ??
      // The first part of the tag decides: `zh-TW` gets our Chinese, `en-GB` our English.
      offered.find((one) => primary(one) === primary(tag));
    if (found !== undefined) return found;
  }
  return FALLBACK_LANGUAGE;
}

const primary = (tag: string): string => tag.toLowerCase().split('-')[0]!;
